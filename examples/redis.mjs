// Checkout callbacks with node:http in several processes, which remember handled payments in one Redis. Start each:
//   CHECKOUT_SECRET=… REDIS_URL=redis://… PORT=3000 node redis.mjs

import { appendFile, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";
import { RedisStore } from "checkout-signature/redis";
import { createClient } from "redis";

// Without a queue, a callback that finds Redis down gets the response 500 at once, and is sent again.
const redis = createClient({ url: process.env.REDIS_URL, disableOfflineQueue: true });
await redis.on("error", console.error).connect();

const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  store: new RedisStore(redis),
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

createServer(handler).listen(Number(process.env.PORT ?? 3000), "127.0.0.1");

// Your database goes here; two files stand in for it. Save each order in orders.json when you create its session, as
// [{ "sessionId": "4e0d7dd3-c124-41fb-a029-81f60732a13f", "amount": 2000 }].
async function findOrder({ sessionId }) {
  const orders = JSON.parse(await readFile("orders.json", "utf8"));
  return orders.find((order) => sameId(order.sessionId, sessionId));
}

// Runs once per payment; if it throws, the callback is sent again.
async function markPaid({ payload }) {
  await appendFile("paid.txt", `${payload.paymentId}\n`);
}
