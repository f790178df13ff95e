// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/** A brand that the ESM and the CommonJS copy share, in every realm. */
const BRAND = Symbol.for("checkout-signature.VerificationError");

/**
 * A callback that was refused. `code` says why, for programs; `message` says what to do, for people.
 *
 * It never holds the body, the secret or a computed signature.
 */
export class VerificationError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    /** @readonly */
    this.code = code;
  }

  /**
   * True for errors of any copy of this package, so that `instanceof` holds where one part of a program
   * imports it and another requires it. Subclasses keep the ordinary meaning.
   *
   * @param {unknown} value
   */
  static [Symbol.hasInstance](value) {
    // Naming the class here would make bundlers rename it, and logs would show that name.
    if (!Object.hasOwn(this.prototype, BRAND))
      return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

Object.defineProperties(VerificationError.prototype, {
  name: { value: "VerificationError", configurable: true, writable: true },
  [BRAND]: { value: true },
});
