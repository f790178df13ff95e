// Whether anything grows: many verifications, mixed, with the memory of the module and of the process at each tenth.
//
// usage: node --expose-gc many.mjs <the package's index.js> [--count 10000000]

import { createHmac } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "10000000" } },
});
const COUNT = Number(values.count);
const TENTHS = 10;
const KiB = 1024;
/** What the engine itself moves by. A byte kept of each of ten million verifications would be 10 MiB. */
const MAX_GROWTH = { module: 0, heap: 512 * KiB, external: 256 * KiB };

if (!globalThis.gc) throw new Error("start it as node --expose-gc");

// The package keeps its instance to itself, so its memory is caught where it is made.
/** @type {WebAssembly.Memory[]} */
const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given);
    memories.push(instance.exports.memory);
    return instance;
  },
});
const { Verifier, verify } = await import(pathToFileURL(path.resolve(positionals[0])).href);

const secret = "a secret key for callbacks, 40 letters..";
const verifier = new Verifier({ secret: [secret, "the one before"] });
const payload = {
  amount: 2000,
  paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
  sessionId: "4e0d7dd3c12441fba02981f60732a13f",
};
const event = { type: "payment-authorized", payload };
const lines = Array.from({ length: 600 }, (_, at) => ({
  name: `Coffee ${at}`,
  quantity: 2,
  unitPrice: 1000,
}));
const [compact, indented] = [JSON.stringify(event), JSON.stringify(event, undefined, 4)];
const escaped = compact.replace("e7db", "\\u00e67db");
const altered = compact.replace("e7db", "e7 db");
const unknown = JSON.stringify({ type: "payment-captured", payload: { amount: 1, note: "é" } });
const long = JSON.stringify({ ...event, lines }, undefined, 4);

/**
 * A verification of each kind, with its share of a thousand, and the code with which it is refused.
 *
 * @type {[share: number, body: string | Uint8Array, code?: string][]}
 */
const mixed = [
  [600, compact],
  [100, Buffer.from(compact)],
  [100, indented],
  [50, escaped],
  [50, unknown],
  [20, altered, "altered-whitespace"],
  [39, `${compact} x`, "malformed-event"],
  [39, compact, "signature-mismatch"],
  [2, long],
];
const kinds = mixed.flatMap(([share, body, code]) => {
  const authorization = sign(body, code === "signature-mismatch" ? "another secret" : secret);
  return Array.from({ length: share }, () => ({ body, authorization, code }));
});

function sign(body, key) {
  const stripped = Buffer.from(body)
    .toString()
    .replaceAll(/\p{White_Space}/gu, "");
  return `HMAC-SHA256 Signature=${createHmac("sha256", key).update(stripped).digest("hex")}`;
}

function verifyMany(count) {
  for (let at = 0; at < count; at += 1) {
    const { body, authorization, code } = kinds[(at * 7) % kinds.length];
    let seen;
    try {
      if (at % 16 === 0) verify(body, authorization, { secret });
      else verifier.verify(body, authorization);
    } catch (error) {
      seen = error.code;
    }
    if (seen !== code) throw new Error(`${seen} instead of ${code}`);
  }
}

async function measure() {
  // What was freed is only counted once the finalizers have run.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const module = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { module, heap: heapUsed, external, resident: rss };
}

verifyMany(20_000);
const first = await measure();
let last = first;
for (let tenth = 1; tenth <= TENTHS; tenth += 1) {
  verifyMany(COUNT / TENTHS);
  last = await measure();
  const shown = Object.entries(last).map(([name, bytes]) => `${name} ${Math.round(bytes / KiB)} KiB`);
  console.log(`${(COUNT / TENTHS) * tenth} verifications: ${shown.join(", ")}`);
}
const grown = Object.entries(MAX_GROWTH).filter(([name, most]) => last[name] - first[name] > most);
for (const [name] of grown) console.error(`${name} grew by ${last[name] - first[name]} bytes`);
process.exitCode = grown.length === 0 ? 0 : 1;
