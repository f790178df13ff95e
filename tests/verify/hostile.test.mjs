// Hostile input by volume, and hostile surroundings: only our errors come out, and no verdict changes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { body, bytes, event, secret } from "../lib/callback.mjs";
import { consumer, imported } from "../lib/consumer.mjs";
import { verdictOf } from "../lib/verdict.mjs";

const { Verifier } = imported;
const MIB = 2 ** 20;
const verifier = new Verifier({ secret });
const large = new Verifier({ secret, maxBodyBytes: 64 * MIB });
const authorization = verifier.sign(body);

// ── volume ──

test("JSONTestSuite's files as an unknown event's payload: what is accepted is what JSON.parse makes of it", () => {
  const file = path.join(import.meta.dirname, "../vectors/json-test-suite.json");
  const { vectors } = JSON.parse(readFileSync(file, "utf8"));
  let accepted = 0;
  for (const vector of vectors) {
    const sent =
      vector.body.text === undefined ? Buffer.from(vector.body.hex, "hex") : Buffer.from(vector.body.text);
    const before = sent.indexOf(',"file":') + ',"file":'.length;
    const value = sent.subarray(before, -1);
    const raw = Buffer.concat([Buffer.from('{"type":"n","payload":'), value, Buffer.from("}")]);
    const verdict = verdictOf(() => verifier.verify(raw, verifier.sign(raw)));
    if (typeof vector.event === "string") assert.equal(verdict, vector.event, vector.name);
    else {
      accepted += 1;
      assert.deepEqual(
        verdict,
        { type: "unknown", name: "n", payload: JSON.parse(String(value)) },
        vector.name,
      );
    }
  }
  assert.ok(accepted > 100, `${accepted} accepted`);
});

test("brackets by the hundred thousand, closed or not, are refused", () => {
  const deep = 100_000;
  for (const [open, close] of [
    ["[", "]"],
    ['{"":', "}"],
    ['[{"":', "}]"],
  ]) {
    for (const value of [open.repeat(deep), `${open.repeat(deep)}1${close.repeat(deep)}`]) {
      for (const raw of [value, `{"type":"n","payload":${value}}`]) {
        assert.equal(
          verdictOf(() => large.verify(raw, large.sign(raw))),
          "malformed-event",
        );
      }
    }
  }
});

test("a body of 1 GiB is refused before any of it is read", () => {
  const claimed = new Uint8Array(2 ** 30);
  const start = process.cpuUsage();
  assert.equal(
    verdictOf(() => verifier.verify(claimed, authorization)),
    "body-too-large",
  );
  assert.equal(
    verdictOf(() => verifier.verifySignature(claimed.buffer, authorization)),
    "body-too-large",
  );
  assert.ok(process.cpuUsage(start).user < 200_000, "its pages were not touched");
});

test("a header of 4 MiB, a hundred thousand lines, a hundred thousand names: a refusal, or the one line that counts", () => {
  const many = Array.from({ length: 100_000 }, (_, at) => at);
  const floods = [
    ["x".repeat(4 * MIB), "malformed-signature"],
    [`${authorization}${" ".repeat(4 * MIB)}x`, "malformed-signature"],
    [`HMAC-SHA256 Signature="${"0".repeat(4 * MIB)}"`, "malformed-signature"],
    [`${" ".repeat(4 * MIB)}${authorization}`, event],
    ["é".repeat(MIB), "malformed-signature"],
    [many.map(() => authorization), "malformed-signature"],
    [Object.fromEntries(many.map((at) => [`x-${at}`, "x"])), "missing-signature"],
    [Object.fromEntries([...many.map((at) => [`x-${at}`, "x"]), ["authorization", authorization]]), event],
  ];
  for (const [header, expected] of floods) {
    assert.deepEqual(
      verdictOf(() => verifier.verify(body, header)),
      expected,
      String(header).slice(0, 60),
    );
  }
});

/** What is faster needs no ratio: the square of the long body's steps takes seconds. */
const FAST_MS = 60;
const SHORT_BYTES = MIB / 8;
const DOUBLINGS = 4;
/** Between 2 ** DOUBLINGS, for so many times the body, and its square. */
const MAX_RATIO = 64;

