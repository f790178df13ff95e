// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The secrets that the sender may have, where it is not the one that was given.

import { latin1Text, textOf, toHex, utf8 } from "../text.ts";
import { ENCODED, MENDED, SPOILT, UNSET } from "./secret-steps.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */

/** A secret that the sender may have, and what is the matter if so. @typedef {{ value: Uint8Array, parts: Finding[] }} Suspect */

/** A secret is a line at most; what is longer is a file that was given for one, and only tried as it is. */
const LONGEST = 512;

/** HMAC fills a key up with zero bytes to 64; a longer one is hashed. */
const BLOCK = 64;

/**
 * The secrets that were given, then those one step away from them, then those two steps away.
 *
 * @param {Uint8Array[]} given
 * @returns {Suspect[]}
 */
export function suspects(given) {
  /** @type {Map<string, Suspect>} */
  const all = new Map();
  for (const suspect of everything(given)) {
    // Zero bytes at the end make no other key, and an empty key, which no verifier takes, is one zero byte.
    const key =
      suspect.value.length > BLOCK ? toHex(suspect.value) : toHex(suspect.value).replace(/(?:00)+$/, "");
    if (!all.has(key))
      all.set(key, suspect.value.length > 0 ? suspect : { ...suspect, value: new Uint8Array(1) });
  }
  return [...all.values()];
}

/** @param {Uint8Array[]} given @returns {Generator<Suspect>} */
function* everything(given) {
  const nameOf = (/** @type {number} */ at) =>
    given.length === 1 ? "the secret" : `secret ${at + 1} of ${given.length}`;
  const named = given.map((value, at) => ({ value, name: nameOf(at) }));
  const short = named.filter(({ value }) => value.length <= LONGEST);
  for (const value of given) yield { value, parts: [] };
  for (const { value, name } of short) yield* away(value, name);
  for (const [text, what] of UNSET) {
    yield {
      value: utf8(text),
      parts: [
        {
          finding: `The signature was made with ${what}: the sender's is not set.`,
          change: "Set it there, and accept nothing that is signed so: anybody could sign it.",
        },
      ],
    };
  }
  for (const { value, name } of short) {
    for (const first of mended(value, name)) {
      for (const second of away(first.value, "that"))
        yield { value: second.value, parts: [...first.parts, ...second.parts] };
    }
  }
}

/** One step away. @param {Uint8Array} value @param {string} name */
function* away(value, name) {
  yield* mended(value, name);
  const text = textOf(value) ?? latin1Text(value);
  for (const [how, change, turn] of ENCODED) {
    const other = turn(value, text);
    if (other && other.length > 0) yield { value: other, parts: [part(name, how, change)] };
  }
  yield* stepped(value, name, SPOILT);
}

/** @param {Uint8Array} value @param {string} name */
function mended(value, name) {
  return stepped(value, name, MENDED);
}

/** @param {Uint8Array} value @param {string} name @param {import("./secret-steps.ts").TextStep[]} steps */
function* stepped(value, name, steps) {
  const text = textOf(value);
  if (text === undefined) return;
  for (const [how, change, turn] of steps) {
    const other = turn(text);
    // An empty secret is known by its own name.
    if (other !== undefined && other !== text && other !== "")
      yield { value: utf8(other), parts: [part(name, how, change)] };
  }
}

/** @param {string} name @param {string} how @param {string} change @returns {Finding} */
function part(name, how, change) {
  return { finding: `The signature was made with ${name} ${how}.`, change };
}
