// A callback, and a sender of its own: node:crypto, so that nothing is explained by the package that it explains.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const consumer = process.env.CONSUMER ?? "";
const entry = pathToFileURL(path.join(consumer, "both.mjs")).href;
const both = await import(entry);
export const { imported } = both;
export const { explain, signedPieces } = both.explain;
export const required = createRequire(entry)("checkout-signature/explain");

export const secret = "correct horse battery staple";
export const ids = {
  paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
  sessionId: "4e0d7dd3c12441fba02981f60732a13f",
};
export const event = { type: "payment-authorized", payload: { amount: 2000, ...ids } };
export const body = JSON.stringify(event);
/** A body with everything in it that writers of JSON and readers of text disagree about. */
export const note = 'Fjällräven\'s <b>"3/4"</b> & `more` + a=b, 50 € naïve \u{1F600}';
export const rich = JSON.stringify({ type: "payment-noted", payload: { amount: 2000, ...ids, note } });

/** A text as the API signs it. */
export const stripped = (text) => text.replace(/\p{White_Space}/gu, "");
/** The digits of the signature of exactly these bytes. */
export const digits = (bytes, key = secret) => createHmac("sha256", key).update(bytes).digest("hex");
/** The header that goes with them. */
export const header = (bytes, key = secret) => `HMAC-SHA256 Signature=${digits(bytes, key)}`;

/**
 * Explains a situation; of the findings, each has to say what is expected of it, and there has to be no other.
 *
 * @param {{ body?: any, authorization?: any, options?: object }} situation
 * @param {...(string | [finding: string, change: string])} expected
 */
export function says(situation, ...expected) {
  const {
    body: given,
    authorization,
    options,
  } = { body, authorization: header(stripped(body)), ...situation };
  const found = explain(given, authorization, { secret, ...options });
  const shown = found.map(({ finding, change }) => `${finding}\n    → ${change}`).join("\n");
  assert.equal(found.length, expected.length, `so many findings:\n${shown}`);
  expected.forEach((one, at) => {
    const [finding, change = ""] = [one].flat();
    assert.ok(found[at].finding.includes(finding), `finding ${at + 1} says "${finding}":\n${shown}`);
    const [isOne, isOneExpected] = [found[at].finding, finding].map(
      (text) => !text.includes("things come together"),
    );
    assert.equal(isOne, isOneExpected, `finding ${at + 1} is one thing, or several:\n${shown}`);
    assert.ok(found[at].change.includes(change), `change ${at + 1} says "${change}":\n${shown}`);
  });
}
