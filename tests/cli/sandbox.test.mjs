// sandbox: the API in miniature over HTTP, and the whole way from the token to the callback that listen receives.

import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { files, jsonLines, run, secret, start } from "./harness.mjs";

async function serving(t, args = [], options = { env: {} }) {
  const server = start(t, ["sandbox", "--port", "0", "--json", ...args], options);
  const [line] = await server.seen(/^.*\n/);
  const { listening: origin, ...first } = JSON.parse(line);
  return { ...server, origin, first };
}

/** Calls the API; gives the JSON that it answers. */
async function call(url, { token, ...init } = {}) {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: "POST", headers, ...init });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

function credentials(client_id = "1001", client_secret = "sandbox-api-key") {
  return new URLSearchParams({
    grant_type: "client_credentials",
    scope: "merchant",
    client_id,
    client_secret,
  });
}

async function tokenOf(origin, ...client) {
  const { access_token } = await call(`${origin}/token`, { headers: {}, body: credentials(...client) });
  return access_token;
}

/** Makes a session with a payment, and approves it as the customer would. */
async function pay(origin, callback, order) {
  const token = await tokenOf(origin);
  order.merchantUrls.callback = callback;
  const session = await call(`${origin}/checkout`, { token, body: JSON.stringify(order) });
  const payment = await call(`${origin}/checkout/${session.id}/payment`, {
    token,
    body: JSON.stringify({ productId: session.products[0].id }),
  });
  const page = payment.redirects[0].url;
  assert.equal(page, `${origin}/pay/${payment.id}`);
  assert.match(await (await fetch(page)).text(), /<html/);
  const approved = await fetch(page, {
    method: "POST",
    body: new URLSearchParams({ decision: "approve" }),
    redirect: "manual",
  });
  assert.deepEqual([approved.status, approved.headers.get("location")], [303, order.merchantUrls.accept]);
  return { session, payment };
}

/** The order of the call that the sandbox prints to begin with. */
function printedOrder(text) {
  const [, order] = /\/checkout -H .* -d '(\{.*\})'\n/.exec(text);
  return JSON.parse(order);
}

test("it prints its address, the keys and a secret of its own, and the whole way leads to a verified callback", async (t) => {
  const api = start(t, ["sandbox", "--port", "0", "--speed", "100"], { env: {} });
  const [welcome] = await api.seen(/^[^]*where no shop does yet\.\n/);
  const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(welcome);
  const [, made] = /^ +secret +([0-9a-f]{64})$/m.exec(welcome);
  assert.match(
    welcome,
    /merchant id +1001\n +API key +sandbox-api-key\n[^]*was made for this run[^]*CHECKOUT_SECRET/,
  );

  const listener = start(t, ["listen", "--port", "0", "--json", "--once", "--fail", "1"], {
    env: { CHECKOUT_SECRET: made },
  });
  const [, callback] = await listener.seen(/"listening":"(.*?)"/);
  const { session, payment } = await pay(origin, callback, printedOrder(welcome));

  const { code, stdout } = await listener.ended;
  assert.equal(code, 0);
  const { event } = jsonLines(stdout).at(-1);
  const bare = (id) => id.replaceAll("-", "");
  assert.deepEqual(event.payload, {
    amount: payment.amount,
    paymentId: bare(payment.id),
    sessionId: bare(session.id),
  });
  await api.seen(
    new RegExp(
      `payment ${payment.id} to ${callback}: attempt 1: 500, next in \\S+ s \\(here \\S+ s\\)\n.*: attempt 2: 200\n`,
    ),
  );
  api.child.kill("SIGINT");
  assert.equal((await api.ended).code, 130);
});

test("--json: the keys that were chosen, each attempt as a line, and a secret that was given is not shown", async (t) => {
  const { file } = files(t, { file: `${secret}\n` });
  const api = await serving(t, [
    "--merchant-id",
    "7",
    "--api-key",
    "it's mine",
    "--speed",
    "100",
    "--secret-file",
    file,
  ]);
  assert.deepEqual(api.first, { merchantId: 7, apiKey: "it's mine" });
  assert.ok(await tokenOf(api.origin, "7", "it's mine"));
  api.child.kill("SIGTERM");
  const { code, stdout, stderr } = await api.ended;
  assert.deepEqual([code, stderr], [143, ""]);
  assert.ok(!stdout.includes("correct"));
});

test("attempts are told while they fail, with the time to the next", async (t) => {
  const welcome = await start(t, ["sandbox", "--port", "0"], { env: {} }).seen(
    /^[^]*where no shop does yet\.\n/,
  );
  const api = await serving(t, ["--speed", "1000"], { env: { CHECKOUT_SECRET: secret } });
  const { payment } = await pay(api.origin, "http://127.0.0.1:1/callback", printedOrder(welcome[0]));
  const [line] = await api.seen(/\{"paymentId.*\n.*\n/);
  const [first, second] = jsonLines(line);
  assert.deepEqual(
    { ...first, nextInSeconds: 0 },
    { ...first, paymentId: payment.id, attempt: 1, state: "pending", nextInSeconds: 0 },
  );
  assert.ok(first.error.length > 0 && first.nextInSeconds <= 10 && second.attempt === 2);
});

test("requests are passed on as they came: methods, header lines, HEAD; what no Request can be is refused", async (t) => {
  const { origin } = await serving(t);
  const [head, get, missing] = await Promise.all([
    fetch(`${origin}/sandbox`, { method: "HEAD" }),
    fetch(`${origin}/sandbox`),
    fetch(`${origin}/nowhere`),
  ]);
  assert.deepEqual([head.status, get.status, missing.status], [200, 200, 404]);
  assert.equal(await head.text(), "");
  assert.equal(head.headers.get("content-type"), get.headers.get("content-type"));
  const { hostname, port } = new URL(origin);
  const status = (options, body) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ hostname, port, ...options }, (response) =>
        resolve(response.resume().statusCode),
      );
      request.on("error", reject).end(body);
    });
  const large = Buffer.alloc(2 ** 21 + 1);
  assert.deepEqual(
    await Promise.all([
      status({ method: "TRACE", path: "/" }),
      status({ method: "OPTIONS", path: "*" }),
      status({ path: "//elsewhere/sandbox" }),
      status({ path: "/sandbox", headers: { Host: "user@shop/path?" } }),
      status({ method: "POST", path: "/token", headers: { "Content-Length": String(large.length) } }, large),
      status({ method: "POST", path: "/token", headers: { "Transfer-Encoding": "chunked" } }, large),
      status({ method: "DELETE", path: "/token" }),
    ]),
    [400, 400, 404, 400, 413, 413, 405],
  );
  assert.equal((await fetch(`${origin}/sandbox`)).status, 200);
});

test("two secrets are one too many, and a port in use is told", async (t) => {
  const { file } = files(t, { file: secret });
  const { origin } = await serving(t);
  const [two, taken] = await Promise.all([
    run(t, ["sandbox", "--port", "0", "--secret-file", file, "--secret-file", file]),
    run(t, ["sandbox", "--port", new URL(origin).port]),
  ]);
  assert.deepEqual([two.code, taken.code], [2, 2]);
  assert.match(two.stderr, /signs with one secret/);
  assert.match(taken.stderr, /is in use\. Take another/);
});
