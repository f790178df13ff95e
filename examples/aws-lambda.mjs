// Checkout callbacks on AWS Lambda, by a function URL or API Gateway; the function's handler is aws-lambda.handler.
// Lambda runs many copies of it, so handled payments are remembered in Redis. Set CHECKOUT_SECRET and REDIS_URL.

import { createHandler } from "checkout-signature/handler";
import { RedisStore } from "checkout-signature/redis";
import { createClient } from "redis";

const redis = createClient({ url: process.env.REDIS_URL, disableOfflineQueue: true });
await redis.on("error", console.error).connect();

const callback = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  store: new RedisStore(redis),
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

export async function handler({ requestContext, httpMethod, headers, body, isBase64Encoded }) {
  const method = requestContext.http?.method ?? httpMethod;
  const raw = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  const post = { method, headers: headers ?? {}, body: raw };
  const { status, headers: answered } = await callback(
    new Request("https://lambda/", method === "POST" ? post : {}),
  );
  return { statusCode: status, headers: Object.fromEntries(answered) };
}

// Your database goes here; the same Redis stands in for it. Note an order when you create its session, by the session's
// id without hyphens: SET order:4e0d7dd3c12441fba02981f60732a13f '{"amount":2000}'
async function findOrder({ sessionId }) {
  const order = await redis.get(`order:${sessionId.replaceAll("-", "").toLowerCase()}`);
  return order && JSON.parse(String(order));
}

// Runs once for each payment; where it throws, the callback comes again.
async function markPaid({ payload }) {
  await redis.rPush("paid", payload.paymentId);
}
