// Checkout callbacks with Fastify. Start it: CHECKOUT_SECRET=… PORT=3000 node fastify.mjs
// Handled payments are remembered in the memory of this process. With several, or to outlast a restart, see express.mjs.

import { appendFile, readFile } from "node:fs/promises";
import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";
import fastify from "fastify";

const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

const app = fastify();
app.register(async (callbacks) => {
  // In here, and only here, nothing is parsed: the signature is over the bytes as they came.
  callbacks.removeAllContentTypeParsers();
  callbacks.addContentTypeParser("*", { parseAs: "buffer" }, async (request, body) => body);
  callbacks.post("/callback", handler);
});
await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" });

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
