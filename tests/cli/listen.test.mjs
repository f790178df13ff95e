// listen: what it prints, how it answers and how it ends; alone and together with send.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { test } from "node:test";
import { body, command, header, ids, imported, jsonLines, run, secret, start } from "./harness.mjs";

/** Starts listen on a free port; gives its URL too. */
async function listening(t, args = [], options) {
  const listener = start(t, ["listen", "--port", "0", ...args], options);
  const [, url] = args.includes("--json")
    ? await listener.seen(/"listening":"(.*?)"/)
    : await listener.seen(/on (http:\/\/127\.0\.0\.1:\d+\S*);/, "stderr");
  return { ...listener, url };
}

const post = (url, text = body, authorization = header) =>
  fetch(url, {
    method: "POST",
    body: text,
    headers: { ...(authorization && { Authorization: authorization }) },
  });

test("an event is verified, answered with 200 and printed; a second delivery is known", async (t) => {
  const { url, seen, child, ended } = await listening(t);
  assert.match(url, /\/callback$/);
  assert.equal((await post(url)).status, 200);
  assert.equal((await post(url)).status, 200);
  await seen(
    new RegExp(
      `200 handled: payment-authorized\n  amount +2000 .*\n  paymentId +${ids.paymentId}\n  sessionId +${ids.sessionId}\n`,
    ),
  );
  await seen(new RegExp(`200 already-handled: payment ${ids.paymentId}\n`));
  child.kill("SIGINT");
  const { code } = await ended;
  assert.equal(code, 130);
});

test("refusals are printed with their code and advice, and hold nothing of what was sent", async (t) => {
  const { url, seen, child, ended } = await listening(t, ["--max-body", "300"]);
  const answers = await Promise.all([
    post(url, body.replace("2000", "1999")),
    post(url, body, ""),
    post(url, "x".repeat(400)),
    fetch(url),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [401, 401, 413, 405],
  );
  assert.equal((await post(url.replace("callback", "elsewhere"))).status, 404);
  for (const line of [
    /401 signature-mismatch\n  \S/,
    /401 missing-signature\n/,
    /413 body-too-large\n/,
    /405 method-not-allowed\n/,
    /404 not-found\n  POST to another path; callbacks are posted to \/callback\./,
  ])
    await seen(line);
  child.kill("SIGTERM");
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 143);
  for (const word of ["1999", "correct", "elsewhere", header.slice(-64)])
    assert.ok(!(stdout + stderr).includes(word), word);
});

test("a body may be as long as the help says, and no longer", async (t) => {
  const [{ url }, { stdout }] = await Promise.all([listening(t), run(t, ["listen", "--help"])]);
  const [, most] = /--max-body BYTES +The longest body accepted: (\d+) bytes/.exec(stdout);
  const statuses = [0, 1].map(async (more) => {
    const response = await post(url, "x".repeat(Number(most) + more));
    return response.status;
  });
  assert.deepEqual(await Promise.all(statuses), [401, 413]);
});

test("--json is a line for the URL and one for each answer, with the event", async (t) => {
  const { url, seen, child, ended } = await listening(t, ["--json", "--path", "/other/path"]);
  assert.match(url, /\/other\/path$/);
  const unknown = '{"type":"payment-captured","payload":{"a":1}}';
  await post(url);
  await post(`${url}?order=1`, unknown, imported.sign(unknown, { secret }));
  await post(url, body, "Bearer x");
  await seen(/unsupported-algorithm.*\n/);
  child.kill("SIGTERM");
  const { stdout, stderr } = await ended;
  const [first, ...lines] = jsonLines(stdout);
  assert.deepEqual([first, stderr], [{ listening: url }, ""]);
  assert.deepEqual(
    lines.map(({ status, code, event }) => ({ status, code, event })),
    [
      {
        status: 200,
        code: "handled",
        event: { type: "payment-authorized", payload: { amount: 2000, ...ids } },
      },
      {
        status: 200,
        code: "unknown-event",
        event: { type: "unknown", name: "payment-captured", payload: { a: 1 } },
      },
      { status: 401, code: "unsupported-algorithm", event: undefined },
    ],
  );
});

