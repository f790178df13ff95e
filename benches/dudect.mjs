// dudect for the npm package in Node.js: two kinds of wrong signatures, timed in random order, and Welch's t-test on the times.
//
// usage: node dudect.mjs <the package's index.js>; `cargo xtask long dudect` asks several processes, and judges

import { createHmac, randomFillSync } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { Verifier } = await import(pathToFileURL(path.resolve(process.argv[2])).href);

const SAMPLES = 200_000;

const secret = Buffer.from("the secret key for callbacks");
const body = Buffer.from(
  '{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}',
);
const digits = createHmac("sha256", secret).update(body).digest("hex");
// Letters stay letters, since reading a letter is not reading a digit, and what the sender wrote is not secret.
const another = (digit) => ({ 9: "0", f: "a" })[digit] ?? String.fromCharCode(digit.charCodeAt(0) + 1);
const wrongAt = (at) =>
  `HMAC-SHA256 Signature=${digits.slice(0, at)}${another(digits[at])}${digits.slice(at + 1)}`;
// The second digit of the first byte: the first digit is looked at once more, for a `0x` before the others.
const [first, last] = [() => wrongAt(1), () => wrongAt(63)];

const one = () => new Verifier({ secret });
const other = () => new Verifier({ secret: Buffer.alloc(secret.length, 0xff) });
const zeros = () => `HMAC-SHA256 Signature=${"0".repeat(64)}`;

/** How many of each kind are made: where one lies in memory makes it a little faster or slower. */
const COPIES = 32;

/** The t of two kinds of calls; the slowest tenth is left out, since the garbage collector and other programs are in it. */
function compare(kinds) {
  const calls = Array.from({ length: COPIES }, () => kinds.map((make) => make.map((part) => part()))).flat();
  // Chosen before anything is timed, and without a branch: the processor remembers for a while which way it went.
  const chosen = randomFillSync(new Uint8Array(SAMPLES)).map((byte) => byte % calls.length);
  const taken = new Float64Array(SAMPLES);
  for (let i = 0; i < SAMPLES; i++) {
    const [verifier, header] = calls[chosen[i]];
    const begun = process.hrtime.bigint();
    try {
      verifier.verifySignature(body, header);
    } catch {}
    taken[i] = Number(process.hrtime.bigint() - begun);
  }
  const times = kinds.map((_, kind) => [...taken.filter((_, i) => chosen[i] % kinds.length === kind)]);
  const border = times
    .flat()
    .sort((a, b) => a - b)
    .at(SAMPLES * 0.9);
  const [a, b] = times.map((all) => {
    const kept = all.filter((time) => time < border);
    const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
    const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: variance / kept.length };
  });
  return (a.mean - b.mean) / Math.sqrt(a.error + b.error);
}

const questions = {
  "which byte is wrong": [
    [one, first],
    [one, last],
  ],
  "which secret it is": [
    [one, zeros],
    [other, zeros],
  ],
};
for (const [question, kinds] of Object.entries(questions)) {
  compare(kinds); // Warms the engine up.
  const t = compare(kinds);
  console.log(`${question}: t = ${t.toFixed(2)}`);
}
