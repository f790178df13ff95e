// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { dispose, judge, judgeHeader, Verifier } from "./verifier.ts";

export { canonicalId, sameId } from "../shared/ids.ts";
export { VerificationError } from "./errors.ts";
export { Verifier };

/**
 * What `/handler`, a file of its own, needs beside the documented face.
 *
 * @internal
 */
export const internals = {
  judge: (verifier, body, authorization) => judge(verifier, body, authorization),
  judgeHeader: (verifier, authorization) => judgeHeader(verifier, authorization),
};

/**
 * Verifies a callback and returns the event that it proves. Documented in index.d.ts.
 *
 * @param {unknown} body
 * @param {unknown} authorization
 * @param {unknown} options
 */
export function verify(body, authorization, options) {
  return once(options, (verifier) => verifier.verify(body, authorization));
}

/**
 * Signs a body as the Checkout API does. Documented in index.d.ts.
 *
 * @param {unknown} body
 * @param {unknown} options
 */
export function sign(body, options) {
  return once(options, (verifier) => verifier.sign(body));
}

/**
 * @template T
 * @param {unknown} options
 * @param {(verifier: Verifier) => T} use
 */
function once(options, use) {
  const verifier = new Verifier(options);
  try {
    return use(verifier);
  } finally {
    verifier[dispose]();
  }
}
