// verify and sign: verdicts for people and for programs, bodies as bytes, headers as people paste them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { test } from "node:test";
import { event } from "../lib/callback.mjs";
import { body, command, files, header, ids, imported, jsonLines, run, secret } from "./harness.mjs";

test("a callback in a file is verified, and its event printed", async (t) => {
  const { body: file } = files(t, { body });
  const { code, stdout, stderr } = await run(t, ["verify", file, "--header", header]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(
    stdout,
    new RegExp(
      `^verified payment-authorized\n  amount +2000 .*\n  paymentId +${ids.paymentId}\n  sessionId +${ids.sessionId}\n$`,
    ),
  );
});

for (const dash of [[], ["-"]]) {
  test(`a callback on stdin${dash.length ? ", asked for by a dash," : ""} is verified, as JSON`, async (t) => {
    const { code, stdout, stderr } = await run(t, ["verify", ...dash, "--json", "--header", header], {
      input: body,
      env: { CHECKOUT_SECRET: secret },
    });
    assert.deepEqual(
      { code, stderr, said: jsonLines(stdout) },
      { code: 0, stderr: "", said: [{ verified: true, event }] },
    );
  });
}

test("what is not authentic is refused with exit code 1, a code and advice", async (t) => {
  const other = body.replace("2000", "1");
  const { code, stdout, stderr } = await run(t, ["verify", "--header", header], { input: other });
  assert.equal(code, 1);
  assert.match(stdout, /^refused signature-mismatch\n  The signature was not made from this body/);
  assert.match(stderr, /checkout-signature explain/);
});

for (const [args, input, refusal] of [
  [["--header", ""], body, "missing-signature"],
  [["--header", header.slice(0, -1)], body, "malformed-signature"],
  [["--header", "Bearer abc"], body, "unsupported-algorithm"],
  [["--header", header], body.replace("e7db", "e7 db"), "altered-whitespace"],
  [["--header", imported.sign("[]", { secret })], "[]", "malformed-event"],
  [["--header", header, "--max-body", "100"], body, "body-too-large"],
]) {
  test(`${refusal} as JSON, with exit code 1`, async (t) => {
    const { code, stdout, stderr } = await run(t, ["verify", "--json", ...args], { input });
    assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
    const [{ message, ...verdict }] = jsonLines(stdout);
    assert.deepEqual(verdict, { verified: false, code: refusal });
    assert.ok(message.length > 20);
  });
}

test("the options that change the rules reach the core", async (t) => {
  const spaced = '{"type":"other","payload":"a b"}';
  const exact = imported.sign(spaced, { secret, whitespace: "none" });
  const payload = imported.sign(body, { secret, signed: "payload" });
  const codes = await Promise.all([
    run(t, ["verify", "--header", exact, "--whitespace", "none"], { input: spaced }),
    run(t, ["verify", "--header", exact], { input: spaced }),
    run(t, ["verify", "--header", payload, "--signed", "payload"], { input: body }),
    run(t, ["verify", "--header", payload], { input: body }),
  ]);
  assert.deepEqual(
    codes.map(({ code }) => code),
    [0, 1, 0, 1],
  );
});

test("bodies are bytes: what is no UTF-8 is signed as it is, from a file and from stdin", async (t) => {
  const bytes = Buffer.from([0x7b, 0xff, 0x0d, 0x0a, 0x7d]);
  const other = Buffer.from([0x7b, 0xfe, 0x0d, 0x0a, 0x7d]);
  const signature = imported.sign(bytes, { secret });
  const { file } = files(t, { file: bytes });
  const [byFile, byStdin, same, changed] = await Promise.all([
    run(t, ["sign", file]),
    run(t, ["sign", "--json"], { input: bytes }),
    run(t, ["verify", file, "--json", "--header", signature]),
    run(t, ["verify", "--json", "--header", signature], { input: other }),
  ]);
  assert.deepEqual([byFile.code, byFile.stdout], [0, `${signature}\n`]);
  assert.deepEqual([byStdin.code, jsonLines(byStdin.stdout)], [0, [{ authorization: signature }]]);
  // Authentic, though no event; with another byte in its place, not authentic.
  assert.equal(jsonLines(same.stdout)[0].code, "malformed-event");
  assert.equal(jsonLines(changed.stdout)[0].code, "signature-mismatch");
});

for (const [what, text, code] of [
  ["with its name", `Authorization: ${header}`, 0],
  ["with its name in small letters and a newline", `authorization:${header}\r\n`, 0],
  [
    "among a request's other headers",
    `POST /callback HTTP/1.1\r\nHost: shop\r\nAuthorization: ${header}\r\nContent-Type: application/json\r\n\r\n`,
    0,
  ],
  ["twice", `Authorization: ${header}\nAuthorization: ${header}\n`, 1],
]) {
  test(`the header is taken ${what}`, async (t) => {
    const { body: file, lines } = files(t, { body, lines: text });
    const results = await Promise.all([
      run(t, ["verify", file, "--header-file", lines]),
      run(t, ["verify", file, "--header", text]),
    ]);
    assert.deepEqual(
      results.map((result) => result.code),
      [code, code],
    );
  });
}

for (const [what, filling] of [
  ["line breaks", "\n"],
  ["line breaks of Windows", "\r\n"],
  ["carriage returns", "\r"],
  ["spaces", " "],
]) {
  test(`a header among half a megabyte of ${what} is judged in a moment`, async (t) => {
    const many = filling.repeat(500_000 / filling.length);
    const { body: file, lines } = files(t, { body, lines: `${header}${many}x${many}` });
    const { code, stdout } = await run(t, ["verify", file, "--header-file", lines]);
    assert.deepEqual([code, stdout.split("\n")[0]], [1, "refused malformed-signature"]);
  });
}

test("the header is taken from stdin where the body is a file", async (t) => {
  const { body: file } = files(t, { body });
  const { code } = await run(t, ["verify", file, "--header-file", "-"], {
    input: `Authorization: ${header}\n`,
  });
  assert.equal(code, 0);
});

for (const [what, args, message] of /** @type {any[][]} */ ([
  ["no header", ["verify"], /--header "HMAC-SHA256 Signature=\.\.\.", or --header-file FILE/],
  ["two headers", ["verify", "--header", header, "--header-file", "x"], /not by both/],
  [
    "no such body",
    ["verify", "no-such-file", "--header", header],
    /Cannot read the body from no-such-file: there is no such file/,
  ],
  ["a folder", ["sign", "."], /Cannot read the body from \.: it is a folder/],
  ["stdin for two things", ["verify", "--header-file", "-"], /Standard input can be read once/],
])) {
  test(`${what} is a mistake of use, not a verdict`, async (t) => {
    const { code, stdout, stderr } = await run(t, args, { input: "" });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, message);
  });
}

