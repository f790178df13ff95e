// The façade through its real module, fuzzed: the vectors' bodies and headers with bytes changed, held against the laws.
//
// usage: CONSUMER=<folder> [SECONDS=60] [SEED=1] node tests/proof/fuzz.mjs

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { imported } from "../lib/consumer.mjs";

const { Verifier, VerificationError, signedPieces } = imported;
const MS = Number(process.env.SECONDS ?? 60) * 1000;
const SEED = Number(process.env.SEED ?? 1);

const secret = "a secret of the fuzzer";
const verifier = new Verifier({ secret });
const literal = new Verifier({ secret, whitespace: "none" });

const folder = path.join(import.meta.dirname, "../vectors");
const vectors = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")).vectors);
const bodies = vectors.map(({ body: { text, hex } }) =>
  text === undefined ? Buffer.from(hex, "hex") : Buffer.from(text),
);
const headers = vectors.map(({ authorization }) => authorization ?? "");
const TOKENS = [
  " ",
  "\n",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u3000",
  "\ufeff",
  '"',
  "\\",
  "\\u0020",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "0",
  "e9",
  "\0",
  "\xff",
].map((text) => Buffer.from(text));

// xorshift: the same seed gives the same cases.
let state = SEED >>> 0 || 1;
const below = (count) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % count;
};
const pick = (list) => list[below(list.length)];

/** @param {Buffer} bytes @returns {Buffer} */
function mutate(bytes) {
  let now = bytes;
  for (let edits = 1 + below(4); edits > 0; edits -= 1) {
    const [at, end] = [below(now.length + 1), below(now.length + 1)];
    const [head, tail] = [now.subarray(0, at), now.subarray(at)];
    const other = pick(bodies);
    const change = [
      () => Buffer.concat([head, pick(TOKENS), tail]),
      () => Buffer.concat([head, tail.subarray(1 + below(4))]),
      () => Buffer.concat([head, Buffer.from([below(256)]), tail.subarray(1)]),
      () => Buffer.concat([head, now.subarray(Math.min(at, end), Math.max(at, end)).subarray(0, 64), tail]),
      () => Buffer.concat([head, other.subarray(below(other.length + 1)).subarray(0, 64), tail]),
    ];
    now = pick(change)();
  }
  return now;
}

/** @param {() => any} call */
function verdictOf(call) {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return error.code;
  }
}

const strip = (body) => Buffer.concat(signedPieces(body).map(([start, end]) => body.subarray(start, end)));
const essence = (event) => (event.type === "unknown" ? [event.name, event.payload !== undefined] : event);

/** An event is what it is with its whitespace and without. */
function checkLaw(body, verdict) {
  const read = (raw) => verdictOf(() => literal.verify(raw, literal.sign(raw)));
  const [signed, sent] = [read(strip(body)), read(body.subarray(body.indexOf("\ufeff") === 0 ? 3 : 0))];
  const isSame =
    typeof signed !== "string" &&
    typeof sent !== "string" &&
    isDeepStrictEqual(essence(signed), essence(sent));
  const expected = typeof signed === "string" ? "malformed-event" : isSame ? sent : "altered-whitespace";
  assert.deepEqual(verdict, expected);
}

const counts = { executions: 0, events: 0, "with the header of another body": 0 };
const end = Date.now() + MS;
while (Date.now() < end) {
  const original = pick(bodies);
  const body = mutate(original);
  try {
    const header = verifier.sign(body);
    const verdict = verdictOf(() => verifier.verify(body, header));
    checkLaw(body, verdict);
    if (typeof verdict !== "string") counts.events += 1;
    // A header that was changed is refused, or says the same signature.
    const changed = mutate(Buffer.from(below(2) ? header : pick(headers))).toString("latin1");
    const other = verdictOf(() => verifier.verifySignature(body, changed));
    if (other === undefined) assert.ok(changed.toLowerCase().includes(header.slice(-64)), changed);
    // A body that was changed under a genuine header is refused, or is the same without its whitespace.
    const tampered = verdictOf(() => verifier.verify(body, verifier.sign(original)));
    if (strip(body).equals(strip(original))) counts["with the header of another body"] += 1;
    else assert.equal(tampered, "signature-mismatch");
    counts.executions += 1;
  } catch (error) {
    console.error(`seed ${SEED}, after ${counts.executions}: ${JSON.stringify(body.toString("latin1"))}`);
    throw error;
  }
}
console.log(
  `seen: ${Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ")}, seed ${SEED}; no crash`,
);