for (const unit of [
  " ",
  "x",
  '"',
  "\\",
  "\\\\",
  "[",
  "[],",
  '{"a":',
  "0",
  '"a":1,',
  "\u2028",
  "💳",
  "\u00a0x",
  '" "',
  "\\u0020",
]) {
  test(`cost is linear in a body of ${JSON.stringify(unit)}, over ${DOUBLINGS} doublings`, () => {
    const run = (size, isSigned) => {
      const fill = unit.repeat(size / Buffer.byteLength(unit));
      const raw = Buffer.from(`{"type":"payment-authorized","more":${unit === '" "' ? "" : '"'}${fill}`);
      const header = isSigned ? large.sign(raw) : authorization;
      const start = process.cpuUsage();
      const verdict = verdictOf(() => large.verify(raw, header));
      const { user, system } = process.cpuUsage(start);
      assert.equal(verdict, isSigned ? "malformed-event" : "signature-mismatch");
      return (user + system) / 1000;
    };
    for (const isSigned of [true, false]) {
      const long = run(SHORT_BYTES * 2 ** DOUBLINGS, isSigned);
      if (long < FAST_MS) continue;
      // What was compiled or collected in the first run is not counted twice.
      const shortest = Math.max(1, Math.min(run(SHORT_BYTES, isSigned), run(SHORT_BYTES, isSigned)));
      const longest = Math.min(long, run(SHORT_BYTES * 2 ** DOUBLINGS, isSigned));
      assert.ok(longest / shortest < MAX_RATIO, `${longest} ms, and ${shortest} ms for the short one`);
    }
  });
}

// ── buffers that change ──

test("a buffer that is detached, or shrunk, before or during the call is refused", () => {
  for (const change of ["detach", "shrink"]) {
    for (const raw of [body, body + " ".repeat(100_000)]) {
      for (const isLate of [false, true]) {
        const length = Buffer.byteLength(raw);
        const buffer = new ArrayBuffer(length, { maxByteLength: length * 2 });
        new Uint8Array(buffer).set(Buffer.from(raw));
        const view = new Uint8Array(buffer, 0, length);
        const act = () =>
          change === "detach" ? structuredClone(buffer, { transfer: [buffer] }) : buffer.resize(3);
        if (!isLate) act();
        const header = {
          get authorization() {
            if (isLate) act();
            return authorization;
          },
        };
        const call = () => verifier.verify(view, header);
        // What is gone before the call is the caller's mistake; what goes during it is an empty body.
        if (isLate) assert.equal(verdictOf(call), "signature-mismatch");
        else assert.throws(call, { code: "body-not-raw", message: /transferred or shrunk/ });
        const options = { secret: view };
        assert.throws(() => new Verifier(options), { code: "invalid-option" });
        assert.deepEqual(verifier.verify(bytes, authorization), event, "and the verifier goes on");
      }
    }
  }
});

test("shared memory that another thread writes to meanwhile: an event is the signed one", async () => {
  for (const padding of [0, 200_000]) {
    const raw = Buffer.from(`${body.replace("2000", "2111")}${" ".repeat(padding)}`);
    const shared = new Uint8Array(new SharedArrayBuffer(raw.length));
    shared.set(raw);
    const header = verifier.sign(raw);
    const at = raw.indexOf("2111") + 1;
    const worker = new Worker(
      `const { workerData: { shared, at } } = require("node:worker_threads");
       for (let n = 0; ; n += 1) shared[at] = 49 + (n & 1) * 8;`,
      { eval: true, workerData: { shared, at } },
    );
    try {
      await new Promise((resolve) => worker.once("online", resolve));
      let [accepted, refused] = [0, 0];
      for (let n = 0; n < (padding ? 300 : 3000); n += 1) {
        const verdict = verdictOf(() => verifier.verify(shared, header));
        if (typeof verdict === "string") refused += 1;
        else {
          accepted += 1;
          assert.equal(verdict.payload.amount, 2111);
        }
      }
      assert.ok(accepted + refused > 0);
    } finally {
      await worker.terminate();
    }
  }
});

// ── surroundings ──

