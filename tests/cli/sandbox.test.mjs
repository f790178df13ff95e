// sandbox: the API in miniature over HTTP, and the whole way from the token to the callback that listen receives.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { promisify } from "node:util";
import { files, imported, jsonLines, run, secret, start } from "./harness.mjs";

async function serving(t, args = [], options = { env: {} }) {
  const server = start(t, ["sandbox", "--port", "0", "--json", ...args], options);
  const [line] = await server.seen(/^.*\n/);
  const { listening: origin, ...first } = JSON.parse(line);
  return { ...server, origin, first };
}

/** Calls the API; gives the JSON that it answers. */
async function call(url, /** @type {any} */ { token, ...init } = {}) {
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

/** The order in the script that the sandbox prints to begin with. */
function printedOrder(text) {
  const [, order] = /call \/checkout '(\{.*\})'\)\n/.exec(text);
  return JSON.parse(order);
}

/** All that the sandbox prints before the first request. */
const WELCOME = /^[^]*\nEND\n/;

/** A request to any host and path; gives the status and the body. */
function ask(origin, /** @type {any} */ { host, ...options }, body = undefined) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const headers = { ...(host !== undefined && { Host: host }), ...options.headers };
    const request = httpRequest({ hostname, port, ...options, headers }, async (response) =>
      resolve({ status: response.statusCode, text: (await response.toArray()).join("") }),
    );
    request.on("error", reject).end(body);
  });
}

