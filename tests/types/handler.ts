// One function, where each framework wants its own kind.

import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import {
  type CallbackHandler,
  type CheckoutSession,
  createHandler,
  nodeHandler,
} from "checkout-signature/handler";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";

declare const secret: string;

const handler: CallbackHandler = createHandler({ secret, onPaymentAuthorized() {} });
const sameType: typeof handler = nodeHandler({ secret, onPaymentAuthorized() {} });

createServer(handler);
createHttp2Server(handler);
express().post("/callback", handler).use(handler);
fastify().post("/callback", handler);
new Hono().post("/callback", (context) => handler(context.req.raw));

// What Next.js generates for a route, and looks at: the parameters of the last overload.
type FirstArg<T extends (...given: never[]) => unknown> = T extends (
  ...given: [infer First, unknown]
) => unknown
  ? First
  : never;
type RouteHandler = (
  request: Request & { nextUrl: URL },
  context: { params: Promise<Record<string, string>> },
) => Promise<Response | undefined> | Response | undefined;
const route: RouteHandler = handler;
const first: FirstArg<typeof handler> = new Request("https://shop.test/");
const returned: ReturnType<typeof handler> = Promise.resolve(new Response());
// Workers, Deno and Bun.
const worker: { fetch(request: Request, environment: object, context: object): Promise<Response> } = {
  fetch: handler,
};
// pages/api of Next.js, and what else passes Node's pair.
type Pair = (
  request: import("node:http").IncomingMessage,
  response: import("node:http").ServerResponse,
) => unknown;
const pair: Pair = handler;

declare const session: CheckoutSession;
handler.reconcile(session).then(([outcome]) => {
  if (outcome?.code === "unexpected") console.log(outcome.paymentId, outcome.message);
  // @ts-expect-error a refused signature is no outcome of reconcile
  if (outcome?.code === "signature-mismatch") console.log();
});
// @ts-expect-error reconcile takes the session, not its id
handler.reconcile("4e0d7dd3c12441fba02981f60732a13f");
// @ts-expect-error Hono's context is not a Request
handler({ req: { raw: new Request("https://shop.test/") } });
// @ts-expect-error Node's request alone cannot be answered
handler({ headers: {} });
createHandler({
  secret,
  // @ts-expect-error an amount as text cannot be compared
  expect: () => ({ amount: "2000" }),
  onPaymentAuthorized() {},
});
createHandler({
  secret,
  // @ts-expect-error a session alone does not say what was to be paid
  expect: ({ sessionId }) => ({ sessionId }),
  onPaymentAuthorized() {},
});
createHandler({ secret, expect: async () => ({ amount: 2000n }), onPaymentAuthorized() {} });
console.log(sameType, route, first, returned, worker, pair);
