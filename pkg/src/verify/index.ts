import type { CheckoutEvent } from "./event.ts";
import type { Authorization, Body } from "./input.ts";
import type { VerifierOptions } from "./options.ts";
import { dispose, judge, judgeHeader, Verifier } from "./verifier.ts";

export type { CallerError, CallerErrorCode } from "../shared/caller-error.ts";
export { canonicalId, sameId } from "../shared/ids.ts";
export {
  type AnyError,
  type ErrorCode,
  VerificationError,
  type VerificationErrorCode,
} from "./errors.ts";
export type { CheckoutEvent, PaymentAuthorized, UnknownEvent } from "./event.ts";
export type { Authorization, Body } from "./input.ts";
export type { Secret, VerifierOptions } from "./options.ts";
export { type Piece, signedPieces } from "./signed-pieces.ts";
export { Verifier } from "./verifier.ts";

/**
 * What `/handler`, a file of its own, needs beside the documented functions.
 *
 * @internal
 */
export const internals = { judge, judgeHeader };

/**
 * Verifies a callback and returns the event that it proves.
 *
 * @example
 * const event = verify(await request.text(), request.headers, { secret });
 *
 * @throws {VerificationError} for anything that a stranger may have sent
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function verify(body: Body, authorization: Authorization, options: VerifierOptions): CheckoutEvent {
  return withVerifier(options, (verifier) => verifier.verify(body, authorization));
}

/**
 * Signs a body as the Checkout API does, for tests: the value of the Authorization header.
 *
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function sign(body: Body, options: VerifierOptions): string {
  return withVerifier(options, (verifier) => verifier.sign(body));
}

function withVerifier<T>(options: VerifierOptions, use: (verifier: Verifier) => T): T {
  const verifier = new Verifier(options);
  try {
    return use(verifier);
  } finally {
    verifier[dispose]();
  }
}