test("it prints its address, the keys and a secret of its own, and the whole way leads to a verified callback", async (t) => {
  const api = start(t, ["sandbox", "--port", "0", "--speed", "100"], { env: {} });
  const [welcome] = await api.seen(WELCOME);
  const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(welcome);
  const [, made] = /^ +secret +([0-9a-f]{64})$/m.exec(welcome);
  assert.match(
    welcome,
    /merchant id +1001\n +API key +sandbox-api-key\n[^]*was made for this run[^]*\n  CHECKOUT_SECRET=[0-9a-f]{64} npx checkout-signature listen\n/,
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

test("attempts that fail are printed, with the time to the next", async (t) => {
  const welcome = await start(t, ["sandbox", "--port", "0"], { env: {} }).seen(WELCOME);
  const api = await serving(t, ["--speed", "1000"]);
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
  const status = async (options, body) => (await ask(origin, options, body)).status;
  const large = Buffer.alloc(2 ** 21 + 1);
  assert.deepEqual(
    await Promise.all([
      status({ method: "TRACE", path: "/" }),
      status({ method: "OPTIONS", path: "*" }),
      status({ path: "//elsewhere/sandbox" }),
      status({ method: "POST", path: "/token", headers: { "Content-Length": String(large.length) } }, large),
      status({ method: "POST", path: "/token", headers: { "Transfer-Encoding": "chunked" } }, large),
      status({ method: "DELETE", path: "/token" }),
    ]),
    [400, 400, 404, 413, 413, 405],
  );
  // A header that Node's own getter for headers fails on.
  assert.equal(
    await status({ path: "/sandbox", headers: { ["__proto__"]: "x", constructor: "y", host: "localhost" } }),
    200,
  );
  assert.equal((await fetch(`${origin}/sandbox`)).status, 200);
});

test("two secrets are one too many, and a port in use is a clear error", async (t) => {
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

test("the script that it prints runs as it is, and ends with a payment that listen has verified", async (t) => {
  const api = start(t, ["sandbox", "--port", "0", "--api-key", 'it\'s "mine" $HOME \\'], { env: {} });
  const [welcome] = await api.seen(WELCOME);
  const [, made] = /^ +secret +([0-9a-f]{64})$/m.exec(welcome);
  const listener = start(t, ["listen", "--port", "0", "--json", "--once"], {
    env: { CHECKOUT_SECRET: made },
  });
  const [, callback] = await listener.seen(/"listening":"(.*?)"/);
  // The port that the script takes may be in use here.
  const [script] = /^sh <<'END'\n[^]*\nEND\n/m.exec(welcome);
  assert.ok(script.includes('"callback":"http://127.0.0.1:4001/callback"'));
  const { stdout, stderr } = await promisify(execFile)("sh", [
    "-c",
    script.replace("http://127.0.0.1:4001/callback", callback),
  ]);
  assert.equal(stderr, "");
  assert.match(stdout, /^Approved: http:\/\/127\.0\.0\.1:\d+\/pay\/\S+\n\{/);
  const session = JSON.parse(stdout.slice(stdout.indexOf("{")));
  assert.deepEqual([session.status, session.payments.length], ["authorized", 1]);
  const { code, stdout: received } = await listener.ended;
  const { event } = jsonLines(received).at(-1);
  assert.equal(code, 0);
  assert.ok(imported.sameId(event.payload.paymentId, session.payments[0].id));
});

test("a request to another name is refused, so that no web page can read callbacks by DNS rebinding", async (t) => {
  const api = await serving(t);
  const { port } = new URL(api.origin);
  const path = "/sandbox/deliveries";
  for (const host of [
    "rebound.example",
    `rebound.example:${port}`,
    `127.0.0.1.rebound.example:${port}`,
    "localhost.rebound.example",
    `rebound.example@127.0.0.1:${port}`,
    "127.0.0.2",
    "0.0.0.0",
    "user@shop/path?",
    "127.0.0.1:80:80",
    "\u009b31m",
  ]) {
    const { status, text } = await ask(api.origin, { path, host });
    assert.equal(status, 403, host);
    assert.match(text, /accepts requests to localhost, 127\.0\.0\.1, \[::1\] only\. .*--host NAME/);
  }
  for (const host of [
    "localhost",
    "LOCALHOST:1",
    `127.0.0.1:${port}`,
    "[::1]",
    `[::1]:${port}`,
    `localhost:${port}`,
  ])
    assert.equal((await ask(api.origin, { path, host })).status, 200, host);
  api.child.kill("SIGTERM");
  const { stderr } = await api.ended;
  assert.match(stderr, /^A request to rebound\.example was refused\. .*--host NAME\.\n$/, "said once");
});

test("--host listens on every interface, and says which names it accepts", async (t) => {
  const api = await serving(t, ["--host", "sandbox", "--host", "192.0.2.7"]);
  assert.deepEqual(api.first.hosts, ["sandbox", "192.0.2.7", "localhost", "127.0.0.1", "[::1]"]);
  const statuses = await Promise.all(
    ["sandbox:4000", "SANDBOX", "192.0.2.7", "localhost", "other", "192.0.2.8"].map(
      async (host) => (await ask(api.origin, { path: "/sandbox", host })).status,
    ),
  );
  assert.deepEqual(statuses, [200, 200, 200, 200, 403, 403]);
  // Every address of 127.0.0.0/8 is this machine's, and only a server on every interface has them all.
  const { port } = new URL(api.origin);
  const elsewhere = await ask(`http://127.9.9.9:${port}`, { path: "/sandbox", host: "sandbox" });
  assert.equal(elsewhere.status, 200);
  const people = start(t, ["sandbox", "--port", "0", "--host", "shop"], { env: {} });
  await people.seen(
    /listens on every interface, and accepts requests to shop, localhost, 127\.0\.0\.1, \[::1\]\.\n/,
  );
});

test("without --host only loopback is listened on", async (t) => {
  const { origin } = await serving(t);
  const { port } = new URL(origin);
  await assert.rejects(ask(`http://127.9.9.9:${port}`, { path: "/sandbox" }), { code: "ECONNREFUSED" });
});

test("the shop's secret is not taken from the environment unless --secret-env says so", async (t) => {
  const env = { CHECKOUT_SECRET: secret, OTHER: "another secret" };
  const own = await serving(t, [], { env });
  const named = await serving(t, ["--secret-env", "CHECKOUT_SECRET"], { env });
  assert.match(own.first.secret, /^[0-9a-f]{64}$/);
  assert.equal(named.first.secret, undefined);
  const [body, ours] = ["{}", own.first.secret];
  assert.notEqual(imported.sign(body, { secret: ours }), imported.sign(body, { secret }));
  own.child.kill("SIGTERM");
  named.child.kill("SIGTERM");
  const [{ stderr }, second] = [await own.ended, await named.ended];
  assert.equal(stderr, "CHECKOUT_SECRET is set here, and not used: --secret-env CHECKOUT_SECRET takes it.\n");
  assert.deepEqual([second.stderr, second.stdout.includes(secret)], ["", false]);
});
