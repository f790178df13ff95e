// A verifier's options, read once and checked.

import { viewBytes } from "../shared/bytes.ts";
import { callerError, checkOptionNames, invalidOption } from "../shared/caller-error.ts";
import { describeMissingSecret } from "../shared/missing-secret.ts";
import { isPaddedSecret } from "../shared/padded-secret.ts";
import {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_SIGNED,
  DEFAULT_WHITESPACE,
  SIGNED,
  WHITESPACE,
} from "./generated/core-table.ts";
import { encode } from "./utf8.ts";

/** The secret key that callbacks are signed with. A string is taken as its UTF-8 bytes. */
export type Secret = string | Uint8Array;

export interface VerifierOptions {
  /**
   * The secret, or several during a rotation, newest first (8 at most). Copied when it is read.
   *
   * A string with whitespace at an end is refused, since it most likely came from a file with a newline.
   */
  secret: Secret | readonly Secret[];
  /**
   * Which whitespace is removed before hashing. `"all"` (the default) is the API's documented rule: every Unicode
   * White_Space code point, in any place. `"insignificant"` leaves JSON strings alone; `"none"` hashes the bytes exactly
   * as sent.
   */
  whitespace?: "all" | "insignificant" | "none";
  /**
   * Which bytes are signed: the `"body"` (the default), or only its top-level member `"payload"`. With the latter the
   * type is not authenticated, and only `payment-authorized` is accepted.
   */
  signed?: "body" | "payload";
  /** The longest body accepted, in bytes: 1 to 2^30, 1 MiB (2^20) by default. */
  maxBodyBytes?: number;
}

/** Copies of the secrets, newest first, and the options as the module's numbers. */
export interface Settings {
  readonly secrets: readonly Uint8Array[];
  readonly whitespace: number;
  readonly signed: number;
  readonly maxBodyBytes: number;
}

export const OPTION_NAMES = ["secret", "whitespace", "signed", "maxBodyBytes"] as const;
const MAX_MAX_BODY_BYTES = 2 ** 30;

/** Reads a verifier's options. */
export function readOptions(options: unknown): Settings {
  const {
    secret,
    whitespace = DEFAULT_WHITESPACE,
    signed = DEFAULT_SIGNED,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
  } = checkOptionNames(options, OPTION_NAMES, "{ secret }");
  return {
    whitespace: readChoice("whitespace", WHITESPACE, whitespace),
    signed: readChoice("signed", SIGNED, signed),
    maxBodyBytes: readMaxBodyBytes(maxBodyBytes),
    secrets: readSecrets(secret),
  };
}

/** Reads the rule for whitespace alone, as the module's number. */
export function readWhitespace(options: unknown = {}): number {
  const { whitespace = DEFAULT_WHITESPACE } = checkOptionNames(
    options,
    OPTION_NAMES,
    '{ whitespace: "all" }',
  );
  return readChoice("whitespace", WHITESPACE, whitespace);
}

function readChoice(name: string, choices: readonly string[], value: unknown): number {
  const number = (choices as readonly unknown[]).indexOf(value);
  if (number < 0) {
    throw invalidOption(`${name} must be one of ${choices.map((choice) => `"${choice}"`).join(", ")}.`);
  }
  return number;
}

function readMaxBodyBytes(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_MAX_BODY_BYTES) {
    return value;
  }
  throw invalidOption(`maxBodyBytes must be an integer from 1 to ${MAX_MAX_BODY_BYTES} (1 GiB).`);
}

function readSecrets(secret: unknown): Uint8Array[] {
  const secrets: unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0) throw emptySecret("an empty array");
  return secrets.map(readSecret);
}

function readSecret(secret: unknown): Uint8Array {
  if (secret === undefined || secret === null) throw emptySecret(String(secret));
  if (typeof secret === "string" && isPaddedSecret(secret)) {
    throw callerError(
      "padded-secret",
      "The secret begins or ends with whitespace, most likely the newline of the file or variable that it came from. Trim " +
        "it; if the whitespace belongs to it, pass the secret as a Uint8Array.",
    );
  }
  const bytes = typeof secret === "string" ? encode(secret) : viewBytes(secret);
  if (!bytes) {
    throw invalidOption("secret must be a string, a Uint8Array, or an array of them, newest first.");
  }
  // Not slice(): a Buffer's is no copy, and wiping it would leave the caller with a key of zeros.
  const copy = new Uint8Array(bytes);
  if (copy.length === 0) throw emptySecret("empty");
  return copy;
}

function emptySecret(what: string) {
  return callerError("empty-secret", describeMissingSecret(what));
}
