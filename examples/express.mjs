// Checkout callbacks with Express. Start it: CHECKOUT_SECRET=… PORT=3000 node express.mjs
// Handled payments are remembered in memory: for several processes, or to outlast a restart, see redis.mjs.

import { appendFile, readFile } from "node:fs/promises";
import { sameId } from "checkout-signature";
import { nodeHandler } from "checkout-signature/handler";
import express from "express";

const handler = nodeHandler({
  secret: process.env.CHECKOUT_SECRET,
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

const app = express();
// Before anything that parses bodies: the signature is over the bytes as they came.
app.post("/callback", handler);
app.use(express.json());
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");

// Your database goes here; two files stand in for it. Note an order when you create its session, in orders.json as
// [{ "sessionId": "4e0d7dd3-c124-41fb-a029-81f60732a13f", "amount": 2000 }].
async function findOrder({ sessionId }) {
  const orders = JSON.parse(await readFile("orders.json", "utf8"));
  return orders.find((order) => sameId(order.sessionId, sessionId));
}

// Runs once for each payment; where it throws, the callback comes again.
async function markPaid({ payload }) {
  await appendFile("paid.txt", `${payload.paymentId}\n`);
}
