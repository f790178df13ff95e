// Checkout callbacks on AWS Lambda behind a function URL, API Gateway or a load balancer (ALB), or as a Netlify function that
// takes Lambda's events; the function's handler is aws-lambda.handler. Many copies of it run, so handled payments are
// remembered in Redis. Set CHECKOUT_SECRET and REDIS_URL.

import { canonicalId } from "checkout-signature";
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

export async function handler(event) {
  const response = await callback(toRequest(event));
  const headers = Object.fromEntries(response.headers);
  if (!event.multiValueHeaders) return { statusCode: response.status, headers };
  // A load balancer that sends multi-value headers reads no others.
  const multiValueHeaders = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]));
  return { statusCode: response.status, headers, multiValueHeaders };
}

function toRequest({ requestContext, httpMethod, headers, multiValueHeaders, body, isBase64Encoded }) {
  const method = requestContext?.http?.method ?? httpMethod;
  if (method !== "POST") return new Request("https://lambda/");
  const lines = new Headers();
  for (const [name, values] of Object.entries(multiValueHeaders ?? headers ?? {})) {
    // A name can have several values: a second Authorization line must be seen to be refused.
    for (const value of [values].flat()) lines.append(name, value.replace(/[^\t\x20-\x7e]/g, "?"));
  }
  const raw = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  return new Request("https://lambda/", { method, headers: lines, body: raw });
}

// Your database goes here; the same Redis stands in for it. Save each order when you create its session:
//   await redis.set(`order:${canonicalId(session.id)}`, JSON.stringify({ amount: 2000 }));
async function findOrder({ sessionId }) {
  const order = await redis.get(`order:${canonicalId(sessionId)}`);
  return order && JSON.parse(String(order));
}

// Runs once per payment; if it throws, the callback is sent again.
async function markPaid({ payload }) {
  await redis.rPush("paid", payload.paymentId);
}
