// How much of a verification is the hash: the share of the four SHA-256 compressions that a callback of 149 bytes takes.
//
// A compression is what a body takes longer for each 64 bytes that it is longer, given as bytes, so that next to nothing else
// grows with it. The rest is the way of the strings into the module, the header, HMAC's states, and wiping.
//
// usage: node share.mjs <the package's index.js>

import path from "node:path";
import { pathToFileURL } from "node:url";

const { Verifier } = await import(pathToFileURL(path.resolve(process.argv[2])).href);

const ROUNDS = 100;
const CALLS = 2_000;
/** HMAC's inner hash has its key and these 149 bytes, the outer one its key and 32: the keys' two are made beforehand. */
const COMPRESSIONS = 4;
const LONGER_BY = 64;

const event = {
  type: "payment-authorized",
  payload: {
    amount: 2000,
    paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
    sessionId: "4e0d7dd3c12441fba02981f60732a13f",
  },
};
const verifier = new Verifier({ secret: "a secret key for callbacks, 40 letters.." });
const text = JSON.stringify(event);
const short = Buffer.from(text);
const long = Buffer.concat([short, Buffer.alloc(64 * LONGER_BY, "x")]);

// Each in a loop of its own, which the engine compiles for its kind of body.
const timed = [text, short, long].map((body) => {
  const authorization = verifier.sign(body);
  const run = new Function(
    "verifier, body, authorization",
    `for (let i = 0; i < ${CALLS}; i++) verifier.verifySignature(body, authorization);`,
  );
  return { least: Number.POSITIVE_INFINITY, run: () => run(verifier, body, authorization) };
});
for (let round = 0; round < ROUNDS; round++) {
  for (const job of timed) {
    const begun = process.hrtime.bigint();
    job.run();
    job.least = Math.min(job.least, Number(process.hrtime.bigint() - begun) / CALLS);
  }
}
const [whole, fromShort, fromLong] = timed.map(({ least }) => least);
const compression = (fromLong - fromShort) / LONGER_BY;
console.log(`Node ${process.version}; least of ${ROUNDS} rounds of ${CALLS} calls, interleaved`);
console.log(
  `verifySignature, 149 bytes: ${whole.toFixed(0)} ns; a compression: ${compression.toFixed(1)} ns; ` +
    `share of the four: ${((COMPRESSIONS * compression) / whole).toFixed(2)}`,
);
