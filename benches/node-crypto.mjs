// The package beside node:crypto doing the same job, interleaved in one run; medians of many rounds.
//
// usage: node node-crypto.mjs <the package's index.js>

import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { Verifier } = await import(pathToFileURL(path.resolve(process.argv[2])).href);

const ROUNDS = 61;
const CALLS = 5_000;

const secret = "a secret key for callbacks, 40 letters..";
const ids = { paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294", sessionId: "4e0d7dd3c12441fba02981f60732a13f" };
const event = { type: "payment-authorized", payload: { amount: 2000, ...ids } };
const verifier = new Verifier({ secret });

const bodies = {
  "compact, 149 bytes": JSON.stringify(event),
  "compact, as bytes": Buffer.from(JSON.stringify(event)),
  "indented by four": JSON.stringify(event, null, 4),
  // Where the processor's SHA instructions begin to win.
  "compact, 1 KiB": Buffer.from(JSON.stringify({ ...event, filler: "x".repeat(1024 - 161) })),
  "compact, 2 KiB": Buffer.from(JSON.stringify({ ...event, filler: "x".repeat(2048 - 161) })),
  "compact, 4 KiB": Buffer.from(JSON.stringify({ ...event, filler: "x".repeat(4096 - 161) })),
};

// The same job by hand: the same whitespace, the header's grammar, a keyed state made once, a comparison
// in constant time, and the same event law with the same shortcut.
const key = createSecretKey(Buffer.from(secret));
const WHITESPACE = /[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g;
const HEADER = /^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1[ \t]*$/i;

function verifySignatureByHand(body, authorization) {
  const match = HEADER.exec(authorization);
  if (!match) throw new Error("malformed");
  const text = typeof body === "string" ? body : body.toString();
  const stripped = text.replace(WHITESPACE, "");
  const mac = createHmac("sha256", key).update(stripped).digest();
  if (!timingSafeEqual(mac, Buffer.from(match[2], "hex"))) throw new Error("mismatch");
  return [text, stripped];
}

function verifyByHand(body, authorization) {
  const [text, stripped] = verifySignatureByHand(body, authorization);
  const event = read(text);
  if (stripped !== text) {
    const signed = read(stripped);
    const same = ["amount", "paymentId", "sessionId"].every(
      (name) => event.payload[name] === signed.payload[name],
    );
    if (!same || event.type !== signed.type) throw new Error("altered");
  }
  return Object.freeze({ type: event.type, payload: Object.freeze(event.payload) });
}

function read(text) {
  const event = JSON.parse(text);
  const { amount, paymentId, sessionId } = event.payload;
  if (event.type !== "payment-authorized" || !Number.isSafeInteger(amount) || amount < 0)
    throw new Error("event");
  if (typeof paymentId !== "string" || typeof sessionId !== "string" || !paymentId || !sessionId)
    throw new Error("event");
  return event;
}

const jobs = {
  "without event": [(b, a) => verifier.verifySignature(b, a), verifySignatureByHand],
  "with event": [(b, a) => verifier.verify(b, a), verifyByHand],
};

function nanoseconds(job, body, authorization) {
  const begun = process.hrtime.bigint();
  for (let call = 0; call < CALLS; call += 1) job(body, authorization);
  return Number(process.hrtime.bigint() - begun) / CALLS;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

console.log(`Node ${process.version}; medians of ${ROUNDS} rounds of ${CALLS} calls, interleaved; ns a call`);
console.log(
  "body                  job             checkout-signature  node:crypto  ratio (median of rounds)",
);
for (const [name, body] of Object.entries(bodies)) {
  const authorization = verifier.sign(body);
  for (const [what, [ours, theirs]] of Object.entries(jobs)) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push([nanoseconds(ours, body, authorization), nanoseconds(theirs, body, authorization)]);
    }
    const warm = rounds.slice(10);
    const row = [
      median(warm.map(([a]) => a)),
      median(warm.map(([, b]) => b)),
      median(warm.map(([a, b]) => b / a)),
    ];
    console.log(
      `${name.padEnd(22)}${what.padEnd(16)}${row[0].toFixed(0).padStart(18)}${row[1].toFixed(0).padStart(13)}${row[2].toFixed(2).padStart(7)}`,
    );
  }
}
