import type {
  PaymentAuthorized,
  UnknownEvent,
  VerificationErrorCode,
  VerifierOptions,
} from "checkout-signature";

/**
 * What `once` did: it ran the work and noted it, found that the key was handled before, or that another delivery of it
 * is being handled right now.
 */
export type OnceResult = "handled" | "already-handled" | "in-progress";

/**
 * Remembers which payments were handled, so that each is handled once although its callback comes twice, or twice at
 * the same time.
 *
 * `Transaction` is the store's own client inside its transaction; `undefined` where it has none.
 */
export interface DeliveryStore<Transaction = undefined> {
  /**
   * Runs `work` unless the key was handled, never twice at the same time, and notes the key when `work` resolves.
   *
   * - Where `work` rejects, nothing is noted, and `once` rejects with the same value.
   * - Where the store itself fails, `once` rejects with the store's own error.
   * - A store that holds a lease passes a `signal`, aborts it when the lease is lost, and then rejects with an `Error`
   *   whose `code` is `"lease-lost"`.
   * - What `work` resolves with is for the store to use: it is what the merchant's function returned.
   *
   * @param key the event's type and the payment's canonical id, such as `payment-authorized:e7dbc6b9fc2542c69eb53f9e9b978294`
   */
  once(
    key: string,
    work: (transaction: Transaction, signal?: AbortSignal) => Promise<unknown>,
  ): Promise<OnceResult>;
}

/** Remembers handled payments for 72 hours, in one process. */
export class MemoryStore implements DeliveryStore {
  /** @param options a clock in milliseconds, for tests */
  constructor({
    now,
  }?: {
    now?: () => number;
    /** How long a handled payment is remembered, in milliseconds: 72 hours by default. */
    forgetAfterMs?: number;
  });
  once(key: string, work: (transaction: undefined) => Promise<unknown>): Promise<OnceResult>;
}

/**
 * Why the handler answered as it did, for programs: what verifying gives, and
 *
 * - `handled`, `already-handled`, `unknown-event`: 200
 * - `in-progress`: 503, another delivery of the payment is being handled right now
 * - `unexpected`: 409, not what the order says, or there is no such order yet
 * - `handler-failed`, `invalid-expectation`: 500, the merchant's function threw, or `expect` gave something else
 * - `store-failed`, `lease-lost`: 500, the store is down or silent, or it lost its lease
 * - `body-not-raw`: 500, the body was parsed or read before
 * - `method-not-allowed`, `body-timeout`, `content-encoding`, `aborted`: 405, 408, 415, 400
 * - `not-a-request`, `not-sent`, `internal`: 500, see the message
 */
export type HandlerAnswerCode =
  | VerificationErrorCode
  | "handled"
  | "already-handled"
  | "unknown-event"
  | "in-progress"
  | "unexpected"
  | "handler-failed"
  | "invalid-expectation"
  | "store-failed"
  | "lease-lost"
  | "body-not-raw"
  | "body-timeout"
  | "content-encoding"
  | "method-not-allowed"
  | "aborted"
  | "not-a-request"
  | "not-sent"
  | "internal";

/** What was answered and why. It holds no secret, no body and no computed signature. */
export interface HandlerAnswer {
  /** The HTTP status. */
  readonly status: number;
  readonly code: HandlerAnswerCode;
  /** What happened, and what to do about it. */
  readonly message: string;
  /** The headers of the response: it has no body. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the merchant's function or the store threw. */
  readonly error?: unknown;
}

/** What the order says of its payment. */
export interface Expected {
  /** In the currency's minor unit: an integer. */
  amount: number | bigint;
  /** The checkout session's id, with or without hyphens; not compared where the member is left out. */
  sessionId?: string;
}

/** What the merchant's function is called with beside the event. */
export interface PaymentContext<Transaction = undefined> {
  /** The store's own client inside its transaction; `undefined` where the store has none. */
  transaction: Transaction;
  /** Aborts when the store loses its lease; `undefined` where the store holds none. */
  signal: AbortSignal | undefined;
}

