import type {
  PaymentAuthorized,
  UnknownEvent,
  VerificationErrorCode,
  VerifierOptions,
} from "checkout-signature";

/**
 * Where deliveries are claimed, so that a payment is handled once although its callback comes twice, and at once.
 *
 * A claim is atomic: of any number of callers at the same time, one hears `"acquired"`. It expires after its lease, so
 * that a process that dies does not hold it for ever. Each function rejects where the store is down; the handler then
 * answers 500, and the API sends the callback again.
 */
export interface DeliveryStore {
  /** Claims a delivery for `leaseMs` milliseconds, unless it is claimed already or done. */
  claim(key: string, leaseMs: number): Promise<"acquired" | "in-progress" | "done">;
  /** Notes that a claimed delivery was handled, and remembers it for `ttlMs` milliseconds. */
  complete(key: string, ttlMs: number): Promise<void>;
  /** Gives a claim back: the delivery was not handled, and the next one may try. */
  release(key: string): Promise<void>;
}

/**
 * Deliveries in the memory of one process: enough for one process on one machine, and forgotten when it ends. With
 * more of them, or where it restarts during the 24 hours in which the API retries, use `checkout-signature/redis`, or a store over
 * your database: the README shows one on a SQL table.
 */
export class MemoryStore implements DeliveryStore {
  constructor(options?: {
    /** A clock in milliseconds, for tests. */
    now?: () => number;
  });
  claim(key: string, leaseMs: number): Promise<"acquired" | "in-progress" | "done">;
  complete(key: string, ttlMs: number): Promise<void>;
  release(key: string): Promise<void>;
}

/** What the order says of its payment; members that are absent are not compared. */
export interface Expected {
  /** In the currency's minor unit. */
  amount?: number;
  /** The checkout session's id, with or without hyphens. */
  sessionId?: string;
}

/** Why an answer was given: a program can switch on it, and a log can count it. */
export type AnswerCode =
  | VerificationErrorCode
  | "handled"
  | "already-handled"
  | "unknown-event"
  | "in-progress"
  | "unexpected"
  | "handler-failed"
  | "store-failed"
  | "body-not-raw"
  | "content-encoding"
  | "method-not-allowed"
  | "aborted"
  | "internal";

/** What was answered and why. It holds no secret, no body and no computed signature. */
export interface Answer {
  readonly status: number;
  readonly code: AnswerCode;
  /** What happened, and what to do about it. */
  readonly message: string;
  /** What your function or the store threw. */
  readonly error?: unknown;
}

export interface HandlerOptions extends Omit<VerifierOptions, "secret"> {
  /** As for a `Verifier`; one that is missing, like an environment variable that is not set, throws at once. */
  secret: VerifierOptions["secret"] | undefined;
  /**
   * What you do for a payment. It runs once for each payment, after the claim; the API hears 200 when it has ended,
   * and sends the callback again where it throws.
   *
   * If the process dies after it and before the store has noted it, it runs again: what must not be done twice belongs
   * in one transaction with a note of the payment's id.
   */
  onPaymentAuthorized(event: PaymentAuthorized): unknown;
  /** Events that this version does not know; they are answered with 200 unless this throws. Not claimed. */
  onUnknown?(event: UnknownEvent): unknown;
  /**
   * Looks up the order before your function runs. Return what it says of amount and session, `true` where you have
   * compared them yourself, or `null` where there is no such order (yet): what does not match is answered with 409, and
   * an order that arrives late can still match when the API retries.
   */
  expect?(
    payload: PaymentAuthorized["payload"],
  ): Expected | boolean | null | undefined | Promise<Expected | boolean | null | undefined>;
  /** Where deliveries are claimed; a `MemoryStore` of its own by default. */
  store?: DeliveryStore;
  /** How long a payment may take to handle, in milliseconds: 60,000 by default, 1,000 at least. */
  leaseMs?: number;
  /** Hears every answer. By default what is not a 200 goes to `console.warn`. */
  onAnswer?(answer: Answer): unknown;
}

/**
 * A handler of callbacks for every fetch-style runtime and framework: it reads the body itself, verifies it, claims the
 * payment, and answers as the Checkout API expects.
 *
 * @example
 * export const POST = createHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized: ship });
 *
 * @throws {TypeError} at once, where an option is wrong or the secret is missing
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response>;

/**
 * The same for node:http, Express and Fastify. It reads the body itself, or takes the bytes that a framework has left
 * in `request.body`; a body that was parsed is answered with 500, and the log says how to keep it raw.
 *
 * @example
 * http.createServer(nodeHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized: ship })).listen(3000);
 *
 * @throws {TypeError} at once, where an option is wrong or the secret is missing
 */
export function nodeHandler(
  options: HandlerOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void>;

/** Node's IncomingMessage, Express's request or Fastify's, so far as it is used. */
export interface NodeRequest {
  headers: object;
  method?: string | undefined;
  body?: unknown;
}

/** Node's ServerResponse, Express's response or Fastify's reply, so far as it is used. */
export type NodeResponse = object;
