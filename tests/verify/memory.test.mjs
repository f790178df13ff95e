// What stays in the module's memory: nothing of a secret or a MAC after a call, and nothing of a key after dispose.

import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { stateAfter } from "./sha256-state.mjs";

// The package keeps its instance to itself, so it is caught where it is made.
const instances = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given);
    instances.push(instance);
    return instance;
  },
});

const entry = path.join(process.env.CONSUMER, "node_modules/checkout-signature/dist/index.js");
const { sign, Verifier, verify } = await import(pathToFileURL(entry).href);

const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
const payment = (extra = "") =>
  `{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a","sessionId":"4e0d7dd3-c124-41fb-a029-81f60732a13f"}${extra}}`;
const SHORT = payment();
const INDENTED = SHORT.replaceAll(",", ",\n    ").replaceAll(":", ": ");
const SPACED = payment(',"note":"two words"').replace("2000", "\t2000");
const ESCAPED = SHORT.replace("e7db", "\\u00e6db");
const LONG = payment(`,"lines":["${"x".repeat(100_000)}"]`);
const BODIES = { SHORT, INDENTED, SPACED, ESCAPED, LONG };
const SECRETS = {
  short: "correct horse battery staple",
  "of one block": "Sphinx of black quartz, judge my vow. ".repeat(2).slice(0, 64).trim().padEnd(64, "!"),
  "longer than a block": "a long secret, hashed before it is a key ".repeat(3).trim(),
  "longer than the buffer": "very long indeed ".repeat(1500).trim(),
};

function memory() {
  const { buffer } = instances.at(-1).exports.memory;
  return Buffer.from(buffer);
}

/** Which of the byte strings stand in the memory, whole or in any of their first eight pieces of 16 bytes. */
function found(needles) {
  const bytes = memory();
  const pieces = (needle) =>
    needle.length <= 16
      ? [needle]
      : Array.from({ length: Math.min(8, Math.floor(needle.length / 16)) }, (_, at) =>
          needle.subarray(16 * at, 16 * at + 16),
        );
  const isThere = (needle) => pieces(needle).some((piece) => bytes.includes(piece));
  return Object.keys(needles).filter((name) => isThere(needles[name]));
}

function secretsOf(secret) {
  return { secret: Buffer.from(secret) };
}

function macsOf(secret, body, whose) {
  const signed = body.replaceAll(/\p{White_Space}/gu, "");
  const mac = createHmac("sha256", secret).update(signed).digest();
  return { [`${whose} MAC`]: mac, [`${whose} MAC in hex`]: Buffer.from(mac.toString("hex")) };
}

/** What HMAC makes of a secret: the padded key, and the state after it, as words in either order. */
function keysOf(secret) {
  const bytes = Buffer.from(secret);
  const key = Buffer.alloc(64);
  (bytes.length > 64 ? createHash("sha256").update(bytes).digest() : bytes).copy(key);
  const keys = bytes.length > 64 ? { "hashed secret": key.subarray(0, 32) } : {};
  for (const [name, pad] of Object.entries({ inner: 0x36, outer: 0x5c })) {
    const block = key.map((byte) => byte ^ pad);
    // Only the part that the key fills: the rest is the pad itself.
    keys[`${name} pad`] = block.subarray(0, bytes.length > 64 ? 32 : bytes.length);
    Object.assign(keys, words(`${name} state`, stateAfter(block)));
  }
  return keys;
}

function words(name, state) {
  const [big, little] = [Buffer.alloc(32), Buffer.alloc(32)];
  state.forEach((word, at) => {
    big.writeUInt32BE(word, 4 * at);
    little.writeUInt32LE(word, 4 * at);
  });
  return { [`${name}, big-endian`]: big, [`${name}, little-endian`]: little };
}

test("the states that are searched for are SHA-256's", () => {
  const padded = Buffer.alloc(64);
  padded.write("abc\x80", "latin1");
  padded[63] = 24;
  const state = words("", stateAfter(padded))[", big-endian"];
  assert.deepEqual(state, createHash("sha256").update("abc").digest());
});

test("a key is found while its verifier lives, so the search can find one", () => {
  const verifier = new Verifier({ secret: SECRETS.short });
  const there = found(keysOf(SECRETS.short));
  assert.ok(
    there.some((name) => name.startsWith("inner state")),
    there.join(),
  );
  verifier[dispose]();
});

test("a long body whose signature is wrong does not make the module's memory grow", () => {
  const size = 8 * 2 ** 20;
  const verifier = new Verifier({ secret: SECRETS.short, maxBodyBytes: 2 * size });
  const genuine = verifier.sign(SHORT);
  verifier.verify(SHORT, genuine);
  const before = memory().length;
  for (const body of ["x".repeat(size), Buffer.alloc(size)]) {
    for (const check of ["verifySignature", "verify"]) {
      assert.throws(() => verifier[check](body, genuine), { code: "signature-mismatch" });
      assert.equal(memory().length, before, check);
    }
  }
  verifier[dispose]();
});