/** What `expect` may give: see {@link HandlerOptions.expect}. */
export type Expectation = Expected | boolean | null | undefined;

/** The options of {@link createHandler}. */
export interface HandlerOptions<Transaction = undefined> extends Omit<VerifierOptions, "secret"> {
  /** As for a `Verifier`; one that is missing, like an environment variable that is not set, throws at once. */
  secret: VerifierOptions["secret"] | undefined;
  /**
   * What you do for a payment. It runs once for each payment; the response is 200 when it has ended, and the API sends
   * the callback again where it throws.
   *
   * What you write with `transaction`, a SQL store commits together with its note that the payment was handled, or not at
   * all. With other stores it runs again if the process dies after it and before the note.
   */
  onPaymentAuthorized(event: PaymentAuthorized, context: PaymentContext<Transaction>): unknown;
  /** Called with events that this version does not know; the response is 200 unless it throws. Not remembered. */
  onUnknown?(event: UnknownEvent): unknown;
  /**
   * Looks up the order before your function runs. Return what it says of amount and session, `true` where you have
   * compared them yourself, or `null` where there is no such order (yet). What does not match gets the response 409, and
   * an order that arrives late can still match when the API sends the callback again. Anything else is a 500.
   */
  expect?(
    payload: PaymentAuthorized["payload"],
    context: Pick<PaymentContext<Transaction>, "transaction">,
  ): Expectation | Promise<Expectation>;
  /** Remembers which payments were handled; a `MemoryStore` of the handler's own by default. */
  store?: DeliveryStore<Transaction>;
  /** The longest body that is read, in bytes: 1 to 2^30, 64 KiB (2^16) by default. A callback has some 200. */
  maxBodyBytes?: number;
  /** How long a body may take to arrive, in milliseconds: 10,000 by default. */
  bodyTimeoutMs?: number;
  /**
   * How long the store may take, in milliseconds, before the response is 500: 10,000 by default. The time of your own
   * functions does not count.
   */
  storeTimeoutMs?: number;
  /** Called with every answer. By default answers other than 200 are logged with `console.warn`. */
  onAnswer?(answer: HandlerAnswer): unknown;
}

/** Node's IncomingMessage, or what a framework makes of it: as much as has to be there. */
export interface NodeRequest {
  headers: object;
  method?: string | undefined;
}

/** Node's ServerResponse, Express's response or Fastify's reply. */
export type NodeResponse = object;

/** What `GET /checkout/{id}` returned, as much of it as is used. */
export interface CheckoutSession {
  /** The session's id. */
  readonly id: string;
  /** Its payments; a payment that has `authorizedOn` was authorized. */
  readonly payments?:
    | readonly {
        readonly id: string;
        /** In the currency's minor unit. */
        readonly amount: number;
        /** When the payment was authorized (RFC 3339), if it was. */
        readonly authorizedOn?: string | null | undefined;
      }[]
    | null
    | undefined;
}

/** What became of one payment that was authorized. */
export interface ReconciledPayment {
  /** The payment's canonical id, as callbacks have it. */
  readonly paymentId: string;
  /** What happened: a callback with this code would have had the response 200, 409, 500 or 503. */
  readonly code: Extract<
    HandlerAnswerCode,
    | "handled"
    | "already-handled"
    | "in-progress"
    | "unexpected"
    | "invalid-expectation"
    | "handler-failed"
    | "store-failed"
    | "lease-lost"
  >;
  /** What happened, and what to do about it. */
  readonly message: string;
  /** What the merchant's function or the store threw. */
  readonly error?: unknown;
}

/** The endpoint: call it with a Request, or with Node's request and response. It never throws or rejects. */
export interface CallbackHandler {
  /** For node:http, HTTP/2, Express, Fastify, Koa, Hapi and NestJS: it sends the response. */
  (request: NodeRequest, response: NodeResponse): Promise<void>;
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
export function createHandler<Transaction = undefined>(options: HandlerOptions<Transaction>): CallbackHandler;

/** Another name of {@link createHandler}. */
export const nodeHandler: typeof createHandler;
