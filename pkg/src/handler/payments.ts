// One payment, handled once: the order compared, the merchant's function run, and the outcome noted by the store.

import type { PaymentAuthorized } from "checkout-signature";
import { canonicalId } from "checkout-signature";
import {
  ALREADY_HANDLED,
  answerFailure,
  HANDLED,
  type HandlerAnswer,
  IN_PROGRESS,
  UNEXPECTED,
} from "./answers.ts";
import { InvalidExpectation, isExpected } from "./expectation.ts";
import type { CheckedOptions } from "./options.ts";
import type { OnceResult } from "./store.ts";
import { StoreClock } from "./store-clock.ts";
import { MemoryStore } from "./stores/memory.ts";

/** Handles payments through the store: those of callbacks, and those that `reconcile` finds. */
export class PaymentProcessor<Transaction> {
  readonly #options: CheckedOptions<Transaction>;

  constructor(options: CheckedOptions<Transaction>) {
    this.#options = options;
  }

  /** Handles one payment; never rejects. */
  async process(event: PaymentAuthorized): Promise<HandlerAnswer> {
    const attempt = new Attempt(event, this.#options);
    const key = `${event.type}:${canonicalId(event.payload.paymentId)}`;
    try {
      const { store } = this.#options;
      const result = await attempt.clock.wait(() =>
        store.once(key, (transaction, signal) => attempt.run(transaction, signal)),
      );
      return attempt.answerResult(result);
    } catch (error) {
      return attempt.answerError(error);
    }
  }
}

/** One try to handle a payment, while the store runs it. */
class Attempt<Transaction> {
  readonly clock: StoreClock;
  readonly #event: PaymentAuthorized;
  readonly #options: CheckedOptions<Transaction>;
  #isDone = false;
  /** What the merchant's side threw, and what that is answered with. */
  #failure: { thrown: unknown; answer: HandlerAnswer } | undefined;

  constructor(event: PaymentAuthorized, options: CheckedOptions<Transaction>) {
    this.#event = event;
    this.#options = options;
    // Memory always answers.
    const isMemory = options.store instanceof MemoryStore;
    this.clock = new StoreClock(isMemory ? Number.POSITIVE_INFINITY : options.storeTimeoutMs);
  }

  /** The store's work: resolves with what the merchant's function returned. */
  async run(transaction: Transaction, signal: AbortSignal | undefined): Promise<unknown> {
    // Where it begins too late, the sender was told that it failed: it must not be handled behind its back.
    this.clock.stop();
    try {
      const { expect, onPaymentAuthorized } = this.#options;
      if (expect && !isExpected(this.#event.payload, await expect(this.#event.payload, { transaction }))) {
        throw new Unexpected();
      }
      const returned = await onPaymentAuthorized(this.#event, { transaction, signal });
      this.#isDone = true;
      return returned;
    } catch (thrown) {
      this.#failure = { thrown, answer: answerThrown(thrown) };
      throw thrown;
    } finally {
      this.clock.start();
    }
  }

  answerResult(result: OnceResult): HandlerAnswer {
    if (result === "handled" && this.#isDone) return HANDLED;
    if (result === "already-handled") return ALREADY_HANDLED;
    if (result === "in-progress") return IN_PROGRESS;
    return answerFailure(
      "store-failed",
      'once() of the store must run its work to the end, and give "handled", "already-handled" or "in-progress".',
      this.#failure?.thrown,
    );
  }

  answerError(error: unknown): HandlerAnswer {
    // NaN is not equal to itself.
    if (this.#failure && Object.is(this.#failure.thrown, error)) return this.#failure.answer;
    if (isLeaseLost(error)) {
      return answerFailure(
        "lease-lost",
        "The store lost its lease while the payment was handled, so another delivery may have handled it too.",
        error,
      );
    }
    const message = this.#isDone
      ? "The payment was handled, but the store could not note it; it can be handled once more."
      : "The store failed; nothing was noted, and the API will send the callback again.";
    return answerFailure("store-failed", message, this.#joinFailure(error));
  }

  /** Both errors, where the store failed after the merchant's function: neither may hide the other. */
  #joinFailure(error: unknown): unknown {
    const thrown = this.#failure?.thrown;
    if (this.#failure === undefined || thrown instanceof Unexpected) return error;
    return new AggregateError([error, thrown], "The store failed, and your function before it.");
  }
}

/** Makes the store's work reject, so that nothing is noted of a payment that the order does not expect. */
class Unexpected extends Error {}

function answerThrown(thrown: unknown): HandlerAnswer {
  if (thrown instanceof Unexpected) return UNEXPECTED;
  if (thrown instanceof InvalidExpectation) return answerFailure("invalid-expectation", thrown.message);
  return answerFailure(
    "handler-failed",
    "onPaymentAuthorized or expect threw; the API will send the callback again.",
    thrown,
  );
}

function isLeaseLost(error: unknown): boolean {
  let code: unknown;
  try {
    ({ code } = error as { code?: unknown });
  } catch {
    // null and undefined have no members, and a getter can throw.
  }
  return code === "lease-lost";
}
