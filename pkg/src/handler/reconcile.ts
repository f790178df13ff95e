// Payments whose callback never came: what the API says of a session, handled as its callbacks would have been.

import type { PaymentAuthorized } from "checkout-signature";
import { canonicalId } from "checkout-signature";
import { invalidOption } from "../shared/caller-error.ts";
import type { HandlerAnswerCode } from "./answers.ts";
import type { PaymentProcessor } from "./payments.ts";

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

/**
 * Handles each payment of a session that was authorized, one after another.
 *
 * @throws {TypeError} with the code `invalid-option`, before any is handled, where this is no session
 */
export async function reconcileSession(
  processor: PaymentProcessor<unknown>,
  session: unknown,
): Promise<ReconciledPayment[]> {
  const reconciled: ReconciledPayment[] = [];
  for (const event of readAuthorized(session)) {
    const { code, message, error } = await processor.process(event);
    const { paymentId } = event.payload;
    reconciled.push({
      paymentId,
      // The processor has no other codes.
      code: code as ReconciledPayment["code"],
      message,
      ...(error !== undefined && { error }),
    });
  }
  return reconciled;
}

/** The events that the session's callbacks would have had. */
function readAuthorized(session: unknown): PaymentAuthorized[] {
  if (!isObject(session) || !isId(session.id)) {
    throw invalidOption(
      "reconcile takes the session as GET /checkout/{id} returned it: the parsed JSON, { id, payments }.",
    );
  }
  const payments = session.payments ?? [];
  if (!Array.isArray(payments)) throw invalidOption("payments of the session must be an array.");
  const sessionId = canonicalId(session.id);
  return payments.filter(isAuthorized).map((payment) => toEvent(payment, sessionId));
}

function isAuthorized(payment: unknown): boolean {
  if (!isObject(payment)) throw invalidOption("A payment of the session must be an object.");
  const { authorizedOn } = payment;
  if (authorizedOn === undefined || authorizedOn === null) return false;
  const time = typeof authorizedOn === "string" ? Date.parse(authorizedOn) : Number.NaN;
  if (Number.isNaN(time))
    throw invalidOption("authorizedOn of a payment must be a date-time, where it is there.");
  // The year 1 is .NET's date that was never set.
  return time > 0;
}

function toEvent(payment: Record<string, unknown>, sessionId: string): PaymentAuthorized {
  const { id, amount } = payment;
  if (!isId(id)) throw invalidOption("id of a payment must be a string.");
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0) {
    throw invalidOption("amount of a payment must be an integer, 0 to 2^53 - 1.");
  }
  const payload = Object.freeze({ amount, paymentId: canonicalId(id), sessionId });
  return Object.freeze({ type: "payment-authorized", payload });
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
