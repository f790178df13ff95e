// send: what arrives at an endpoint, and when; duplicates, and the ways in which it can go wrong.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import {
  body,
  endpoint,
  files,
  handler,
  header,
  ids,
  imported,
  jsonLines,
  run,
  sandbox,
  secret,
  serve,
  start,
  terminal,
} from "./harness.mjs";

test("a signed payment-authorized arrives as the API documents it, and 200 ends it", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  const { code, stdout, stderr } = await run(t, ["send", url]);
  assert.deepEqual([code, stdout, requests.length], [0, "attempt 1: 200\n", 1]);
  const [{ method, headers, body }] = requests;
  const event = imported.verify(body, headers, { secret });
  assert.deepEqual([method, headers["content-type"]], ["POST", "application/json; charset=utf-8"]);
  assert.equal(String(body), JSON.stringify(event, null, 2));
  assert.equal(event.payload.amount, 2000);
  assert.match(`${event.payload.paymentId} ${event.payload.sessionId}`, /^[0-9a-f]{32} [0-9a-f]{32}$/);
  assert.match(
    stderr,
    new RegExp(
      `POST ${url} amount 2000, payment ${event.payload.paymentId}, session ${event.payload.sessionId}`,
    ),
  );
});

test("amount and ids can be given; a session's id as the API gave it loses its hyphens", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  await run(t, [
    "send",
    url,
    "--amount",
    "0",
    "--payment-id",
    ids.paymentId,
    "--session-id",
    "4E0D7DD3-c124-41fb-a029-81f60732a13f",
  ]);
  assert.deepEqual(JSON.parse(requests[0].body).payload, { amount: 0, ...ids });
});

test("a file is sent byte for byte, also what is no UTF-8", async (t) => {
  const bytes = Buffer.from([0x7b, 0xff, 0x0d, 0x0a, 0x20, 0x7d]);
  const { file } = files(t, { file: bytes });
  const { url, requests } = await endpoint(t, 200);
  const results = await Promise.all([
    run(t, ["send", url, "--body", file]),
    run(t, ["send", url, "--body", "-"], { input: bytes }),
  ]);
  assert.deepEqual(
    results.map(({ code }) => code),
    [0, 0],
  );
  for (const request of requests) {
    assert.deepEqual(request.body, bytes);
    assert.equal(request.headers.authorization, imported.sign(bytes, { secret }));
  }
});

test("after two failures the third attempt comes on the API's schedule, made faster", async (t) => {
  const { url, requests } = await endpoint(t, 500, 503, 200);
  const { code, stdout } = await run(t, ["send", url, "--speed", "50"]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^attempt 1: 500, next in 10 s \(here 0\.2 s\)\nattempt 2: 503 \(.*\), next in 20 s \(here 0\.4 s\)\nattempt 3: 200\n$/,
  );
  assert.equal(new Set(requests.map((request) => `${request.headers.authorization}${request.body}`)).size, 1);
  const [first, second, third] = requests.map(({ at }) => at);
  // 10 and 20 seconds, 50 times faster; a busy machine is late, never early.
  for (const [wait, least] of [
    [second - first, 195],
    [third - second, 395],
  ])
    assert.ok(wait >= least && wait < least + 1500, `${wait} ms`);
});

test("the schedule is the sandbox's, and --json has it for programs", async (t) => {
  const [people, programs, short] = await Promise.all([
    run(t, ["send", "--schedule"], { env: {} }),
    run(t, ["send", "--schedule", "--json"], { env: {} }),
    run(t, ["send", "--schedule", "--json", "--attempts", "3"], { env: {} }),
  ]);
  assert.match(people.stdout, /^ +2 +10 s +10 s\n +3 +20 s +30 s\n +4 +40 s +1 min 10 s\n/m);
  assert.match(people.stdout, /^ +14 +11 h 22 min +22 h 45 min\n$/m);
  const [{ schedule }] = jsonLines(programs.stdout);
  assert.deepEqual(
    schedule.slice(1).map(({ waitSeconds }) => waitSeconds * 1000),
    [...sandbox.BACK_OFF],
  );
  assert.deepEqual(schedule[2], { attempt: 3, waitSeconds: 20, sinceFirstSeconds: 30 });
  assert.equal(jsonLines(short.stdout)[0].schedule.length, 3);
});

test("--attempts ends it early with exit code 1, and each answer is a line of JSON", async (t) => {
  const { url } = await endpoint(t, 500);
  const { code, stdout, stderr } = await run(t, [
    "send",
    url,
    "--attempts",
    "2",
    "--speed",
    "1000",
    "--json",
  ]);
  assert.equal(code, 1);
  assert.deepEqual(jsonLines(stdout), [
    { attempt: 1, status: 500, nextInSeconds: 10 },
    { attempt: 2, status: 500 },
    { delivered: false, attempts: 2 },
  ]);
  assert.match(stderr, /^POST [^\n]*\n$/);
});

