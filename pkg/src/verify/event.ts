// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Events, as the module leaves them in the body's buffer, as frozen objects.

import { text } from "./core.ts";

/**
 * @param {number} amount
 * @param {number} first bytes of the payment's id
 * @param {number} second bytes of the session's id, right after it
 */
export function paymentAuthorized(amount, first, second) {
  const [paymentId, sessionId] = pair(first, second);
  return Object.freeze({
    type: /** @type {const} */ ("payment-authorized"),
    payload: Object.freeze({ amount, paymentId, sessionId }),
  });
}

/**
 * @param {number} first bytes of the event's name
 * @param {number} second bytes of the payload's JSON, right after it; -1 where there is none
 */
export function unknownEvent(first, second) {
  const [name, json] = pair(first, Math.max(second, 0));
  return Object.freeze({
    type: /** @type {const} */ ("unknown"),
    name,
    payload: second < 0 ? undefined : frozen(JSON.parse(json)),
  });
}

/**
 * Two texts that stand one after another.
 *
 * @param {number} first bytes
 * @param {number} second bytes
 */
function pair(first, second) {
  const both = text(first + second);
  // In any real id every character is one byte; elsewhere the first text has to be measured by itself.
  const end = both.length === first + second ? first : text(first).length;
  return [both.slice(0, end), both.slice(end)];
}

/**
 * @template T
 * @param {T} value JSON, which the module let through: it nests 128 deep at most
 * @returns {T}
 */
function frozen(value) {
  if (typeof value !== "object" || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
