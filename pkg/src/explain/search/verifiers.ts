// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Verifiers of the package, one for each ring of secrets and each set of options: what matches is what they say.

import { Verifier } from "checkout-signature";

/** @typedef {import("../suspects/secrets.ts").Suspect} Secret */
/** @typedef {{ whitespace: "all" | "insignificant" | "none", signed: "body" | "payload" }} Options */

/** Beyond any body that the search makes. */
const NO_LIMIT = 2 ** 30;

/** Wipes what a verifier holds. @param {Verifier} verifier */
export function wipe(verifier) {
  // Not every runtime has the symbol yet; the package falls back to the same.
  /** @type {any} */ (verifier)[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
}

export class Verifiers {
  /** @type {Map<string, Map<Secret, Verifier>>} */
  #known = new Map();

  /**
   * Whether one of the secrets made this signature of a body.
   *
   * @param {Secret[]} secrets
   * @param {Options} options
   * @param {Uint8Array} body
   * @param {string} digits
   */
  holds(secrets, options, body, digits) {
    try {
      this.#of(secrets, options).verifySignature(body, `HMAC-SHA256 Signature=${digits}`);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Whether a signature begins with these digits. All of them are looked at, whichever differ.
   *
   * @param {Secret} secret
   * @param {Options} options
   * @param {Uint8Array} body
   * @param {string} digits
   */
  begins(secret, options, body, digits) {
    const right = this.sign(secret, options, body).slice(-64);
    const seen = digits.toLowerCase();
    let difference = 0;
    for (let at = 0; at < seen.length; at += 1) difference |= right.charCodeAt(at) ^ seen.charCodeAt(at);
    return difference === 0;
  }

  /**
   * @param {Secret} secret
   * @param {Options} options
   * @param {Uint8Array} body
   */
  sign(secret, options, body) {
    return this.#of([secret], options).sign(body);
  }

  /** Wipes the secrets that are held here. */
  dispose() {
    for (const known of this.#known.values()) {
      for (const verifier of known.values()) wipe(verifier);
    }
    this.#known.clear();
  }

  /** A ring is known by its first secret and its length. @param {Secret[]} secrets @param {Options} options */
  #of(secrets, { whitespace, signed }) {
    const [first] = /** @type {[Secret]} */ (secrets);
    const name = `${whitespace} ${signed} ${secrets.length}`;
    const known = this.#known.get(name) ?? new Map();
    this.#known.set(name, known);
    const secret = secrets.map(({ value }) => value);
    const verifier = known.get(first) ?? new Verifier({ secret, whitespace, signed, maxBodyBytes: NO_LIMIT });
    known.set(first, verifier);
    return verifier;
  }
}
