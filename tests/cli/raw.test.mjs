// Nothing that came from outside is printed raw: no control character (C0, DEL, C1), no bidi control, no separator of
// lines, whether people read it or a program, on a pipe or on a terminal.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import {
  body,
  endpoint,
  files,
  header,
  imported,
  jsonLines,
  run,
  secret,
  start,
  terminal,
} from "./harness.mjs";

/** One of each kind: what a terminal obeys, what hides, and what turns a line around. */
const HOSTILE =
  "\u001b]0;owned\u0007\u001b[2J\u007f\u009b7m\u0085\u202e\u2066\u061c\u2028\u200b\ufeff\u{e0041}";
/** Whitespace would be stripped before signing, so an id has the rest of it. */
const HOSTILE_ID = HOSTILE.replace(/\s|\u0085/gu, "");

/** What is printed, without the line breaks and the styles that are the command's own. */
function assertVisible(text, what) {
  const own = text.replace(/\u001b\[(?:[0-2]|31|32)m|\r?\u001b\[K|\r?\n/g, "");
  assert.doesNotMatch(own, /[\p{C}\p{Zl}\p{Zp}]/u, what);
}

const escaped = "\\u{1b}]0;owned\\u{7}";
const sign = (text) => imported.sign(text, { secret });
const payment = JSON.stringify({
  type: "payment-authorized",
  payload: { amount: 1, paymentId: HOSTILE_ID, sessionId: HOSTILE_ID },
});
const unknown = JSON.stringify({ type: HOSTILE_ID, payload: { [HOSTILE_ID]: [HOSTILE_ID] } });

for (const [what, text] of [
  ["a payment", payment],
  ["an unknown event", unknown],
]) {
  test(`verify: ${what}, for people and for programs`, async (t) => {
    const args = ["verify", "--header", sign(text)];
    const [people, programs] = await Promise.all([
      run(t, args, { input: text }),
      run(t, [...args, "--json"], { input: text }),
    ]);
    assert.deepEqual([people.code, programs.code], [0, 0]);
    assertVisible(people.stdout, "people");
    assertVisible(programs.stdout, "programs");
    assert.ok(people.stdout.includes(escaped));
    const { event } = jsonLines(programs.stdout)[0];
    assert.ok(JSON.stringify(event).includes(JSON.stringify(HOSTILE_ID).slice(1, -1)), "the same value");
  });
}

for (const [what, args, options = {}] of [
  ["the name of a body's file", ["verify", HOSTILE, "--header", header]],
  ["the name of a header's file", ["verify", "--header-file", HOSTILE], { input: body }],
  ["the name of a secret's file", ["verify", "--header", header, "--secret-file", HOSTILE], { input: body }],
  ["a header", ["verify", "--header", HOSTILE], { input: body }],
  ["a header to explain", ["explain", "--header", HOSTILE], { input: body }],
  ["a body to explain", ["explain", "--header", header], { input: HOSTILE }],
  ["a body to explain, as JSON", ["explain", "--json", "--header", header], { input: HOSTILE }],
  ["a command", [HOSTILE]],
  ["a command to help with", ["help", HOSTILE]],
  ["an option", ["verify", `--${HOSTILE}`]],
  ["a short option", ["verify", `-${HOSTILE}`]],
  ["the value of a choice", ["verify", "--whitespace", HOSTILE]],
  ["a URL", ["send", HOSTILE]],
  ["a URL's path", ["send", `http://127.0.0.1:1/${HOSTILE}`, "--attempts", "1"]],
  ["a body to send", ["send", "http://127.0.0.1:1/", "--attempts", "1", "--body", HOSTILE]],
  ["a path", ["listen", "--path", `/${HOSTILE}`]],
  ["a host", ["listen", "--host", HOSTILE]],
  ["a key", ["sandbox", "--api-key", HOSTILE]],
  ["the environment", ["verify", "--header", header, "--secret-env", HOSTILE], { input: body }],
  ["an id", ["send", "http://127.0.0.1:1/", "--attempts", "1", "--payment-id", HOSTILE_ID]],
]) {
  test(`${what} with control characters`, async (t) => {
    const { stdout, stderr } = await run(t, args, options);
    assert.ok(stdout.length + stderr.length > 0);
    assertVisible(stdout, "stdout");
    assertVisible(stderr, "stderr");
  });
}

test("a file that is there, with such a name", {
  skip: process.platform === "win32" && "no such names here",
}, async (t) => {
  const { [HOSTILE]: file } = files(t, { [HOSTILE]: body });
  const url = (await endpoint(t, 200)).url;
  const { code, stdout, stderr } = await run(t, ["send", url, "--body", file]);
  assert.equal(code, 0);
  assertVisible(stdout + stderr);
  assert.ok(stderr.includes(escaped) && path.basename(file) === HOSTILE);
});

/** A server that sends these bytes, whatever it is asked. */
async function answering(t, text) {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.from(text, "latin1")));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/callback`;
}

for (const [what, text] of [
  [
    "a redirect",
    "HTTP/1.1 302 Found\r\nLocation: https://a/\u009b7m\u0085\u007f\r\nContent-Length: 0\r\n\r\n",
  ],
  ["a reason phrase", "HTTP/1.1 500 \u009b7m\r\nContent-Length: 0\r\n\r\n"],
  ["a challenge", "HTTP/1.1 401 x\r\nWWW-Authenticate: \u009b7m\r\nContent-Length: 0\r\n\r\n"],
  ["something that is not HTTP", "\u001b[2J\u009b7m\r\n\r\n"],
]) {
  for (const args of [
    ["--attempts", "1"],
    ["--tamper", "amount"],
    ["--attempts", "1", "--json"],
    ["--tamper", "amount", "--json"],
  ]) {
    test(`send ${args.join(" ")}: ${what} with control characters`, async (t) => {
      const { code, stdout, stderr } = await run(t, ["send", await answering(t, text), ...args]);
      assert.equal(code, 1);
      assertVisible(stdout, "stdout");
      assertVisible(stderr, "stderr");
    });
  }
}

for (const json of [[], ["--json"]]) {
  test(`listen ${json}: events, duplicates, failures and other hosts`, async (t) => {
    const listener = start(t, ["listen", "--port", "0", "--fail", "1", ...json]);
    const pattern = /(?:listening":"|callbacks on )(http:\/\/[^";]+)/;
    const [, url] = await listener.seen(pattern, json.length > 0 ? "stdout" : "stderr");
    const post = (text, headers = {}) =>
      fetch(url, { method: "POST", body: text, headers: { Authorization: sign(text), ...headers } });
    const statuses = [];
    for (const text of [payment, payment, payment, unknown]) statuses.push((await post(text)).status);
    assert.deepEqual(statuses, [500, 200, 200, 200]);
    await post(payment, { Authorization: "HMAC-SHA256 \u009b7m" });
    await listener.seen(/malformed-signature/);
    listener.child.kill("SIGTERM");
    const { stdout, stderr } = await listener.ended;
    assert.match(stdout, /already-handled/);
    assertVisible(stdout, "stdout");
    assertVisible(stderr, "stderr");
  });
}

test("on a terminal nothing of a hostile callback is obeyed", async (t) => {
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address();
  free.close();
  const { poster, event } = files(t, {
    event: payment,
    poster: `
      const url = "http://127.0.0.1:${port}/callback";
      const send = (text, authorization) =>
        fetch(url, { method: "POST", body: text, headers: { Authorization: authorization } });
      const calls = ${JSON.stringify([payment, payment, unknown].map((text) => [text, sign(text)]))};
      for (let tries = 0; ; tries += 1) {
        const reached = await fetch(url).then(() => true, () => false);
        if (reached || tries > 200) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      for (const [text, authorization] of calls) await send(text, authorization);`,
  });
  const line = [
    `"$node" "$cs" listen --port ${port} & listener=$!`,
    `"$node" --input-type=module < "$poster"`,
    "kill $listener; wait $listener",
    `"$node" "$cs" verify "$event" --header "$header"`,
    `"$node" "$cs" verify "$event" --json --header "$header"`,
    `"$node" "$cs" verify "$hostile" --header "$header"`,
    `"$node" "$cs" send "http://127.0.0.1:1/$hostile" --attempts 1`,
  ].join("\n");
  const { screen } = await terminal(line, [], {
    poster,
    event,
    header: sign(payment),
    hostile: HOSTILE,
    CHECKOUT_SECRET: secret,
  });
  for (const word of [
    "200 handled",
    "already-handled",
    "unknown-event",
    "verified",
    "no such file",
    "fetch sends nothing to this port",
  ])
    assert.ok(screen.replace(/\u001b\[\d+m/g, "").includes(word), `${word} in ${JSON.stringify(screen)}`);
  assertVisible(screen);
  assert.ok(screen.includes(escaped));
});

test("whatever a callback holds, nothing of it is printed raw, and JSON says the same as before", async (t) => {
  const texts = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), {
    numRuns: 200,
    seed: 1,
  });
  const event = JSON.stringify({ type: "other", payload: texts });
  const args = ["verify", "--header", sign(event)];
  const [people, programs] = await Promise.all([
    run(t, args, { input: event }),
    run(t, [...args, "--json"], { input: event }),
  ]);
  assertVisible(people.stdout, "people");
  assertVisible(programs.stdout, "programs");
  assert.deepEqual(jsonLines(programs.stdout)[0].event.payload, texts);
});
