// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The secret, from a file, the environment or a prompt; never from the command line.

import { bytesOf } from "./input.ts";
import { prompt } from "./prompt.ts";
import { UsageError } from "./usage.ts";

const VARIABLE = "CHECKOUT_SECRET";

export const SECRET_WAYS =
  `Give the secret by --secret-file FILE, by the environment variable ${VARIABLE} (or another: --secret-env NAME), ` +
  "or at the prompt that appears on a terminal.";

/** @type {Record<string, import("./options.ts").Option>} */
export const SECRET_OPTIONS = {
  "secret-file": {
    value: "FILE",
    multiple: true,
    help: "Reads the secret from a file, without the newline at its end. Again for a rotation, newest first.",
  },
  "secret-env": {
    value: "NAME",
    help: `Reads the secret from this environment variable instead of ${VARIABLE}.`,
  },
};

/**
 * The secrets that were given, newest first; where there is none, the answer to a prompt.
 *
 * @param {Record<string, any>} values
 * @param {{ isStdinRead?: boolean }} [situation] whether stdin is read for something else
 * @returns {Promise<(string | Uint8Array)[]>}
 */
export async function readSecrets(values, { isStdinRead = false } = {}) {
  const given = await givenSecrets(values);
  if (given) return given;
  const answer = await prompt("Secret key for callbacks (not shown): ", isStdinRead);
  if (answer === undefined) throw new UsageError(`There is no secret. ${SECRET_WAYS}`);
  return [answer];
}

/**
 * The secrets that were given; undefined where there is none.
 *
 * @param {Record<string, any>} values
 * @returns {Promise<(string | Uint8Array)[] | undefined>}
 */
export async function givenSecrets({ "secret-file": files = [], "secret-env": name }) {
  if (files.length > 0 && name !== undefined)
    throw new UsageError("Give the secret by --secret-file or by --secret-env, not by both.");
  if (files.length > 0) {
    const secrets = [];
    for (const [at, file] of files.entries()) {
      const what =
        files.length > 1 ? `the secret from --secret-file number ${at + 1}` : "the secret from --secret-file";
      secrets.push(secretIn(await bytesOf(file, what), what));
    }
    return secrets;
  }
  const secret = process.env[name ?? VARIABLE];
  // The name is not repeated: whoever takes the option for --secret has put the secret there.
  if (secret === undefined && name !== undefined)
    throw new UsageError("The environment variable that --secret-env names is not set here.");
  if (secret === "")
    throw new UsageError(
      `${name === undefined ? VARIABLE : "The environment variable that --secret-env names"} is set, but empty.`,
    );
  return secret === undefined ? undefined : [secret];
}

/**
 * @param {Uint8Array} bytes
 * @param {string} what
 * @returns {string | Uint8Array}
 */
function secretIn(bytes, what) {
  const [first, second, third] = bytes;
  if (
    (first === 0xef && second === 0xbb && third === 0xbf) ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff)
  ) {
    throw new UsageError(
      `Cannot read ${what}: the file begins with a byte order mark. Save it as UTF-8 without one.`,
    );
  }
  const bare = bytes.at(-1) === 0x0a ? bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1) : bytes;
  if (bare.length === 0) throw new UsageError(`Cannot read ${what}: the file is empty.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bare);
  } catch {
    return bare;
  }
}
