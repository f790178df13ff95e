// Checkout callbacks with Bun. Start it: CHECKOUT_SECRET=… PORT=3000 bun bun.mjs
// Handled payments are remembered in the memory of this process. With several, or to outlast a restart, see express.mjs.

import { appendFile } from "node:fs/promises";
import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

const handler = createHandler({
  secret: Bun.env.CHECKOUT_SECRET,
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

Bun.serve({ routes: { "/callback": handler }, port: Bun.env.PORT ?? 3000, hostname: "127.0.0.1" });

// Your database goes here; two files stand in for it. Save each order in orders.json when you create its session, as
// [{ "sessionId": "4e0d7dd3-c124-41fb-a029-81f60732a13f", "amount": 2000 }].
async function findOrder({ sessionId }) {
  const orders = await Bun.file("orders.json").json();
  return orders.find((order) => sameId(order.sessionId, sessionId));
}

// Runs once per payment; if it throws, the callback is sent again.
async function markPaid({ payload }) {
  await appendFile("paid.txt", `${payload.paymentId}\n`);
}
