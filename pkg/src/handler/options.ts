// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The handler's options, checked when it is made: a mistake must not wait for the first customer.

const FUNCTIONS = ["onPaymentAuthorized", "onUnknown", "expect", "onAnswer"];
const KNOWN = ["secret", "whitespace", "signed", "maxBodyBytes", "store", "storeTimeoutMs", ...FUNCTIONS];
/** A timer takes no more, and ends at once instead. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * @param {unknown} given
 * @returns {any} the same, with the default log
 */
export function checked(given) {
  if (typeof given !== "object" || given === null)
    throw wrong("Options must be an object: { secret, onPaymentAuthorized }.");
  const options = /** @type {any} */ (given);
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw wrong(`There is no option ${JSON.stringify(unknown)}; there are ${KNOWN.join(", ")}.`);
  if (typeof options.onPaymentAuthorized !== "function")
    throw wrong("onPaymentAuthorized must be a function: what you do for a payment.");
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== "function")
      throw wrong(`${name} must be a function.`);
  }
  const { store, storeTimeoutMs } = options;
  if (store !== undefined && typeof store?.once !== "function") {
    throw wrong("store must have the function once(key, work).");
  }
  if (
    storeTimeoutMs !== undefined &&
    !(Number.isSafeInteger(storeTimeoutMs) && storeTimeoutMs >= 1 && storeTimeoutMs <= MAX_TIMEOUT_MS)
  ) {
    throw wrong(`storeTimeoutMs must be an integer from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  return { ...options, onAnswer: options.onAnswer ?? log };
}

/**
 * What was not answered with 200 goes to the console: the code and the advice, never the secret or the body.
 *
 * @param {import("./process.ts").Answer} answer
 */
function log({ status, code, message, error }) {
  if (status === 200) return;
  const details = error === undefined ? [] : [error];
  console.warn(`checkout-signature: ${status} ${code}: ${message}`, ...details);
}

/** @param {string} message */
function wrong(message) {
  return Object.assign(new TypeError(message), { code: "invalid-option" });
}
