// The handler's options, checked when it is made: a mistake must not wait for the first customer.

import type { PaymentAuthorized, UnknownEvent, VerifierOptions } from "checkout-signature";
import { checkOptionNames, invalidOption } from "../shared/caller-error.ts";
import { MAX_TIMEOUT_MS } from "../shared/deadline.ts";
import type { HandlerAnswer } from "./answers.ts";
import type { Expected } from "./expectation.ts";
import { DEFAULT_MAX_BODY_BYTES } from "./limits.ts";
import type { DeliveryStore } from "./store.ts";
import { MemoryStore } from "./stores/memory.ts";

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

/** The options with their defaults. */
export interface CheckedOptions<Transaction> extends HandlerOptions<Transaction> {
  store: DeliveryStore<Transaction>;
  maxBodyBytes: number;
  bodyTimeoutMs: number;
  storeTimeoutMs: number;
  onAnswer(answer: HandlerAnswer): unknown;
}

const DEFAULT_BODY_TIMEOUT_MS = 10_000;
const DEFAULT_STORE_TIMEOUT_MS = 10_000;

const FUNCTION_NAMES = ["onPaymentAuthorized", "onUnknown", "expect", "onAnswer"] as const;
const OPTION_NAMES = [
  "secret",
  "whitespace",
  "signed",
  "maxBodyBytes",
  "bodyTimeoutMs",
  "store",
  "storeTimeoutMs",
  ...FUNCTION_NAMES,
] as const;

/** Checks all but what the verifier checks: secret, whitespace, signed and maxBodyBytes. */
export function checkOptions<Transaction>(options: unknown): CheckedOptions<Transaction> {
  const given = readEach(checkOptionNames(options, OPTION_NAMES, "{ secret, onPaymentAuthorized }"), options);
  if (typeof given.onPaymentAuthorized !== "function") {
    throw invalidOption("onPaymentAuthorized must be a function: what you do for a payment.");
  }
  for (const name of FUNCTION_NAMES) {
    if (given[name] !== undefined && typeof given[name] !== "function") {
      throw invalidOption(`${name} must be a function.`);
    }
  }
  if (given.store !== undefined && !isStore(given.store)) {
    throw invalidOption("store must have the function once(key, work).");
  }
  // Each was checked here, or is checked by the verifier.
  const checked = given as unknown as HandlerOptions<Transaction>;
  return {
    ...checked,
    // Without a store of the merchant's there is no transaction.
    store: checked.store ?? (new MemoryStore() as unknown as DeliveryStore<Transaction>),
    maxBodyBytes: checked.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    bodyTimeoutMs: checkTimeout("bodyTimeoutMs", given.bodyTimeoutMs, DEFAULT_BODY_TIMEOUT_MS),
    storeTimeoutMs: checkTimeout("storeTimeoutMs", given.storeTimeoutMs, DEFAULT_STORE_TIMEOUT_MS),
    onAnswer: checked.onAnswer ?? logFailure,
  };
}

type Given = { readonly [name in (typeof OPTION_NAMES)[number]]?: unknown };

/** Reads each option once, by its name: a spread would leave out `expect` where that is a method of a class. */
function readEach(options: Given, self: unknown): Given {
  return Object.fromEntries(
    OPTION_NAMES.map((name) => {
      const value = options[name];
      // Such a method may need its `this`.
      return [name, typeof value === "function" ? value.bind(self) : value];
    }),
  );
}

function isStore(value: unknown): boolean {
  return typeof value === "object" && value !== null && "once" in value && typeof value.once === "function";
}

function checkTimeout(name: string, value: unknown, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_TIMEOUT_MS)
    return value;
  throw invalidOption(`${name} must be an integer from 1 to ${MAX_TIMEOUT_MS}.`);
}

/** Logs what was not answered with 200: the code and the advice, never the secret or the body. */
function logFailure({ status, code, message, error }: HandlerAnswer): void {
  if (status === 200) return;
  const details = error === undefined ? [] : [error];
  console.warn(`checkout-signature: ${status} ${code}: ${message}`, ...details);
}
