// Checkout callbacks with Deno. Start it:
//   CHECKOUT_SECRET=… PORT=3000 deno run --allow-net --allow-env --allow-read=. --allow-write=. deno.mjs
// Handled payments are remembered in the memory of this process. With several, or to outlast a restart, see express.mjs.

import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

const handler = createHandler({
  secret: Deno.env.get("CHECKOUT_SECRET"),
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 3000), hostname: "127.0.0.1" }, handler);

// Your database goes here; two files stand in for it. Save each order in orders.json when you create its session, as
// [{ "sessionId": "4e0d7dd3-c124-41fb-a029-81f60732a13f", "amount": 2000 }].
async function findOrder({ sessionId }) {
  const orders = JSON.parse(await Deno.readTextFile("orders.json"));
  return orders.find((order) => sameId(order.sessionId, sessionId));
}

// Runs once per payment; if it throws, the callback is sent again.
async function markPaid({ payload }) {
  await Deno.writeTextFile("paid.txt", `${payload.paymentId}\n`, { append: true });
}