test("after a trap a verifier that was disposed of stays so, and one that is disposed of then frees nobody's keys", () => {
  const options = { secret: SECRETS.short };
  const [stale, gone, verifier] = [new Verifier(options), new Verifier(options), new Verifier(options)];
  const genuine = verifier.sign(SHORT);
  gone[dispose]();
  const { encodeInto } = TextEncoder.prototype;
  TextEncoder.prototype.encodeInto = () => {
    throw new Error("as the stack's end does");
  };
  assert.throws(() => verifier.sign(SHORT), /the stack's end/);
  Object.assign(TextEncoder.prototype, { encodeInto });
  assert.throws(() => gone.sign(SHORT), { code: "invalid-option" });
  // Made again, it has the place in the new module that the first one had in the old module.
  assert.equal(verifier.sign(SHORT), genuine);
  stale[dispose]();
  const other = new Verifier({ secret: "another secret" });
  assert.equal(verifier.sign(SHORT), genuine);
  other[dispose]();
  verifier[dispose]();
});

test("the copies of the secrets that a verifier holds are wiped by dispose", () => {
  const made = [];
  const Original = Uint8Array;
  globalThis.Uint8Array = new Proxy(Original, {
    construct(target, given) {
      made.push(Reflect.construct(target, given));
      return made.at(-1);
    },
  });
  const secrets = [SECRETS.short, SECRETS["longer than a block"]];
  const verifier = new Verifier({ secret: secrets });
  globalThis.Uint8Array = Original;
  const copies = made.filter((bytes) => secrets.includes(Buffer.from(bytes).toString()));
  assert.equal(copies.length, secrets.length);
  verifier[dispose]();
  assert.ok(copies.every((bytes) => bytes.every((byte) => byte === 0)));
});

test("after a trap the module is another one, and the verifiers go on", () => {
  const verifier = new Verifier({ secret: SECRETS.short });
  const genuine = verifier.sign(SHORT);
  const deeper = (call) => {
    try {
      deeper(call);
    } catch {
      // On the way back there is a little more of the stack at each step.
      call();
    }
  };
  for (const call of [
    () => verifier.verify(SHORT, genuine),
    () => verifier.verifySignature(SHORT, genuine),
    () => verifier.sign(SHORT),
  ]) {
    const before = instances.length;
    // Where exactly the stack ends is not the same each time.
    for (let attempt = 0; attempt < 50 && instances.length === before; attempt += 1) {
      deeper(call);
      assert.equal(verifier.sign(SHORT), genuine);
    }
    assert.ok(instances.length > before, String(call));
  }
  verifier[dispose]();
});

test("an event does not keep the body that it came from", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const events = Array.from({ length: 20 }, (_, n) => {
    const body = payment(`,"more":"${String(n).repeat(400_000)}"`);
    return verify(body, sign(body, { secret: SECRETS.short }), { secret: SECRETS.short });
  });
  assert.ok(used() - before < 4_000_000, `${used() - before} bytes for ${events.length} events`);
});

for (const [kind, secret] of Object.entries(SECRETS)) {
  const other = "another secret, the older one of two";
  const rest = Array.from({ length: 6 }, (_, at) => `an older secret, number ${at}`);
  const everything = (body) => ({
    ...secretsOf(secret),
    ...macsOf(secret, body, "own"),
    ...macsOf(other, body, "other"),
  });
  const clean = (body, when) => assert.deepEqual(found(everything(body)), [], when);

  test(`a secret ${kind}: nothing of it or of a MAC after any call`, () => {
    for (const [name, body] of Object.entries(BODIES)) {
      const right = sign(body, { secret });
      clean(body, `${name}, sign()`);
      verify(body, right, { secret });
      clean(body, `${name}, verify()`);
      const verifier = new Verifier({ secret: [secret, other, ...rest] });
      clean(body, `${name}, constructor`);
      const digits = createHmac("sha256", other)
        .update(body.replaceAll(/\p{White_Space}/gu, ""))
        .digest("hex");
      for (const form of [body, Buffer.from(body)]) {
        for (const header of [right, `HMAC-SHA256 Signature="${digits.toUpperCase()}"`]) {
          verifier.verify(form, header);
          clean(body, `${name}, accepted`);
          verifier.verifySignature(form, header);
          clean(body, `${name}, signature accepted`);
        }
        const wrong = `HMAC-SHA256 Signature=${"0".repeat(64)}`;
        for (const header of [wrong, null, "x", `HMAC-SHA256 Signature=${digits}, more`]) {
          assert.throws(() => verifier.verify(form, header));
          clean(body, `${name}, refused ${header}`);
        }
        assert.throws(() => verifier.verifySignature(form, wrong));
        clean(body, `${name}, signature refused`);
        verifier.sign(form);
        clean(body, `${name}, signed`);
      }
      verifier[dispose]();
    }
  });

  test(`a secret ${kind}: nothing of its key after a call with bytes, or with the next string`, () => {
    const [body] = Object.values(BODIES);
    sign(body, { secret });
    sign(body, { secret: "the string of another call" });
    assert.deepEqual(found(keysOf(secret)), []);
    verify(body, sign(body, { secret: Buffer.from(secret) }), { secret: Buffer.from(secret) });
    assert.deepEqual(found(keysOf(secret)), []);
  });

  test(`a secret ${kind}: nothing of its key after dispose`, () => {
    const verifier = new Verifier({ secret: [secret, other, ...rest] });
    for (const body of Object.values(BODIES)) verifier.verify(body, verifier.sign(body));
    verifier[dispose]();
    for (const one of [secret, other, ...rest]) {
      assert.deepEqual(found({ ...secretsOf(one), ...keysOf(one) }), [], one.slice(0, 30));
    }
  });
}
