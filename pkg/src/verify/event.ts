// Events as frozen objects, made from what the module left in the body's buffer.

import { readText } from "./core.ts";

/** The customer has paid. */
export interface PaymentAuthorized {
  readonly type: "payment-authorized";
  readonly payload: {
    /** In the currency's minor unit (cents, øre): an integer from 0 to 2^53 - 1. */
    readonly amount: number;
    /** The payment's id as sent. Store it by its {@link canonicalId}. */
    readonly paymentId: string;
    /** The checkout session's id as sent. Compare it by {@link sameId}: the session itself has hyphens in it. */
    readonly sessionId: string;
  };
}

/** An authentic event that this version does not know. */
export interface UnknownEvent {
  readonly type: "unknown";
  /** The event's `type` as sent. */
  readonly name: string;
  /**
   * Its `payload` as sent, parsed and frozen; `undefined` where there is none. Whitespace inside its strings is not
   * authenticated: anyone who sends the callback again can add or remove some.
   */
  readonly payload: unknown;
}

/** What an authentic callback says. Frozen. `switch (event.type)` narrows it. */
export type CheckoutEvent = PaymentAuthorized | UnknownEvent;

/** @param firstLength bytes of the payment's id @param secondLength bytes of the session's id, right after it */
export function createPaymentAuthorized(
  amount: number,
  firstLength: number,
  secondLength: number,
): PaymentAuthorized {
  const [paymentId, sessionId] = readTwoTexts(firstLength, secondLength);
  return Object.freeze({
    type: "payment-authorized",
    payload: Object.freeze({ amount, paymentId, sessionId }),
  });
}

/** @param firstLength bytes of the event's name @param secondLength bytes of the payload's JSON; -1 where there is none */
export function createUnknownEvent(firstLength: number, secondLength: number): UnknownEvent {
  const [name, json] = readTwoTexts(firstLength, Math.max(secondLength, 0));
  return Object.freeze({
    type: "unknown",
    name,
    payload: secondLength < 0 ? undefined : freezeDeep(JSON.parse(json)),
  });
}

/** Reads two texts that follow one another at the beginning of the body's buffer; the lengths are in bytes. */
function readTwoTexts(firstLength: number, secondLength: number): [first: string, second: string] {
  const both = readText(firstLength + secondLength);
  // The ids of the API are ASCII. Otherwise characters and bytes differ, and the first text is decoded by itself.
  const end = both.length === firstLength + secondLength ? firstLength : readText(firstLength).length;
  return [both.slice(0, end), both.slice(end)];
}

/** Freezes parsed JSON to the bottom. The module has refused anything nested more than 128 deep. */
function freezeDeep(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) freezeDeep(member);
  return Object.freeze(value);
}