test("without a 200 it gives up when the API does", async (t) => {
  const { url, requests } = await endpoint(t, 204);
  const { code, stdout, stderr } = await run(t, ["send", url, "--speed", "1000000"]);
  assert.deepEqual([code, requests.length], [1, sandbox.BACK_OFF.length + 1]);
  assert.match(stdout, /attempt 1: 204 \(only 200 ends the retries\)/);
  assert.match(stderr, /Given up after 14 attempts without a 200/);
});

test("--duplicate sends copies at once, and prints each response; a handler handles the payment once", async (t) => {
  let handled = 0;
  let arrived = 0;
  const receive = handler.nodeHandler({
    secret,
    onPaymentAuthorized: () => (handled += 1),
    onAnswer: () => {},
  });
  // None is answered before all have come: they are on their way at the same time.
  const waiting = [];
  const url = await serve(t, (request, response) => {
    waiting.push(() => receive(request, response));
    if ((arrived += 1) >= 3) for (const next of waiting.splice(0)) next();
  });
  const { code, stdout, stderr } = await run(t, ["send", url, "--duplicate", "3", "--speed", "1000"]);
  assert.deepEqual([code, handled], [0, 1]);
  for (const copy of [1, 2, 3]) assert.match(stdout, new RegExp(`^attempt \\d, copy ${copy}: 200$`, "m"));
  assert.match(stderr, /All 3 copies got a 200\. Check that your side handled the payment once/);
});

test("--duplicate is two without a number, before the URL and after it", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  await run(t, ["send", "--duplicate", url]);
  await run(t, ["send", url, "--duplicate"]);
  assert.equal(requests.length, 4);
});

test("--delay waits before the first attempt, also made faster", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  const began = performance.now();
  const { code } = await run(t, ["send", url, "--delay", "60", "--speed", "100"]);
  assert.equal(code, 0);
  assert.ok(requests[0].at - began >= 600);
});

for (const [what, args, message] of /** @type {any[][]} */ ([
  [
    "a redirect, which would lose the header",
    [],
    /attempt 1: 308 \(a redirect to https:\/\/shop\.example\/callback is not followed, since the Authorization header would be lost/,
  ],
  ["no answer in time", ["--timeout", "0.2"], /attempt 1: timeout \(no response within 0\.2 s\)/],
])) {
  test(`${what}, is a failed attempt`, async (t) => {
    const url = await serve(
      t,
      (request, response) =>
        args.length || response.writeHead(308, { Location: "https://shop.example/callback" }).end(),
    );
    const { code, stdout } = await run(t, ["send", url, "--attempts", "1", ...args]);
    assert.equal(code, 1);
    assert.match(stdout, message);
  });
}

test("nobody who listens is a failed attempt, and the next one finds the server that was started since", async (t) => {
  const server = createServer((request, response) => response.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  const sending = start(t, ["send", `http://127.0.0.1:${port}/`, "--speed", "10"]);
  await sending.seen(/attempt 1: ECONNREFUSED \(nothing listens there: .*\), next in 10 s/);
  const late = createServer((request, response) => response.end()).listen(port, "127.0.0.1");
  t.after(() => late.close());
  const { code, stdout } = await sending.ended;
  assert.equal(code, 0);
  assert.match(stdout, /attempt 2: 200\n$/);
});

test("a port that fetch leaves to another protocol is named as such", async (t) => {
  const { code, stdout } = await run(t, ["send", "http://127.0.0.1:6000/", "--attempts", "1"]);
  assert.equal(code, 1);
  assert.match(stdout, /attempt 1: failed \(.*another protocol's: let the endpoint listen on another one\)/);
});

test("Ctrl-C while it waits ends it at once with 130", async (t) => {
  const { url } = await endpoint(t, 500);
  const sending = start(t, ["send", url]);
  await sending.seen(/next in 10 s/);
  sending.child.kill("SIGINT");
  const { code, stderr } = await sending.ended;
  assert.equal(code, 130);
  assert.match(stderr, /Stopped before it got a 200/);
});

test("on a terminal the wait is a line that counts down", async (t) => {
  const { url } = await endpoint(t, 500, 200);
  const { code, screen } = await terminal(`"$node" "$cs" send "$url" --speed 10`, [], {
    url,
    CHECKOUT_SECRET: secret,
  });
  assert.equal(code, 0);
  assert.match(
    screen,
    /\r\x1b\[Kattempt 2 in 1 s\r\x1b\[Kattempt 2 in 0\.\d s[^]*\r\x1b\[Kattempt 2: \x1b\[32m200/,
  );
});

test("what is said holds no secret, no body and no signature", async (t) => {
  const { file } = files(t, { file: body });
  const { url } = await endpoint(t, [401, { "WWW-Authenticate": "HMAC-SHA256" }]);
  const { stdout, stderr } = await run(t, ["send", url, "--body", file, "--attempts", "1"]);
  const said = stdout + stderr;
  assert.match(said, /the endpoint refuses the signature/);
  for (const word of ["correct", "e7dbc6b9", header.slice(-64)]) assert.ok(!said.includes(word), word);
});
