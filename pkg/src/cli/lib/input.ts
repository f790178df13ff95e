// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What a command reads: a body as bytes, never as text; a header as people paste it.

import { createReadStream } from "node:fs";
import { note } from "./output.ts";
import { UsageError } from "./usage.ts";

let isStdinTaken = false;

/**
 * The bytes of a file, or of stdin for "-"; at most one more than the limit, so that a longer one shows.
 *
 * @param {string} name
 * @param {string} what to call it where it cannot be read: never its name alone, which can be a secret in the wrong place
 * @param {number} most
 * @returns {Promise<Uint8Array>}
 */
export async function bytesOf(name, what, most = 2 ** 20) {
  if (name === "-") {
    if (isStdinTaken)
      throw new UsageError(
        "Standard input can be read once: give all but one of body, header and secret in files.",
      );
    isStdinTaken = true;
    if (process.stdin.isTTY)
      note(
        `Reading ${what} from the terminal; ${process.platform === "win32" ? "Ctrl-Z and Enter end" : "Ctrl-D ends"} it.`,
      );
  }
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  try {
    for await (const piece of name === "-" ? process.stdin : createReadStream(name)) {
      pieces.push(piece);
      length += piece.length;
      if (length > most) break;
    }
  } catch (error) {
    throw new UsageError(`Cannot read ${what}: ${reason(error)}`);
  }
  return Buffer.concat(pieces).subarray(0, most + 1);
}

/**
 * The body that a command is given as its argument: a file, or stdin.
 *
 * @param {string | undefined} positional
 * @param {number} [most]
 */
export function readBody(positional = "-", most) {
  return bytesOf(positional, positional === "-" ? "the body" : `the body from ${positional}`, most);
}

/**
 * The header that a command is given: its value, or what people paste: the line with its name, or all lines.
 *
 * @param {Record<string, any>} values
 * @returns {Promise<string | { authorization: string[] }>}
 */
export async function readHeader({ header, "header-file": file }) {
  if (header !== undefined && file !== undefined)
    throw new UsageError("Give the header by --header or by --header-file, not by both.");
  if (header === undefined && file === undefined) {
    throw new UsageError(
      'Give the Authorization header of the callback: --header "HMAC-SHA256 Signature=...", or --header-file FILE.',
    );
  }
  const text = header ?? new TextDecoder().decode(await bytesOf(file, `the header from ${file}`));
  const lines = text.split(/\r?\n/);
  const named = lines.filter((/** @type {string} */ line) => NAME.test(line));
  return named.length > 0
    ? { authorization: named.map((/** @type {string} */ line) => line.replace(NAME, "")) }
    : text.replace(/(\r?\n)+$/, "");
}

const NAME = /^\s*authorization\s*:\s*/i;

/** @param {unknown} error */
export function reason(error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  const known = {
    ENOENT: "there is no such file.",
    EISDIR: "it is a folder.",
    EACCES: "it may not be read by you.",
    ENOSPC: "the disk is full.",
  };
  return known[/** @type {keyof typeof known} */ (code)] ?? `${code ?? "the file system gave an error"}.`;
}
