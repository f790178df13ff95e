import type { CallerError, CallerErrorCode } from "../shared/caller-error.ts";

/**
 * Why a callback was refused.
 *
 * - `missing-signature`: no Authorization header, or an empty one
 * - `malformed-signature`: not `HMAC-SHA256 Signature=<64 hex digits>`
 * - `unsupported-algorithm`: another scheme
 * - `signature-mismatch`: well-formed, and not made from this body with this secret
 * - `altered-whitespace`: authentic, but whitespace was added where it changes the event
 * - `malformed-event`: authentic, but not an event
 * - `body-too-large`: over `maxBodyBytes`
 */
export type VerificationErrorCode =
  | "missing-signature"
  | "malformed-signature"
  | "unsupported-algorithm"
  | "signature-mismatch"
  | "altered-whitespace"
  | "malformed-event"
  | "body-too-large";

/** Every code that an error of this package can have: a stranger's fault, or a mistake of the caller. */
export type ErrorCode = VerificationErrorCode | CallerErrorCode;

/** Every error that `verify`, `sign` and `Verifier` throw. `switch (error.code)` narrows it. */
export type AnyError = VerificationError | CallerError;

/** Brands the errors of every copy of this package (imported and required) in every realm. */
const BRAND = Symbol.for("checkout-signature.VerificationError");

/**
 * A callback that was refused. `code` says why, for programs; the message says what to do next, for people. The error
 * never holds the body, the secret or a computed signature, so it can be logged as it is.
 *
 * `instanceof` also holds for errors of the package's other copy (imported and required) and of other realms.
 */
export class VerificationError extends Error {
  readonly code: VerificationErrorCode;

  private constructor(code: VerificationErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** True for errors of every copy of this package. Subclasses keep the ordinary meaning. */
  static override [Symbol.hasInstance](value: unknown): value is VerificationError {
    // Naming the class in here makes bundlers rename it, and logs then show the new name.
    // biome-ignore-start lint/complexity/noThisInStatic: so `this` it is
    if (!Object.hasOwn(this.prototype, BRAND)) {
      return Function.prototype[Symbol.hasInstance].call(this, value);
    }
    // biome-ignore-end lint/complexity/noThisInStatic: so `this` it is
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

Object.defineProperties(VerificationError.prototype, {
  name: { value: "VerificationError", configurable: true, writable: true },
  [BRAND]: { value: true },
});

/** Makes an error. The constructor is private in the types, since only this package refuses callbacks. */
export function verificationError(code: VerificationErrorCode, message: string): VerificationError {
  type Constructor = new (code: VerificationErrorCode, message: string) => VerificationError;
  return new (VerificationError as unknown as Constructor)(code, message);
}
