// What `expect` gives, compared with what was paid.

import type { PaymentAuthorized } from "checkout-signature";
import { sameId } from "checkout-signature";

/** What the order says of its payment. */
export interface Expected {
  /** In the currency's minor unit: an integer. */
  amount: number | bigint;
  /** The checkout session's id, with or without hyphens; not compared where the member is left out. */
  sessionId?: string;
}

/** `expect` gave something that cannot be compared: the merchant's mistake, whatever was paid. */
export class InvalidExpectation extends Error {}

/** The longest text of a value that a message shows. */
const MAX_SHOWN_CHARACTERS = 40;
const MAX_SHOWN_MEMBERS = 8;

/**
 * Whether a payment is the one that the order expects. `true` says that the merchant has compared it; `null`,
 * `undefined` and `false` that there is no such order, or not yet.
 *
 * @throws {InvalidExpectation} for anything else than these and an {@link Expected}
 */
export function isExpected(payload: PaymentAuthorized["payload"], expected: unknown): boolean {
  if (expected === true) return true;
  if (expected === undefined || expected === null || expected === false) return false;
  if (typeof expected !== "object" || Array.isArray(expected)) {
    throw new InvalidExpectation(`expect gave ${describe(expected)}. ${ALLOWED}`);
  }
  return hasAmount(expected, payload.amount) && hasSession(expected, payload.sessionId);
}

const ALLOWED =
  "It must give { amount } or { amount, sessionId }, true where you have compared them yourself, or null where there is no such order.";

function hasAmount(expected: object, paid: number): boolean {
  if (!("amount" in expected)) {
    const names = Object.keys(expected).slice(0, MAX_SHOWN_MEMBERS).join(", ");
    throw new InvalidExpectation(
      `expect gave an object without amount (its members: ${names || "none"}). ${ALLOWED}`,
    );
  }
  const { amount } = expected;
  if (typeof amount === "bigint") return amount === BigInt(paid);
  if (typeof amount === "number" && Number.isInteger(amount)) return amount === paid;
  throw new InvalidExpectation(
    `expect gave an amount that is ${describe(amount)}. It must be an integer in the currency's minor unit, as a number or a bigint: ` +
      "convert what your database returns.",
  );
}

function hasSession(expected: object, paid: string): boolean {
  if (!("sessionId" in expected)) return true;
  if (typeof expected.sessionId === "string") return sameId(expected.sessionId, paid);
  throw new InvalidExpectation(
    `expect gave a sessionId that is ${describe(expected.sessionId)}. It must be a string; leave it out where the order has none.`,
  );
}

/** What a value is, for a message: its type, and the value itself where that is short and no object. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return `a string (${JSON.stringify(value.slice(0, MAX_SHOWN_CHARACTERS))})`;
  if (typeof value === "number" || typeof value === "bigint") return `a ${typeof value} (${value})`;
  if (typeof value === "object")
    return `an object${value.constructor?.name ? ` (${value.constructor.name})` : ""}`;
  return `a ${typeof value}`;
}
