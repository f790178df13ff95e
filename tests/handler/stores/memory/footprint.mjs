// Prints the bytes that a MemoryStore takes for a remembered payment, in a process where nothing else grows.
//
// usage: node --expose-gc footprint.mjs [by-hand]

import { setTimeout as sleep } from "node:timers/promises";
import { handler } from "../../harness.mjs";

/** Between two powers of two, where V8's maps are neither at their best nor at their worst. */
const PAYMENTS = 100_000;

/** What a merchant would write: until when each payment is known, by its id. */
class ByHand {
  #until = new Map();
  async once(key, work) {
    await work();
    this.#until.set(key.slice("payment-authorized:".length), Date.now() + 72 * 60 * 60 * 1000);
  }
}

const store = process.argv[2] === "by-hand" ? new ByHand() : new handler.MemoryStore();
// As the handler makes a key: of an id that was cut out of a body.
const key = (n) => {
  const body = JSON.stringify({ paymentId: n.toString(16).padStart(32, "e7dbc6b9fc2542c6") });
  return `payment-authorized:${JSON.parse(body).paymentId}`;
};
const used = async () => {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await sleep(10);
  }
  return process.memoryUsage().heapUsed;
};

for (let n = 0; n < 1000; n += 1) await new handler.MemoryStore().once(key(n), async () => {});
const before = await used();
for (let n = 0; n < PAYMENTS; n += 1) await store.once(key(n), async () => {});
console.log(Math.round(((await used()) - before) / PAYMENTS));
// The store must live until it was measured.
if (!store) throw new Error();
