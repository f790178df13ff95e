// No public object shows a secret, a MAC or a body. Every export of every subpath is called, and so is every method of what
// it returns: a new one is tried without being named here, or fails because nobody has said how it is called.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { after, test } from "node:test";
import { inspect } from "node:util";
import { consumer, imported } from "../lib/consumer.mjs";

const secret = "Zq7-secret-that-nobody-shows";
const payload = { amount: 20_131, paymentId: "Zq7payment", sessionId: "Zq7session" };
const body = JSON.stringify({ type: "payment-authorized", payload });
const mac = createHmac("sha256", secret).update(body).digest();
const genuine = `HMAC-SHA256 Signature=${mac.toString("hex")}`;
const forged = `HMAC-SHA256 Signature=${"0".repeat(64)}`;

/** The ways in which bytes may stand in a text from which whitespace is removed. */
function spell(bytes) {
  const buffer = Buffer.from(bytes);
  return [buffer.toString("latin1"), buffer.toString("hex"), buffer.toString("base64url"), buffer.join()];
}
const SECRET = spell(secret);
const MAC = spell(mac);
const BODY = [...spell(body), payload.paymentId, payload.sessionId, String(payload.amount)];

/** Every text that shows a value. @param {any} value */
function textsOf(value) {
  const everything = {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxArrayLength: null,
    maxStringLength: null,
  };
  const attempts = [
    () => inspect(value, everything),
    () => inspect(structuredClone(value), everything),
    () => JSON.stringify(value),
    () => String(value),
    () => inspect([value?.message, value?.stack, value?.cause], everything),
    () => inspect(Object.getOwnPropertyDescriptors(value), everything),
  ];
  return attempts.map((show) => {
    try {
      return String(show());
    } catch (error) {
      return `${error.message} ${error.stack}`;
    }
  });
}

let shown = 0;
/** @param {any} value @param {string} what @param {string[]} needles */
function assertHidden(value, what, needles) {
  for (const text of textsOf(value)) {
    shown += 1;
    const packed = text.replaceAll(/\s/g, "").replaceAll("+", "-").replaceAll("/", "_");
    const found = needles.find((needle) => packed.includes(needle) || packed.includes(needle.toUpperCase()));
    assert.equal(found, undefined, `${what} shows ${found}: ${text.slice(0, 400)}`);
  }
}

test("the search finds what is planted", () => {
  const planted = {
    member: { secret },
    "a member that is not enumerable": Object.defineProperty({}, "secret", { value: secret }),
    "a symbol": { [Symbol("secret")]: secret },
    "a getter": Object.defineProperty({}, "secret", { get: () => secret }),
    bytes: { key: Buffer.from(secret) },
    "bytes in an array": { key: new Uint8Array(Buffer.from(secret)) },
    "a map": new Map([[secret, 1]]),
    "a cause": new Error("x", { cause: new Error(secret) }),
    "a message": new TypeError(`no ${secret}`),
    hex: Buffer.from(secret).toString("hex").toUpperCase(),
    base64: Buffer.from(secret).toString("base64"),
    "the source of a function": Function(`return "${secret}"`),
  };
  for (const [name, value] of Object.entries(planted)) {
    assert.throws(() => assertHidden(value, name, SECRET), /shows/, name);
  }
  assertHidden({ key: "another" }, "another", [...SECRET, ...MAC, ...BODY]);
});

/** A client for each kind of database, each of whose functions fails. */
const CLIENTS = [
  ["begin", "unsafe"],
  ["getConnection", "query", "execute"],
  ["prepare", "exec"],
  ["prepare", "batch"],
  ["eval", "createScript"],
].map((names) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new Error("down");
      },
    ]),
  ),
);
/** What a store, a handler, a sandbox or a function may be called with: one of these has to suit each export. */
const key = `payment-authorized:${payload.paymentId}`;
const answers = [];
const request = (authorization) =>
  new Request("http://shop.test/", { method: "POST", body, headers: { authorization } });
