// Verifiers of the package, one for each batch of secrets and each rule: what matches is what they say.

import { signedPieces, Verifier } from "checkout-signature";
import { joinBytes } from "../../shared/bytes.ts";
import type { SecretCandidate } from "../suspects/secrets.ts";
import { attempt } from "../text.ts";
import { signWithEmptyKey } from "./empty-key.ts";

/** The options that say what is signed of a body. */
export interface SigningOptions {
  readonly whitespace: "all" | "insignificant" | "none";
  readonly signed: "body" | "payload";
}

/** Above the length of any body that the search makes. */
const MAX_CANDIDATE_BYTES = 2 ** 30;

/** The empty key is tried by slow code of our own, and the signed pieces of longer bodies are not shown. */
const MAX_EMPTY_KEY_BODY_BYTES = 2 ** 20;

/** Wipes the keys of a verifier. */
export function disposeVerifier(verifier: Verifier): void {
  // Not every runtime has the symbol yet; the package uses this one in its place.
  const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  verifier[dispose]();
}

function isEmptyKey({ value }: SecretCandidate): boolean {
  return value.length === 0;
}

export class Verifiers {
  readonly #byRule = new Map<string, Map<SecretCandidate, Verifier>>();

  /** Whether one of the secrets made this signature of a body. */
  matches(
    secrets: readonly SecretCandidate[],
    options: SigningOptions,
    body: Uint8Array,
    digits: string,
  ): boolean {
    const keyed = secrets.filter((secret) => !isEmptyKey(secret));
    if (keyed.length > 0 && this.#holds(keyed, options, body, digits)) return true;
    const empty = secrets.find(isEmptyKey);
    return empty !== undefined && this.sign(empty, options, body).slice(-64) === digits.toLowerCase();
  }

  /** Whether the right signature begins with these digits. It looks at all of them, whichever differ. */
  matchesStart(secret: SecretCandidate, options: SigningOptions, body: Uint8Array, digits: string): boolean {
    const right = this.sign(secret, options, body).slice(-64);
    const given = digits.toLowerCase();
    let difference = 0;
    for (let at = 0; at < given.length; at += 1) difference |= right.charCodeAt(at) ^ given.charCodeAt(at);
    return difference === 0;
  }

  /** The header's value, or "" where there is nothing to sign: only the payload is signed, and the body has none. */
  sign(secret: SecretCandidate, options: SigningOptions, body: Uint8Array): string {
    if (!isEmptyKey(secret)) return attempt(() => this.#verifierOf([secret], options).sign(body)) ?? "";
    // The pieces are those of the whole body: the payload alone is not tried under this key.
    if (options.signed === "payload" || body.length > MAX_EMPTY_KEY_BODY_BYTES) return "";
    const pieces = signedPieces(body, { whitespace: options.whitespace });
    return signWithEmptyKey(joinBytes(pieces.map(([start, end]) => body.subarray(start, end))));
  }

  /** Wipes the secrets that are held here. */
  dispose(): void {
    for (const verifiers of this.#byRule.values()) for (const one of verifiers.values()) disposeVerifier(one);
    this.#byRule.clear();
  }

  #holds(
    secrets: readonly SecretCandidate[],
    options: SigningOptions,
    body: Uint8Array,
    digits: string,
  ): boolean {
    try {
      this.#verifierOf(secrets, options).verifySignature(body, `HMAC-SHA256 Signature=${digits}`);
      return true;
    } catch {
      return false;
    }
  }

  #verifierOf(secrets: readonly SecretCandidate[], { whitespace, signed }: SigningOptions): Verifier {
    const [first] = secrets;
    if (!first) throw new RangeError("A verifier needs a secret.");
    // Batches never overlap, so the first secret and the number of them name a batch.
    const rule = `${whitespace} ${signed} ${secrets.length}`;
    const verifiers = this.#byRule.get(rule) ?? new Map<SecretCandidate, Verifier>();
    this.#byRule.set(rule, verifiers);
    const known = verifiers.get(first);
    if (known) return known;
    const secret = secrets.map(({ value }) => value);
    const made = new Verifier({ secret, whitespace, signed, maxBodyBytes: MAX_CANDIDATE_BYTES });
    verifiers.set(first, made);
    return made;
  }
}
