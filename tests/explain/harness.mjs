// A callback, and a sender of its own: node:crypto, so that nothing is explained by the package that it explains.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { body, event, ids, secret } from "../lib/callback.mjs";
import { entry, explain as subpath } from "../lib/consumer.mjs";

export { imported } from "../lib/consumer.mjs";
export const { explain, signedPieces } = subpath;
export const required = createRequire(entry)("checkout-signature/explain");

export { body, event, ids, secret };
/** A body with everything in it that writers of JSON and readers of text disagree about. */
export const note = 'Fjällräven\'s <b>"3/4"</b> & `more` + a=b, 50 € naïve \u{1F600}';
export const rich = JSON.stringify({ type: "payment-noted", payload: { amount: 2000, ...ids, note } });

/** A text as the API signs it. */
export const stripped = (text) => text.replace(/\p{White_Space}/gu, "");
/** The digits of the signature of exactly these bytes. */
export const digits = (bytes, /** @type {string | Uint8Array} */ key = secret) =>
  createHmac("sha256", key).update(bytes).digest("hex");
/** The header that goes with them. */
export const header = (bytes, /** @type {string | Uint8Array} */ key = secret) =>
  `HMAC-SHA256 Signature=${digits(bytes, key)}`;

/** What is said where nothing matches, last. */
export const NEXT = [
  "nothing-matches",
  "secret-may-be-changed",
  "body-may-be-changed",
  "other-delivery",
  "other-sender",
];

/** Every sentence that a test has seen, by its code. @type {Map<string, Set<string>>} */
export const seenProse = new Map();

/**
 * Explains a situation, and expects these findings and no others. Codes with a plus between them are one finding: changes
 * that are needed together.
 *
 * @param {{ body?: any, authorization?: any, options?: any }} situation
 * @param {...string} codes
 */
export function finds(situation, ...codes) {
  const given = { body, authorization: header(stripped(body)), ...situation };
  const found = explain(given.body, given.authorization, { secret, ...given.options });
  found.forEach(remember);
  const shown = found.map(({ code, finding, change }) => `${code}: ${finding}\n    → ${change}`).join("\n");
  const foundCodes = found.map(({ code, parts }) => parts?.map((part) => part.code).join(" + ") ?? code);
  assert.deepEqual(foundCodes, codes, shown);
}

/** @param {{ code: string, finding: string, change: string, parts?: any[] }} found */
function remember({ code, finding, change, parts = [] }) {
  const sentences = seenProse.get(code) ?? new Set();
  // A combination is told once for each number of its parts; what it is made of is told by itself.
  const text = parts.length > 0 ? finding.split(". ")[0] : `${finding}\n  → ${change}`;
  seenProse.set(code, sentences.add(text));
  parts.forEach(remember);
}
