// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// One callback, from its raw body to the answer. Where it came in does not matter here.

import { sameId, VerificationError, Verifier } from "checkout-signature";

/** When the sender may try again a payment that is being handled right now. */
const RETRY_AFTER_SECONDS = 5;
const STORE_TIMEOUT_MS = 10_000;

/**
 * What is answered: a status, headers, never a body; and what the log is told.
 *
 * @typedef {{ status: number, headers?: Record<string, string>, code: string, message: string, error?: unknown }} Answer
 */

/** The answers that need no look at the body. */
export const METHOD_NOT_ALLOWED = answer(405, "method-not-allowed", "A callback is a POST.", {
  Allow: "POST",
});
export const TOO_LARGE = answer(
  413,
  "body-too-large",
  "The body is longer than maxBodyBytes; it was not read on.",
);
export const ENCODED = answer(
  415,
  "content-encoding",
  "The body is compressed (Content-Encoding). The signature is over the bytes as the API sent them, uncompressed: " +
    "let no proxy compress requests on the way.",
);
export const ABORTED = answer(
  400,
  "aborted",
  "The sender closed the connection before the body was complete.",
);

const HANDLED = answer(200, "handled", "The payment was handled.");
const ALREADY_HANDLED = answer(200, "already-handled", "A delivery of this payment was handled before.");
const IN_PROGRESS = answer(
  503,
  "in-progress",
  "Another delivery of this payment is being handled right now.",
  { "Retry-After": String(RETRY_AFTER_SECONDS) },
);
const UNEXPECTED = answer(
  409,
  "unexpected",
  "The payment is authentic, and not what the order says (amount, session), or there is no such order yet.",
);

/** Handles callbacks whose body has been read. */
export class Delivery {
  #verifier;
  #options;

  /** @param {any} options those of `createHandler`, with a store */
  constructor({ secret, whitespace, signed, maxBodyBytes, ...options }) {
    const chosen = Object.entries({ secret, whitespace, signed, maxBodyBytes }).filter(
      ([, value]) => value !== undefined,
    );
    this.#verifier = new Verifier(/** @type {any} */ ({ secret, ...Object.fromEntries(chosen) }));
    this.#options = options;
  }

  /**
   * @param {Uint8Array | string} body
   * @param {any} headers
   * @returns {Promise<Answer>}
   */
  async handle(body, headers) {
    let event;
    try {
      event = this.#verifier.verify(body, headers);
    } catch (error) {
      return error instanceof VerificationError
        ? refusal(error)
        : failure("internal", "The callback could not be verified.", error);
    }
    return event.type === "payment-authorized" ? this.#payment(event) : this.#unknown(event);
  }

  /** @param {any} event */
  async #unknown(event) {
    try {
      await this.#options.onUnknown?.(event);
    } catch (error) {
      return failure("handler-failed", "onUnknown threw; the API will send the callback again.", error);
    }
    return answer(200, "unknown-event", "An authentic event of a type that this version does not know.");
  }

  /** @param {any} event */
  async #payment(event) {
    const { store, storeTimeoutMs = STORE_TIMEOUT_MS } = this.#options;
    const key = `${event.type}:${event.payload.paymentId.replaceAll("-", "").toLowerCase()}`;
    const timer = new StoreTimer(storeTimeoutMs);
    /** What the merchant's side ended with, if it was not well. @type {{ answer: Answer, thrown: unknown } | undefined} */
    let refused;
    let isDone = false;
    const work = async (/** @type {any} */ transaction, /** @type {AbortSignal | undefined} */ signal) => {
      // Nobody waits for the outcome any more: the sender was told to try again.
      if (timer.isOver) throw timer.error;
      timer.stop();
      try {
        const done = await this.#act(event, { transaction, signal });
        isDone = true;
        return done;
      } catch (thrown) {
        const answer =
          thrown instanceof Unexpected
            ? UNEXPECTED
            : failure(
                "handler-failed",
                "onPaymentAuthorized or expect threw; the API will send the callback again.",
                thrown,
              );
        refused = { answer, thrown };
        throw thrown;
      } finally {
        timer.start();
      }
    };
    timer.start();
    try {
      const result = await timer.race(store.once(key, work));
      if (result === "already-handled") return ALREADY_HANDLED;
      if (result === "in-progress") return IN_PROGRESS;
      if (result === "handled" && isDone) return HANDLED;
      return failure(
        "store-failed",
        'once() of the store must run its work to the end, and give "handled", "already-handled" or "in-progress".',
        undefined,
      );
    } catch (error) {
      if (refused && error === refused.thrown) return refused.answer;
      if (error?.code === "lease-lost") {
        return failure(
          "lease-lost",
          "The store lost its lease while the payment was handled, so another delivery may have handled it too.",
          error,
        );
      }
      return failure(
        "store-failed",
        isDone
          ? "The payment was handled, but the store could not note it; it can be handled once more."
          : "The store is down; nothing was noted, and the API will send the callback again.",
        error,
      );
    } finally {
      timer.stop();
    }
  }

  /**
   * What the merchant does: nothing, where the order does not match.
   *
   * @param {any} event
   * @param {any} context
   */
  async #act(event, context) {
    const { expect, onPaymentAuthorized } = this.#options;
    const { transaction } = context;
    if (expect && !matches(event.payload, await expect(event.payload, { transaction })))
      throw new Unexpected();
    return onPaymentAuthorized(event, context);
  }
}

/** Makes the store's work reject, so that nothing is noted. */
class Unexpected extends Error {}

/** Ends the wait for a store that does not answer; the merchant's function has all the time that it takes. */
class StoreTimer {
  error;
  isOver = false;
  #timeoutMs;
  #timer;
  #reject;
  #late = new Promise((_, reject) => (this.#reject = reject));

  /** @param {number} timeoutMs */
  constructor(timeoutMs) {
    this.#timeoutMs = timeoutMs;
    this.#late.catch(() => {});
  }

  start() {
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.error = new Error(`The store did not answer within ${this.#timeoutMs} ms.`);
      this.#reject(this.error);
    }, this.#timeoutMs);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /**
   * @template T
   * @param {Promise<T>} pending
   * @returns {Promise<T>}
   */
  race(pending) {
    return Promise.race([pending, this.#late]);
  }
}

/**
 * @param {any} payload
 * @param {any} order what `expect` returned
 */
function matches(payload, order) {
  if (typeof order !== "object" || order === null) return order === true;
  const { amount, sessionId } = order;
  if (amount === undefined && sessionId === undefined) return false;
  return (
    (amount === undefined || amount === payload.amount) &&
    (sessionId === undefined || sameId(sessionId, payload.sessionId))
  );
}

/** @param {VerificationError} error */
function refusal({ code, message }) {
  if (code === "body-too-large") return TOO_LARGE;
  if (code === "altered-whitespace" || code === "malformed-event") return answer(400, code, message);
  return answer(401, code, message, { "WWW-Authenticate": "HMAC-SHA256" });
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
function answer(status, code, message, headers) {
  return { status, code, message, headers };
}

/**
 * @param {string} code
 * @param {string} message
 * @param {unknown} error
 * @returns {Answer}
 */
export function failure(code, message, error) {
  return { status: 500, code, message, error };
}