const ARGUMENTS = () => [
  [],
  [{ secret }],
  [{ secret: [Buffer.from(secret), secret] }],
  [{ secret, onPaymentAuthorized() {}, onAnswer: (answer) => answers.push(answer) }],
  [body, genuine, { secret }],
  [body, forged, { secret }],
  [Buffer.from(body), { authorization: forged }, { secret }],
  [body, { secret }],
  [body],
  [payload.paymentId, payload.paymentId],
  ...CLIENTS.map((client) => [client]),
  // Mistakes, which must not be repeated in what they throw.
  [{ secret: `${secret}\n` }],
  [{ secret: { secret } }],
  [secret],
  [{ type: secret, payload: body }, genuine, { secret }],
  [body, { headers: { authorization: genuine } }, { secret }],
  [body, genuine, secret],
  [body, genuine, { secret, whitespace: secret }],
  [body, genuine, { secret, maxBodyBytes: secret }],
  [secret, secret],
];
/** What the methods of what an export returned are called with. */
const METHOD_ARGUMENTS = () => [
  [],
  [body, genuine],
  [body, forged],
  [Buffer.from(body), null],
  [JSON.parse(body), forged],
  [{ body, secret }],
  [`${body}x`.repeat(3000), forged],
  [body],
  [request(genuine)],
  [request(forged)],
  [request("Bearer x")],
  [{ sessionId: payload.sessionId, transactions: [{ paymentId: payload.paymentId, secret }] }],
  [
    key,
    () => {
      throw new Error("the work failed");
    },
  ],
  [1],
];

/** Calls, and gives what came of it; what is thrown or rejected is the result too. */
async function outcomeOf(call) {
  try {
    const value = await call();
    return { value, failed: false };
  } catch (error) {
    return { value: error, failed: true };
  }
}

/** Tries everything that an object of the package can be asked. */
async function tryMethods(value, what) {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return;
  if (value instanceof Response || value instanceof Error || Array.isArray(value)) return;
  const names = new Set();
  for (
    let at = value;
    at && at !== Object.prototype && at !== Function.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Reflect.ownKeys(at)) if (name !== "constructor") names.add(name);
  }
  const methods = [...names].filter((name) => typeof value[name] === "function");
  // A sandbox or a verifier that is closed does nothing any more.
  methods.sort((a, b) => Number(/dispose|close/i.test(String(a))) - Number(/dispose|close/i.test(String(b))));
  /** @type {[string, (given: any[]) => any][]} */
  const calls = methods.map((name) => [`${what}.${String(name)}`, (given) => value[name](...given)]);
  if (typeof value === "function") calls.unshift([`${what}()`, (given) => value(...given)]);
  for (const [name, call] of calls) {
    for (const given of METHOD_ARGUMENTS()) {
      const { value: result, failed } = await outcomeOf(() => call(given));
      await check(result, name, failed, /sign$|forge$/.test(name));
    }
    assertHidden(value, `${what} after ${name}`, [...SECRET, ...MAC, ...BODY]);
  }
}

/** What was returned may hold what was asked for: an event, a signature; never a secret. An error holds nothing. */
async function check(result, what, failed, isSignature) {
  const isEvent = result?.type === "payment-authorized" || result?.type === "unknown";
  const isOwn = typeof result === "string" || typeof result === "boolean" || isEvent;
  if (result instanceof Response) {
    const text = await result.text();
    return assertHidden([text, [...result.headers]], `the response of ${what}`, [...SECRET, ...MAC, ...BODY]);
  }
  if (failed || !isOwn) assertHidden(result, what, [...SECRET, ...(isSignature ? [] : [...MAC, ...BODY])]);
  else assertHidden(result, what, SECRET);
}

const require = createRequire(path.join(consumer, "both.mjs"));
const { exports: entries } = require("checkout-signature/package.json");
const subpaths = Object.keys(entries).filter((name) => name !== "./package.json");
/** Errors that only the package makes: its own calls are what makes them here. */
const NEVER_CALLED = ["VerificationError"];