const SCRIPT = `
const { verify, sign, Verifier, VerificationError, canonicalId } = imported;
const body = ${JSON.stringify(body)};
const secret = ${JSON.stringify(secret)};
const verdictOf = (call) => { try { return JSON.stringify(call()); } catch (error) {
  return (error instanceof VerificationError ? "" : error.name + " ") + error.code + (error.message.length > 60 ? "" : error.stack); } };
const seen = [];
const verifier = new Verifier({ secret });
const header = sign(body, { secret });
const altered = body.replace("e7dbc6b9", "e7db c6b9");
for (const [raw, line] of [[body, header], [altered, header], [body + " ", header], [body, {}], [body, null], [body, { host: "x" }],
  [body, { authorization: header }], [body, header.replace(/.$/, "!")], ["{}", verifier.sign("{}")], [body, "Bearer x"], ["x".repeat(2 ** 21), header],
  ['{"type":"n","payload":{"a":[1]}}', verifier.sign('{"type":"n","payload":{"a":[1]}}')]]) {
  seen.push(verdictOf(() => verify(raw, line, { secret })), verdictOf(() => verifier.verify(raw, line)), verdictOf(() => new Verifier({ secret }).verify(raw, line)));
}
seen.push(verdictOf(() => verify(body, header, Object.assign(Object.create(null), { secret }))));
seen.push(verdictOf(() => new Verifier({})), verdictOf(() => verify(body, header, { secret, more: 1 })), verdictOf(() => verify({}, header, { secret })));
seen.push(canonicalId("4E0D7DD3-C124-41FB-A029-81F60732A13F"));
const paid = [];
const handle = handler.createHandler({ secret, onPaymentAuthorized: ({ payload }) => paid.push(payload.paymentId), onAnswer() {} });
for (const line of [header, header, "x"]) {
  const request = new Request("http://shop.test/", { method: "POST", body, headers: { authorization: line } });
  seen.push(String((await handle(request)).status));
}
seen.push(String(paid));
console.log(JSON.stringify(seen));
`;

/**
 * What a process sees whose surroundings are changed.
 *
 * @param {{ before?: string, after?: string, flags?: string[] }} changes before and after the package is loaded
 */
function surroundedBy({ before = "", after = "", flags = [] } = {}) {
  const script = `${before};\nconst { imported, handler } = await import("./both.mjs");\n${after};\n${SCRIPT}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--no-warnings", ...flags, "--input-type=module", "--eval", script],
    { cwd: consumer, encoding: "utf8", timeout: 60_000 },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const usual = surroundedBy();

test("what is seen in the usual surroundings has every verdict", () => {
  for (const one of [
    "altered-whitespace",
    "missing-signature",
    "malformed-signature",
    "unsupported-algorithm",
    "malformed-event",
    "body-too-large",
    "TypeError empty-secret",
    "TypeError invalid-option",
    "TypeError body-not-raw",
    "200",
    "401",
  ]) {
    assert.ok(usual.includes(one), `${one} in ${usual.join(" ")}`);
  }
});

test("a polluted Object.prototype changes no verdict", () => {
  const pollution = {
    secret: "polluted",
    whitespace: "none",
    signed: "payload",
    maxBodyBytes: 1,
    bodyTimeoutMs: 1,
    storeTimeoutMs: 1,
    store: { once: "x" },
    authorization: "x",
    Authorization: "x",
    headers: { authorization: "x" },
    type: "payment-authorized",
    payload: { amount: 1 },
    amount: 1,
    paymentId: "polluted",
    sessionId: "polluted",
    name: "polluted",
    code: "polluted",
    status: 200,
    message: "polluted",
    forgetAfterMs: 1,
    now: 1,
    expect: null,
    onUnknown: 1,
  };
  const after = `Object.assign(Object.prototype, ${JSON.stringify(pollution)})`;
  assert.deepEqual(surroundedBy({ after }), usual);
});

test("frozen intrinsics, by Node's own flag and by hand, change no verdict", () => {
  assert.deepEqual(surroundedBy({ flags: ["--frozen-intrinsics"] }), usual, "--frozen-intrinsics");
  const freeze = `
    const hardened = new Set();
    const harden = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || hardened.has(value)) return;
      hardened.add(value);
      for (const { value: member, get, set } of Object.values(Object.getOwnPropertyDescriptors(value))) [member, get, set].forEach(harden);
      harden(Object.getPrototypeOf(value));
      try { Object.freeze(value); } catch {}
    };
    for (const name of ["Object", "Function", "Array", "String", "Number", "BigInt", "Boolean", "Symbol", "Error", "TypeError", "RangeError", "Promise",
      "Map", "Set", "WeakMap", "RegExp", "Date", "Math", "JSON", "Reflect", "Proxy", "ArrayBuffer", "Uint8Array", "Uint32Array", "Float64Array", "DataView",
      "WebAssembly", "TextEncoder", "TextDecoder", "Iterator"]) harden(globalThis[name])`;
  assert.deepEqual(surroundedBy({ before: freeze }), usual, "by hand");
});
