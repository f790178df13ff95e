import { checkOptionNames } from "../shared/caller-error.ts";
import type { CheckoutEvent } from "./event.ts";
import type { Authorization, RawBody } from "./input.ts";
import { OPTION_NAMES, type VerifierOptions } from "./options.ts";
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
export type { Authorization, RawBody } from "./input.ts";
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
 * The keys of a secret that is one string are kept for the next call of `verify` or `sign`, until one with other options. To
 * decide yourself how long they live, give the secret as bytes or use a {@link Verifier}.
 *
 * @throws {VerificationError} for anything that a stranger may have sent
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function verify(body: RawBody, authorization: Authorization, options: VerifierOptions): CheckoutEvent {
  return withVerifier(options, (verifier) => verifier.verify(body, authorization));
}

/**
 * Signs a body as the Checkout API does, for tests: the value of the Authorization header.
 *
 * The keys of a secret that is one string are kept for the next call, as `verify` keeps them.
 *
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function sign(body: RawBody, options: VerifierOptions): string {
  return withVerifier(options, (verifier) => verifier.sign(body));
}

/** The verifier of the last call, and what its options were. */
interface LastCall {
  readonly verifier: Verifier;
  readonly options: VerifierOptions;
}

let last: LastCall | undefined;

/**
 * Uses a verifier with these options: that of the last call where they are the same, since making the keys takes longer than
 * verifying. Only a secret that is one string is kept, which nobody can wipe anyway; bytes are wiped after the call.
 */
function withVerifier<T>(given: VerifierOptions, use: (verifier: Verifier) => T): T {
  // Read once, so that a verifier gets what is compared.
  const { secret, whitespace, signed, maxBodyBytes } = checkOptionNames(given, OPTION_NAMES, "{ secret }");
  const options = { secret, whitespace, signed, maxBodyBytes } as VerifierOptions;
  const call = takeLast(options) ?? { verifier: new Verifier(options), options };
  try {
    return use(call.verifier);
  } finally {
    if (typeof secret === "string") keepLast(call);
    else call.verifier[dispose]();
  }
}

/** Takes the last call's verifier, so that a call within a call (a getter of the caller's) cannot dispose of it. */
function takeLast(options: VerifierOptions): LastCall | undefined {
  if (!last || !OPTION_NAMES.every((name) => last?.options[name] === options[name])) return undefined;
  const taken = last;
  last = undefined;
  return taken;
}

function keepLast(call: LastCall): void {
  last?.verifier[dispose]();
  last = call;
}
