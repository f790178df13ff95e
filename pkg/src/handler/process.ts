// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// One callback, from its raw body to the answer. Where it came in does not matter here.

import { sameId, VerificationError, Verifier } from "checkout-signature";

/** How long a payment may be handled before another delivery of it is let through, in milliseconds. */
const LEASE = 60_000;
/** How long a handled payment is remembered: the API gives up after 24 hours, and clocks and queues are late. */
const REMEMBERED = 72 * 60 * 60 * 1000;

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
    const { store, leaseMs = LEASE } = this.#options;
    const key = `${event.type}:${event.payload.paymentId.replaceAll("-", "").toLowerCase()}`;
    let claim;
    try {
      claim = await store.claim(key, leaseMs);
    } catch (error) {
      return failure(
        "store-failed",
        "The store is down; nothing was done, and the API will send the callback again.",
        error,
      );
    }
    if (claim === "done")
      return answer(200, "already-handled", "A delivery of this payment was handled before.");
    if (claim === "in-progress") {
      const headers = { "Retry-After": String(Math.ceil(leaseMs / 1000)) };
      return answer(
        503,
        "in-progress",
        "Another delivery of this payment is being handled right now.",
        headers,
      );
    }
    if (claim !== "acquired") {
      return failure(
        "store-failed",
        'claim() of the store must give "acquired", "in-progress" or "done".',
        undefined,
      );
    }
    const refused = await this.#act(event);
    return refused ? this.#release(key, refused) : this.#complete(key);
  }

  /**
   * What the merchant does: nothing, where the order does not match.
   *
   * @param {any} event
   * @returns {Promise<Answer | undefined>} an answer if the payment is not handled
   */
  async #act(event) {
    const { expect, onPaymentAuthorized } = this.#options;
    try {
      if (expect && !matches(event.payload, await expect(event.payload))) {
        return answer(
          409,
          "unexpected",
          "The payment is authentic, and not what the order says (amount, session), or there is no such order yet.",
        );
      }
      await onPaymentAuthorized(event);
      return undefined;
    } catch (error) {
      return failure(
        "handler-failed",
        "onPaymentAuthorized or expect threw; the API will send the callback again.",
        error,
      );
    }
  }

  /** @param {string} key */
  async #complete(key) {
    try {
      await this.#options.store.complete(key, REMEMBERED);
      return answer(200, "handled", "The payment was handled.");
    } catch (error) {
      // The claim stays until its lease ends: the merchant's function has run, and must not run at once again.
      return failure(
        "store-failed",
        "The payment was handled, but the store could not note it; it can be handled once more.",
        error,
      );
    }
  }

  /**
   * @param {string} key
   * @param {Answer} refused
   */
  async #release(key, refused) {
    try {
      await this.#options.store.release(key);
      return refused;
    } catch (error) {
      return failure("store-failed", "The store could not release the claim; it ends with its lease.", error);
    }
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
