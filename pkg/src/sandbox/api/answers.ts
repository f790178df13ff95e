// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What the API answers: JSON, and problems as RFC 9457 writes them.

/**
 * @param {unknown} value
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export function json(value, status = 200, headers = {}) {
  const all = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Sandbox": "no money moves",
    ...headers,
  };
  return new Response(`${JSON.stringify(value, null, 2)}\n`, { status, headers: all });
}

/**
 * One thing that is wrong with a request's body: where, as a JSON pointer (RFC 6901) in a fragment, and what.
 *
 * @typedef {{ pointer: string, detail: string }} Fault
 */

/** A request that cannot be answered as it was asked. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} title
   * @param {{ detail?: string, errors?: Fault[], headers?: Record<string, string> }} [more]
   */
  constructor(status, title, { detail, errors, headers } = {}) {
    super(title);
    this.response = () =>
      json({ title, status, detail, errors }, status, {
        "Content-Type": "application/problem+json",
        ...headers,
      });
  }
}
