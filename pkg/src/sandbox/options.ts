// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The sandbox's options, checked when it is made.

import { Verifier } from "checkout-signature";
import { isWebAddress } from "./api/web-address.ts";

const KNOWN = ["secret", "merchantId", "apiKey", "baseUrl", "fetch", "speed", "onAttempt"];

/**
 * @param {any} given
 * @returns {any} the same with what was left out, and `sign` in place of the secret
 */
export function checked(given) {
  if (typeof given !== "object" || given === null) throw wrong("Options must be an object: { secret }.");
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw wrong(`There is no option ${JSON.stringify(unknown)}; there are ${KNOWN.join(", ")}.`);
  const {
    secret,
    merchantId = 1001,
    apiKey = "sandbox-api-key",
    baseUrl,
    speed = 1,
    onAttempt = () => {},
  } = given;
  const verifier = new Verifier({ secret });
  if (!(Number.isSafeInteger(merchantId) && merchantId >= 0)) throw wrong("merchantId must be an integer.");
  if (typeof apiKey !== "string" || apiKey === "") throw wrong("apiKey must be a string that is not empty.");
  if (baseUrl !== undefined && !isWebAddress(baseUrl))
    throw wrong("baseUrl must be an http or https address.");
  checkedSpeed(speed);
  // Looked up at each call, so that what stands in for the global in a test is used; as a method of nothing, as it wants.
  const send = given.fetch ?? ((/** @type {Request} */ request) => globalThis.fetch(request));
  if (typeof send !== "function") throw wrong("fetch must be a function.");
  if (typeof onAttempt !== "function") throw wrong("onAttempt must be a function.");
  return {
    merchantId,
    apiKey,
    baseUrl,
    speed,
    onAttempt,
    send,
    sign: (/** @type {string} */ body) => verifier.sign(body),
  };
}

/** @param {unknown} speed */
export function checkedSpeed(speed) {
  if (isMeasure(speed)) return speed;
  throw wrong("speed must be a number, 0 or more: how many times faster than the world.");
}

/** @param {unknown} ms */
export function checkedMs(ms) {
  if (isMeasure(ms)) return ms;
  throw wrong("The clock moves on by a number of milliseconds, 0 or more.");
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isMeasure(value) {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** @param {string} message */
function wrong(message) {
  return Object.assign(new TypeError(message), { code: "invalid-option" });
}
