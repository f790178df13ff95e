// What the measurements share: one callback, and how their figures are put together.

import { createHmac } from "node:crypto";
import { body, secret } from "../../lib/callback.mjs";

const authorization = `HMAC-SHA256 Signature=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** The first verdict, as a statement of a script that has `verify`. */
export const VERIFY = `verify(${JSON.stringify(body)}, ${JSON.stringify(authorization)}, { secret: ${JSON.stringify(secret)} });`;

/**
 * The median of each member, in milliseconds with one decimal.
 *
 * @param {Record<string, number>[]} starts
 * @returns {Record<string, string>}
 */
export function medians(starts) {
  const median = (name) =>
    starts
      .map((start) => start[name])
      .toSorted((a, b) => a - b)
      [starts.length >> 1].toFixed(1);
  return Object.fromEntries(Object.keys(starts[0]).map((name) => [name, median(name)]));
}
