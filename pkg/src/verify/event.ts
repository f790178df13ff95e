// Events as frozen objects, made from the numbers that the module left: the amount, and where the texts stand.

import { bodyLength, headerLength } from "./call.ts";
import { readResult, readText } from "./core.ts";

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

/** Positions of the numbers: those of a text are where it starts, and next to it where it ends. */
const AMOUNT = 0;
const FIRST_TEXT = 1;
const SECOND_TEXT = 3;
const HAS_COPIES = 5;

/** A text that is cut out of a string keeps the whole string in memory, which must not be long for that. */
const MAX_CUT_LENGTH = 1024;

/** @param raw the body that was verified */
export function createPaymentAuthorized(raw: string | Uint8Array): PaymentAuthorized {
  return Object.freeze({
    type: "payment-authorized",
    payload: Object.freeze({
      amount: readResult(AMOUNT),
      paymentId: readEventText(FIRST_TEXT, raw),
      sessionId: readEventText(SECOND_TEXT, raw),
    }),
  });
}

/** @param raw the body that was verified */
export function createUnknownEvent(raw: string | Uint8Array): UnknownEvent {
  const hasPayload = readResult(SECOND_TEXT) >= 0;
  return Object.freeze({
    type: "unknown",
    name: readEventText(FIRST_TEXT, raw),
    payload: hasPayload ? freezeDeep(JSON.parse(readEventText(SECOND_TEXT, raw))) : undefined,
  });
}

/** Cuts a text out of the body itself where that is possible, since decoding takes six times as long. */
function readEventText(position: number, raw: string | Uint8Array): string {
  const start = readResult(position);
  const end = readResult(position + 1);
  // As many characters as bytes: it is all ASCII, and has not got a byte order mark.
  const isAscii = typeof raw === "string" && raw.length === bodyLength;
  if (isAscii && raw.length <= MAX_CUT_LENGTH && readResult(HAS_COPIES) === 0) return raw.slice(start, end);
  return readText(headerLength + start, headerLength + end);
}

/** Freezes parsed JSON to the bottom. The module has refused anything nested more than 128 deep. */
function freezeDeep(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) freezeDeep(member);
  return Object.freeze(value);
}
