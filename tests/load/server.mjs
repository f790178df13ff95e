// A merchant's server in a process of its own, so that the memory it measures is not the client's.
//
// usage: fork it with --expose-gc and an amount: a payment of it is in work until another delivery of it is answered.
// A second argument is how long a body may take, in milliseconds.
// messages: { hours } moves its clock forward; { measure: true } asks for its counts and its memory

import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { handler, secret } from "../handler/harness.mjs";

const heldAmount = Number(process.argv[2]);
const bodyTimeoutMs = Number(process.argv[3] ?? 10_000);

// What counts must not grow itself: the id of a payment is a number, and its place in here.
const runs = new Uint32Array(65_536);
const answers = {};
const held = new Map();
let ahead = 0;
let connections = 0;

const listener = handler.nodeHandler({
  secret,
  bodyTimeoutMs,
  store: new handler.MemoryStore({ now: () => Date.now() + ahead }),
  async onPaymentAuthorized({ payload: { amount, paymentId } }) {
    runs[Number(paymentId)] += 1;
    if (amount !== heldAmount) return;
    // A second run lets the first one go: then the counts are wrong, which says more than a test that hangs.
    if (held.has(paymentId)) held.get(paymentId)();
    else await new Promise((resolve) => held.set(paymentId, resolve));
    held.delete(paymentId);
  },
  onAnswer({ status, code }) {
    answers[`${status} ${code}`] = (answers[`${status} ${code}`] ?? 0) + 1;
  },
});
const server = createServer(async (request, response) => {
  await listener(request, response);
  held.get(request.url.slice(1))?.();
});
server.on("connection", () => (connections += 1));
// Connections must outlast the pauses in which memory is measured.
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1");
await once(server, "listening");

process.on("message", async ({ hours = 0, measure = false }) => {
  ahead += hours * 60 * 60 * 1000;
  if (!measure) return;
  const open = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  process.send({
    answers,
    connections: { made: connections, open },
    payments: payments(),
    memory: await memory(),
  });
});
// The test holds the other end: whatever happens to it, this process ends with it.
process.on("disconnect", () => process.exit());
process.send({ port: server.address().port });

function payments() {
  return {
    handledOnce: runs.filter((count) => count === 1).length,
    moreOften: runs.filter((count) => count > 1).length,
  };
}

/** What is held, in bytes, once everything has gone that can go. */
async function memory() {
  // One collection leaves garbage for the next one: what finalizers let go, and what timers still held.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc();
    await sleep(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, external, resident: rss };
}
