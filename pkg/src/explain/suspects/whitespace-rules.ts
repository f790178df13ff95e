// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Other rules for what is signed of a body: the package's own options, and what else programs take for whitespace.

import { latin1, latin1Text, utf8 } from "../text.ts";
import { joined } from "./encodings.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("../search/candidates.ts").Rule} Rule */
/** @typedef {import("../search/verifiers.ts").Options} Options */
/** @typedef {import("../search/candidates.ts").Content} Content */

/** @type {Record<Options["whitespace"], Finding>} */
const WHITESPACE = {
  all: {
    finding: "The signature was made over the body with all whitespace removed, inside strings too.",
    change: 'Leave the option whitespace out: "all" is the default.',
  },
  insignificant: {
    finding: "The signature was made over the body with whitespace removed only outside of strings.",
    change: 'Set the option whitespace: "insignificant".',
  },
  none: {
    finding: "The signature was made over the body exactly as it was sent, with whatever whitespace it has.",
    change: 'Set the option whitespace: "none".',
  },
};

/** @type {Record<Options["signed"], Finding>} */
const SIGNED = {
  body: {
    finding: "The signature was made over the whole body.",
    change: 'Leave the option signed out: "body" is the default.',
  },
  payload: {
    finding: "The signature was made over the member payload alone.",
    change: 'Set the option signed: "payload". The type of the event is then not authenticated.',
  },
};

const SENDERS =
  "The documented rule is Unicode White_Space, 25 characters, and no option here takes this one. If the sender is yours, sign " +
  "with sign() of this package, or remove exactly those characters; otherwise tell whoever sends it.";

// Unicode's letters do not name these sets, so they are written out.
const PYTHON = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const JAVA = /[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+/g;
const INVISIBLE = /[\p{White_Space}\u200b-\u200d\u2060\ufeff]+/gu;

/** @typedef {{ bytes: Uint8Array, text: string }} Text */

/** What others remove. @type {[what: string, strip: (body: Text) => string | Uint8Array | undefined][]} */
const OTHERS = [
  [
    "all whitespace removed, and a byte order mark left at its beginning",
    ({ text }) =>
      joined(
        Uint8Array.of(0xef, 0xbb, 0xbf),
        utf8(text.replace(/^\ufeff/, "").replace(/\p{White_Space}+/gu, "")),
      ),
  ],
  ["only ASCII's whitespace removed", without(/[\t-\r ]+/g)],
  ["only spaces removed", without(/ +/g)],
  ["only line breaks removed", without(/[\r\n]+/g)],
  ["only spaces and line breaks removed, and tabs left", without(/[\r\n ]+/g)],
  ["only the whitespace at its ends removed", ({ text }) => text.trim()],
  ["what JavaScript's \\s matches removed: U+FEFF as well, and U+0085 not", without(/\s+/g)],
  ["what Python's split() parts at removed: U+001C to U+001F as well", without(PYTHON)],
  [
    "what Java's isWhitespace names removed: U+001C to U+001F as well, and no-break spaces not",
    without(JAVA),
  ],
  ["invisible characters such as U+200B removed as well as all whitespace", without(INVISIBLE)],
  ["the escapes \\n, \\r and \\t removed as well as all whitespace", without(/\p{White_Space}+|\\[nrt]/gu)],
  [
    "whitespace removed byte by byte as in Latin-1, which breaks letters such as \u00e0",
    ({ bytes }) => latin1(latin1Text(bytes).replace(/[\t-\r \x85\xa0]+/g, "")),
  ],
];

/**
 * The package's own rules, the one that the options say among them, and then what others do.
 *
 * @param {Options} given
 * @returns {Rule[]}
 */
export function rules(given) {
  const whats = /** @type {const} */ (["body", "payload"]);
  const own = /** @type {const} */ (["all", "insignificant", "none"]).flatMap((whitespace) =>
    whats.map((signed) => ({ parts: parts(given, { whitespace, signed }), options: { whitespace, signed } })),
  );
  const others = OTHERS.flatMap(([what, strip]) => {
    const first = { finding: `The signature was made over the body with ${what}.`, change: SENDERS };
    return whats.map((signed) => ({
      parts: [first, ...part(given, signed)],
      options: { whitespace: /** @type {const} */ ("none"), signed },
      prepare: (/** @type {Content} */ { bytes, text }) =>
        text === undefined ? undefined : strip({ bytes, text }),
    }));
  });
  return [...own, ...others];
}

/** @param {Options} given @param {Options} other */
function parts(given, other) {
  const whitespace = other.whitespace === given.whitespace ? [] : [WHITESPACE[other.whitespace]];
  return [...part(given, other.signed), ...whitespace];
}

/** @param {Options} given @param {Options["signed"]} signed */
function part(given, signed) {
  return signed === given.signed ? [] : [SIGNED[signed]];
}

/** @param {RegExp} pattern */
function without(pattern) {
  return (/** @type {Text} */ { text }) => text.replace(pattern, "");
}