test("an unknown event is verified and shown, and nothing in it commands the terminal", async (t) => {
  const hostile = JSON.stringify({ type: "\u001b]0;owned\u0007", payload: { note: "\u202e\u009b31m" } });
  const { code, stdout } = await run(t, ["verify", "--header", imported.sign(hostile, { secret })], {
    input: hostile,
  });
  assert.equal(code, 0);
  assert.match(stdout, /^verified an unknown event\n  name +\\u\{1b\}\]0;owned\\u\{7\}/);
  assert.doesNotMatch(stdout, /[^\n -~]/);
});

test("a result that cannot be written is no success", {
  skip: process.platform !== "linux" && "there is no /dev/full here",
}, async (t) => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [command, "verify", "--header", header], {
    env: { ...process.env, CHECKOUT_SECRET: secret },
    stdio: ["pipe", full, "pipe"],
  });
  closeSync(full);
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  child.stdin.end(body);
  const [code] = await once(child, "close");
  assert.equal(code, 2);
  assert.match(said, /The output cannot be written: the disk is full/);
});

test("a reader that goes away changes no verdict and gets no stack trace", async (t) => {
  const child = spawn(process.execPath, [command, "verify", "--header", header], {
    env: { ...process.env, CHECKOUT_SECRET: secret },
  });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  child.stdout.destroy();
  child.stdin.end(body.replace("2000", "1"));
  const [code] = await once(child, "close");
  assert.equal(code, 1);
  assert.doesNotMatch(said, /EPIPE|node:/);
});