for (const subpath of subpaths) {
  test(`checkout-signature${subpath.slice(1)}: nothing that is returned, thrown or answered shows any of it`, async () => {
    const entry = require(`checkout-signature${subpath.slice(1)}`);
    const names = Object.keys(entry).filter(
      (name) => !["internals", "default", "module.exports"].includes(name),
    );
    assert.ok(names.length > 0);
    for (const name of names) {
      const exported = entry[name];
      assertHidden(exported, name, [...SECRET, ...MAC, ...BODY]);
      if (typeof exported !== "function") {
        for (const one of Array.isArray(exported) ? exported : []) await tryMethods(one, name);
        continue;
      }
      if (NEVER_CALLED.includes(name)) continue;
      const isClass = /^class\b/.test(Function.prototype.toString.call(exported));
      let successes = 0;
      for (const given of ARGUMENTS()) {
        const { value, failed } = await outcomeOf(() =>
          isClass ? new exported(...given) : exported(...given),
        );
        if (!failed) successes += 1;
        // An id of another form stays as it is.
        if (given.includes(value)) continue;
        await check(value, name, failed, name === "sign" || name === "signedPieces");
        if (!failed) await tryMethods(value, name);
      }
      assert.ok(successes > 0, `no arguments of this test suit ${name}: add some`);
    }
  });
}

test("what the handler tells onAnswer shows none of it", () => {
  assert.ok(answers.some(({ code }) => code === "handled") && answers.some(({ status }) => status === 401));
  for (const answer of answers)
    assertHidden(answer, `the answer ${answer.code}`, [...SECRET, ...MAC, ...BODY]);
});

test("an error that refuses a genuine body shows none of it, nor does its prototype", () => {
  const { Verifier } = imported;
  const verifier = new Verifier({ secret });
  for (const header of [forged, null, genuine.slice(0, -1), `${genuine},x`, "Basic abc"]) {
    assert.throws(
      () => verifier.verify(body, header),
      (error) => {
        for (let at = error; at; at = Object.getPrototypeOf(at))
          assertHidden(at, String(header), [...SECRET, ...MAC, ...BODY]);
        return true;
      },
    );
  }
});

// A process of its own, whose heap has nothing of the test's.
const HEAP = `
import { createHmac, randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { writeHeapSnapshot } from "node:v8";
import { Verifier, verify, sign } from "checkout-signature";

const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
// The needles are kept as numbers, which no snapshot writes as text.
const needles = {};
const keep = (name, text) => (needles[name] = Float64Array.from(Buffer.from(text)));
globalThis.planted = ["plant", randomBytes(16).toString("hex")].join("-");
keep("planted", globalThis.planted);

async function use() {
  const secret = randomBytes(16).toString("hex");
  const id = randomBytes(16).toString("hex");
  const body = JSON.stringify({ type: "payment-authorized", payload: { amount: 1, paymentId: id, sessionId: "s" } });
  const mac = createHmac("sha256", secret).update(body).digest("hex");
  keep("secret", secret);
  keep("MAC", mac);
  keep("payment id", id);
  for (const given of [secret, Buffer.from(secret), [secret, "older one"]]) {
    const verifier = new Verifier({ secret: given });
    verifier.verify(body, "HMAC-SHA256 Signature=" + mac);
    verifier.sign(body);
    try { verifier.verify(body, "HMAC-SHA256 Signature=" + "0".repeat(64)); } catch {}
    verifier[dispose]();
  }
  // Without a verifier, the keys of the last string stay until the next call has another one.
  verify(body, sign(body, { secret }), { secret });
  sign("another", { secret: "another" });
}
await use();
for (let n = 0; n < 5; n += 1) { await setImmediate(); globalThis.gc(); }
const file = writeHeapSnapshot();
const snapshot = readFileSync(file);
rmSync(file);
console.log(JSON.stringify(Object.keys(needles).filter((name) => snapshot.includes(Buffer.from(needles[name])))));
`;

test("a heap snapshot after dispose has no secret, no MAC and no id; what is kept elsewhere, it has", () => {
  const options = { cwd: consumer, encoding: /** @type {const} */ ("utf8"), timeout: 120_000 };
  const flags = ["--expose-gc", "--input-type=module", "--eval", HEAP];
  const { stdout, stderr, status } = spawnSync(process.execPath, flags, options);
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), ["planted"], "what the snapshot has");
});

after(() =>
  console.log(`seen: ${shown} texts of ${subpaths.length} subpaths, none of which shows any of it`),
);
