// A merchant's process: receives callbacks, and notes in a file that all of them share which payments it handled.
//
// SHOP: { redis, notes, leaseMs, timeoutMs, workMs }; workMs 0 never ends a payment.

import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createClient } from "redis";

const { handler, redis } = await import(pathToFileURL(path.join(process.env.CONSUMER, "both.mjs")).href);
const { redis: url, notes, leaseMs, timeoutMs, workMs, secret } = JSON.parse(process.env.SHOP);

// One write with O_APPEND: lines of several processes do not mix.
const note = (what, paymentId) => appendFileSync(notes, `${process.pid} ${what} ${paymentId}\n`);

const client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: 20 } });
client.on("error", () => {});
await client.connect();

const listener = handler.nodeHandler({
  secret,
  store: new redis.RedisStore(client, { timeoutMs, leaseMs }),
  async onPaymentAuthorized({ payload: { paymentId } }) {
    note("began", paymentId);
    await (workMs === 0 ? new Promise(() => {}) : sleep(workMs));
    note("ended", paymentId);
  },
  onAnswer() {},
});
const server = createServer(listener).listen(0, "127.0.0.1");
await once(server, "listening");
console.log(server.address().port);

// The test holds the other end: whatever happens to it, this process ends with it.
process.stdin.on("end", () => process.exit()).resume();
