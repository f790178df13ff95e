import { createServer } from "node:http";
import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

const orders = [{ sessionId: "4e0d7dd3-c124-41fb-a029-81f60732a13f", amount: 2000 }]; // from when you created them

const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  expect: ({ sessionId }) => orders.find((order) => sameId(order.sessionId, sessionId)),
  onPaymentAuthorized: ({ payload }) => console.log(`paid: ${payload.paymentId}`), // ship the order here
});

createServer(handler).listen(process.env.PORT ?? 3000, "127.0.0.1");
