import type { Authorization, Body, VerifierOptions } from "checkout-signature";

/** One thing that was found, in sentences for people. */
export interface Finding {
  /** What is the matter: `"The signature was made with the secret without its newline at the end."` */
  readonly finding: string;
  /** What to change, or what to look at next. */
  readonly change: string;
}

/**
 * Says why a signature does not match: tries the usual suspects (a padded, quoted, hex or base64 secret, the payload
 * alone, other whitespace rules, a body that was parsed and written again, a byte order mark, a base64 signature …) and
 * names the one that would match. There is always at least one finding; where nothing matches, what to check next.
 *
 * For development. It is for people to read and never a verdict: only {@link verify} says whether a callback is
 * authentic. Its sentences hold no secret, no body and no computed signature.
 *
 * @throws {TypeError} with the code `invalid-option` or `empty-secret`; a padded secret and a parsed body are findings
 */
export function explain(
  body: Body | object,
  authorization: Authorization,
  options: VerifierOptions,
): readonly Finding[];

export { type Piece, signedPieces } from "checkout-signature";
