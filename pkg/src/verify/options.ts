// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A verifier's options, read once and checked.

import { viewBytes } from "../shared/bytes.ts";
import { callerError } from "../shared/caller-error.ts";

const WHITESPACE = ["all", "insignificant", "none"];
const SIGNED = ["body", "payload"];
const KNOWN = ["secret", "whitespace", "signed", "maxBodyBytes"];

const MOST_BODY_BYTES = 2 ** 30;
const MOST_SECRETS = 8;

const encoder = new TextEncoder();

/**
 * Copies of the secrets, newest first, and the options as the module's numbers.
 *
 * @typedef {{ secrets: Uint8Array[], whitespace: number, signed: number, maxBodyBytes: number }} Settings
 */

/**
 * @param {unknown} given
 * @returns {Settings}
 */
export function settings(given) {
  const { secret, whitespace = "all", signed = "body", maxBodyBytes = 2 ** 20 } = known(given);
  if (!Number.isInteger(maxBodyBytes) || maxBodyBytes < 1 || maxBodyBytes > MOST_BODY_BYTES) {
    throw callerError(
      "invalid-option",
      `maxBodyBytes must be an integer from 1 to ${MOST_BODY_BYTES} (1 GiB).`,
    );
  }
  return {
    whitespace: choice("whitespace", WHITESPACE, whitespace),
    signed: choice("signed", SIGNED, signed),
    maxBodyBytes,
    secrets: secretBytes(secret),
  };
}

/**
 * The rule for whitespace by itself, as the module's number.
 *
 * @param {unknown} given
 */
export function whitespaceRule(given = {}) {
  const { whitespace = "all" } = known(given);
  return choice("whitespace", WHITESPACE, whitespace);
}

/**
 * @param {unknown} given
 * @returns {any}
 */
function known(given) {
  if (typeof given !== "object" || given === null) {
    throw callerError("invalid-option", "Options must be an object: { secret }.");
  }
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw callerError(
      "invalid-option",
      `There is no option ${JSON.stringify(unknown)}; there are ${KNOWN.join(", ")}.`,
    );
  }
  return given;
}

/**
 * @param {string} name
 * @param {string[]} choices
 * @param {unknown} value
 */
function choice(name, choices, value) {
  const at = choices.indexOf(/** @type {string} */ (value));
  if (at < 0)
    throw callerError("invalid-option", `${name} must be one of ${choices.map((c) => `"${c}"`).join(", ")}.`);
  return at;
}

/** @param {unknown} secret */
function secretBytes(secret) {
  const secrets = Array.isArray(secret) ? secret : [secret];
  if (secrets.length > MOST_SECRETS) {
    throw callerError(
      "invalid-option",
      `At most ${MOST_SECRETS} secrets can be tried; remove those no longer in use.`,
    );
  }
  if (secrets.length === 0) throw emptySecret("an empty array");
  return secrets.map(oneSecret);
}

/** @param {unknown} secret */
function oneSecret(secret) {
  if (secret === undefined || secret === null) throw emptySecret(String(secret));
  if (typeof secret === "string" && /^\p{White_Space}|\p{White_Space}$/u.test(secret)) {
    throw callerError(
      "padded-secret",
      "The secret begins or ends with whitespace, most likely the newline of the file or variable that it " +
        "came from. Trim it; if the whitespace belongs to it, pass the secret as a Uint8Array.",
    );
  }
  const given = typeof secret === "string" ? encoder.encode(secret) : viewBytes(secret);
  if (!given) {
    throw callerError(
      "invalid-option",
      "secret must be a string, a Uint8Array, or an array of them, newest first.",
    );
  }
  // Not slice(): a Buffer's is no copy, and wiping it would leave the caller with a key of zeros.
  const copy = new Uint8Array(given);
  if (copy.length === 0) throw emptySecret("empty");
  return copy;
}

/** @param {string} what */
function emptySecret(what) {
  return callerError(
    "empty-secret",
    `The secret is ${what}. Give the secret key that the Checkout API signs callbacks with; if it comes from ` +
      "an environment variable, that variable is not set here.",
  );
}
