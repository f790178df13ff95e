// An endpoint for callbacks, in one function for fetch-style runtimes and for Node's.

import { NOT_A_REQUEST } from "./answers.ts";
import {
  handleNodeRequest,
  type IncomingMessage,
  isNodePair,
  type NodeRequest,
  type NodeResponse,
  type ServerResponse,
} from "./node.ts";
import { checkOptions, type HandlerOptions } from "./options.ts";
import { CallbackProcessor } from "./process.ts";
import { type CheckoutSession, type ReconciledPayment, reconcileSession } from "./reconcile.ts";
import { handleWebRequest, isWebRequest, toResponse } from "./web.ts";

export type { HandlerAnswer, HandlerAnswerCode } from "./answers.ts";
export type { Expected } from "./expectation.ts";
export type { NodeRequest, NodeResponse } from "./node.ts";
export type { Expectation, HandlerOptions, PaymentContext } from "./options.ts";
export type { CheckoutSession, ReconciledPayment } from "./reconcile.ts";
export type { DeliveryStore, OnceResult } from "./store.ts";
export { MemoryStore, type MemoryStoreOptions } from "./stores/memory.ts";

/** The endpoint: call it with a Request, or with Node's request and response. It never throws or rejects. */
export interface CallbackHandler {
  /** For node:http, HTTP/2, Express, Fastify, Koa, Hapi and NestJS: it sends the response. */
  (request: NodeRequest, response: NodeResponse): Promise<void>;
  // Next.js looks at the last overload only.
  /** For fetch-style runtimes and frameworks: Hono, Next.js, SvelteKit, Workers, Deno, Bun. */
  (request: Request): Promise<Response>;

  /**
   * Handles each payment of a session that was authorized, as its callback would have: once, through the same store,
   * `expect` and function. The API gives up after 24 hours of failures, and the customer has paid all the same: ask for
   * every order that waits too long, each night.
   *
   * Returns what became of each payment that has `authorizedOn`. A callback that comes later after all is answered as one
   * that was handled before.
   *
   * @example
   * const session = await (await fetch(`${api}/checkout/${order.sessionId}`, { headers })).json();
   * for (const { paymentId, code, message } of await handler.reconcile(session)) console.log(paymentId, code, message);
   *
   * @throws {TypeError} with the code `invalid-option`, before any is handled, where this is no session
   */
  reconcile(session: CheckoutSession): Promise<ReconciledPayment[]>;
}

/**
 * Creates the endpoint for callbacks. It reads the body itself, verifies it, handles each payment once, and responds as
 * the Checkout API expects.
 *
 * A body that a framework has read before is taken from `request.body` or `request.rawBody`, where those are the raw bytes.
 * A body that was parsed gets the response 500, and the log says how to keep it raw.
 *
 * @example
 * const handler = createHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized: ship });
 * http.createServer(handler).listen(3000);
 *
 * @example
 * // Next.js, app/callback/route.js: created at the first request, since `next build` loads the file without the secret.
 * let handler;
 * export function POST(request) {
 *   handler ??= createHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized: ship });
 *   return handler(request);
 * }
 *
 * @throws {TypeError} at once, with a `code`, where an option is wrong or the secret is missing
 */
export function createHandler<Transaction = undefined>(
  options: HandlerOptions<Transaction>,
): CallbackHandler {
  const processor = new CallbackProcessor<unknown>(checkOptions(options));

  async function handle(request: unknown, response?: unknown): Promise<Response | undefined> {
    switch (recognize(request, response)) {
      case "web":
        return handleWebRequest(processor, request as Request);
      case "node":
        await handleNodeRequest(processor, request as IncomingMessage, response as ServerResponse);
        return undefined;
      default:
        processor.report(NOT_A_REQUEST);
        return toResponse(NOT_A_REQUEST);
    }
  }

  const reconcile = (session: CheckoutSession) => reconcileSession(processor.payments, session);
  return Object.assign(handle, { reconcile }) as CallbackHandler;
}

/** Another name of {@link createHandler}. */
export const nodeHandler: typeof createHandler = createHandler;

function recognize(request: unknown, response: unknown): "web" | "node" | undefined {
  try {
    if (isWebRequest(request)) return "web";
    return isNodePair(request, response) ? "node" : undefined;
  } catch {
    // A getter of a framework's object threw.
    return undefined;
  }
}