test("listen and send together: --fail makes the first deliveries of each payment fail, --once ends after the payment", async (t) => {
  const { url, ended } = await listening(t, ["--once", "--fail", "2"]);
  const sent = await run(t, ["send", url, "--speed", "200"]);
  assert.equal(sent.code, 0);
  assert.match(sent.stdout, /^attempt 1: 500, .*\nattempt 2: 500, .*\nattempt 3: 200\n$/);
  const { code, stdout } = await ended;
  assert.equal(code, 0);
  assert.match(
    stdout,
    /500 handler-failed: payment-authorized\n  on purpose, 1 of 2 \(--fail\)[^]*on purpose, 2 of 2[^]*200 handled/,
  );
});

test("where the port is in use, the error names another one", async (t) => {
  const { url } = await listening(t);
  const port = Number(new URL(url).port);
  const { code, stderr } = await run(t, ["listen", "--port", String(port)]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    new RegExp(
      `Port ${port} is in use\\. Take another: --port ${port === 65535 ? port - 1 : port + 1}, or --port 0`,
    ),
  );
});

test("it ends when nobody reads what it prints", async (t) => {
  const child = spawn(process.execPath, [command, "listen", "--port", "0", "--json"], {
    env: { ...process.env, CHECKOUT_SECRET: secret },
  });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const [line] = await once(child.stdout, "data");
  child.stdout.destroy();
  await post(JSON.parse(line).listening);
  const [code] = await once(child, "close");
  assert.deepEqual([code, said], [141, ""]);
});

test("it finishes the deliveries under way before it ends, and accepts no new ones", async (t) => {
  const { url, child, ended } = await listening(t);
  assert.equal((await post(url)).status, 200);
  child.kill("SIGINT");
  await ended;
  await assert.rejects(post(url), TypeError);
});

test("a long reason is said once, and then that it is the same", async (t) => {
  const { url, seen, texts } = await listening(t);
  const forged = body.replace("2000", "1");
  for (const authorization of [header, header, ""]) await post(url, forged, authorization);
  await post(url);
  await post(url);
  await post(url);
  await post(url, forged);
  await seen(/(signature-mismatch[^]*){3}the same reason\n/);
  const said = texts.stdout;
  assert.equal(said.match(/The signature was not made from this body/g).length, 1);
  assert.equal(said.match(/401 signature-mismatch\n  the same reason\n/g).length, 2);
  assert.match(said, /missing-signature\n  The request has no Authorization header/);
  assert.match(
    said,
    /already-handled: payment \S+\n  (?!the same)[^]*already-handled: payment \S+\n  the same reason/,
  );
});

test("programs get the whole reason every time", async (t) => {
  const { url, seen, texts } = await listening(t, ["--json"]);
  const forged = body.replace("2000", "1");
  for (const authorization of [header, header]) await post(url, forged, authorization);
  await seen(/(signature-mismatch.*\n[^]*){2}/);
  const [, first, second] = jsonLines(texts.stdout);
  assert.equal(first.message, second.message);
});

test("a request to another name is refused and printed; --host accepts it, and says what it accepts", async (t) => {
  const [closed, open] = await Promise.all([listening(t), listening(t, ["--host", "shop"])]);
  const asShop = (url) =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname } = new URL(url);
      const headers = { Host: "shop:4001", Authorization: header };
      const options = { hostname, port, path: pathname, method: "POST", headers };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end(body);
    });
  assert.deepEqual(await Promise.all([asShop(closed.url), asShop(open.url)]), [403, 200]);
  await closed.seen(/403 host-not-allowed\n  The request was sent to shop:4001\. .*--host NAME/);
  assert.match(open.texts.stderr, /accepts requests to shop, localhost, 127\.0\.0\.1, \[::1\]\./);
});
