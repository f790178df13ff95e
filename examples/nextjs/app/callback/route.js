// Checkout callbacks with Next.js, as app/callback/route.js. Start it: CHECKOUT_SECRET=… npx next start
// Handled payments are remembered in memory: for several processes, or to outlast a restart, see redis.mjs.

import { appendFile, readFile } from "node:fs/promises";
import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

let handler;

export function POST(request) {
  // Made for the first callback and not sooner: `next build` loads this file too, where there may be no secret.
  handler ??= createHandler({
    secret: process.env.CHECKOUT_SECRET,
    expect: findOrder,
    onPaymentAuthorized: markPaid,
  });
  return handler(request);
}

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
