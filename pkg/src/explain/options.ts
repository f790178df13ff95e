// The options of explain: read once, and checked by the package itself.

import { Verifier, type VerifierOptions } from "checkout-signature";
import { invalidOption } from "../shared/caller-error.ts";
import { isPaddedSecret } from "../shared/padded-secret.ts";
import {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNED,
  DEFAULT_WHITESPACE,
} from "../verify/generated/core-table.ts";
import { disposeVerifier, type SigningOptions } from "./search/verifiers.ts";
import { encodeUtf8 } from "./text.ts";

/** The options of `verify`, and what is known of the response. */
export interface ExplainOptions extends VerifierOptions {
  /**
   * The `WWW-Authenticate` header of the 401 that the callback was answered with; `null` where that response has none. It
   * says who refused the callback: this package's handler, or a gateway in front of it.
   */
  readonly challenge?: string | null | undefined;
}

export interface Settings {
  readonly secrets: readonly Uint8Array[];
  /** Whether a secret is a string that the package refuses for its whitespace. */
  readonly isPadded: boolean;
  readonly challenge: string | null | undefined;
  /** The caller's options, with the secrets as bytes. */
  readonly options: SigningOptions & {
    readonly secret: readonly Uint8Array[];
    readonly maxBodyBytes: number;
  };
}

/** Reads and checks the options; a padded secret is let through, to be found. */
export function readSettings(given: ExplainOptions): Settings {
  const {
    secret,
    challenge,
    whitespace = DEFAULT_WHITESPACE,
    signed = DEFAULT_SIGNED,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
    ...others
  } = typeof given === "object" && given !== null ? given : ({} as ExplainOptions);
  const list: readonly unknown[] = Array.isArray(secret) ? [...secret] : [secret];
  const isPadded = list.some((one) => typeof one === "string" && isPaddedSecret(one));
  const bytes = list.map((one) => (typeof one === "string" ? encodeUtf8(one) : one)) as Uint8Array[];
  const options = { whitespace, signed, maxBodyBytes, secret: bytes };
  // What is not an object, or has options that do not exist, is refused as it is.
  disposeVerifier(
    new Verifier(typeof given === "object" && given !== null ? { ...others, ...options } : given),
  );
  if (challenge !== undefined && challenge !== null && typeof challenge !== "string")
    throw invalidOption("challenge must be the value of the response's WWW-Authenticate header, or null.");
  return { options, secrets: bytes.map((one) => new Uint8Array(one)), isPadded, challenge };
}
