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
  once(key: string, work: (transaction: undefined) => Promise<unknown>): Promise<OnceResult>;
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
  | "lease-lost"
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

/** What the merchant's function gets beside the event. */
export interface PaymentContext<Transaction = undefined> {
  /** The store's own client inside its transaction; `undefined` where it has none. */
  transaction: Transaction;
  /** Aborts when the store loses its lease; `undefined` where it holds none. */
  signal: AbortSignal | undefined;
}

export interface HandlerOptions<Transaction = undefined> extends Omit<VerifierOptions, "secret"> {
  /** As for a `Verifier`; one that is missing, like an environment variable that is not set, throws at once. */
  secret: VerifierOptions["secret"] | undefined;
  /**
   * What you do for a payment. It runs once for each payment, after the claim; the API hears 200 when it has ended,
   * and sends the callback again where it throws.
   *
   * If the process dies after it and before the store has noted it, it runs again: what must not be done twice belongs
   * in one transaction with a note of the payment's id.
   */
  onPaymentAuthorized(event: PaymentAuthorized, context: PaymentContext<Transaction>): unknown;
  /** Events that this version does not know; they are answered with 200 unless this throws. Not claimed. */
  onUnknown?(event: UnknownEvent): unknown;
  /**
   * Looks up the order before your function runs. Return what it says of amount and session, `true` where you have
   * compared them yourself, or `null` where there is no such order (yet): what does not match is answered with 409, and
   * an order that arrives late can still match when the API retries.
   */
  expect?(
    payload: PaymentAuthorized["payload"],
    context: Pick<PaymentContext<Transaction>, "transaction">,
  ): Expected | boolean | null | undefined | Promise<Expected | boolean | null | undefined>;
  /** Remembers which payments were handled; a `MemoryStore` of its own by default. */
  store?: DeliveryStore<Transaction>;
  /**
   * How long the store may take, in milliseconds, before the answer is 500: 10,000 by default. The time of your own
   * functions does not count.
   */
  storeTimeoutMs?: number;
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
export function createHandler<Transaction = undefined>(
  options: HandlerOptions<Transaction>,
): (request: Request) => Promise<Response>;

/**
 * The same for node:http, Express and Fastify. It reads the body itself, or takes the bytes that a framework has left
 * in `request.body`; a body that was parsed is answered with 500, and the log says how to keep it raw.
 *
 * @example
 * http.createServer(nodeHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized: ship })).listen(3000);
 *
 * @throws {TypeError} at once, where an option is wrong or the secret is missing
 */
export function nodeHandler<Transaction = undefined>(
  options: HandlerOptions<Transaction>,
): (request: NodeRequest, response: NodeResponse) => Promise<void>;

/** Node's IncomingMessage, Express's request or Fastify's, so far as it is used. */
export interface NodeRequest {
  headers: object;
  method?: string | undefined;
  body?: unknown;
}

/** Node's ServerResponse, Express's response or Fastify's reply, so far as it is used. */
export type NodeResponse = object;
