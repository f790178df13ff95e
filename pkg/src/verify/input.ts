// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What callers hand in, checked before any of it reaches the module: generated glue takes anything
// array-like, and would read a string as NULs and an ArrayBuffer as the empty body.

import { viewBytes } from "../shared/bytes.ts";
import { callerError } from "../shared/caller-error.ts";

/**
 * A raw body: the string itself, or its bytes in a view of the caller's memory.
 *
 * @param {unknown} body
 * @returns {string | Uint8Array}
 */
export function rawBody(body) {
  if (typeof body === "string") return body;
  return viewBytes(body) ?? refuseBody(body);
}

/**
 * The value of the Authorization header, in whatever form a runtime gives it; "" where there is none.
 *
 * Several lines become one value with commas, as HTTP joins them (RFC 9110, section 5.3), and no
 * signature has a comma.
 *
 * @param {unknown} authorization
 * @returns {string}
 */
export function headerValue(authorization) {
  if (typeof authorization === "string") return authorization;
  if (authorization === null || authorization === undefined) return "";
  if (typeof authorization !== "object") return refuseAuthorization();
  if ("get" in authorization && typeof authorization.get === "function") {
    return lines(authorization.get("authorization"));
  }
  if (Array.isArray(authorization)) return lines(authorization);
  if ("headers" in authorization && isRequest(authorization)) return refuseAuthorization();
  return lines(
    Object.entries(authorization)
      .filter(([name]) => name.toLowerCase() === "authorization")
      .flatMap(([, value]) => value),
  );
}

/**
 * Whether somebody passed the request. A header that a stranger calls "headers" is a string or an array of them.
 *
 * @param {{ headers: unknown }} given
 */
function isRequest({ headers }) {
  return typeof headers === "object" && headers !== null && !Array.isArray(headers);
}

/** @param {unknown} value */
function lines(value) {
  const given = [value].flat().filter((line) => line !== null && line !== undefined);
  if (!given.every((line) => typeof line === "string")) return refuseAuthorization();
  return given.join(", ");
}

/** @returns {never} */
function refuseAuthorization() {
  throw callerError(
    "invalid-option",
    "authorization must be the Authorization header's value (a string, or null or undefined where there " +
      "is none), a Headers object, or Node's headers object: pass request.headers, not the request.",
  );
}

/**
 * @param {unknown} body
 * @returns {never}
 */
function refuseBody(body) {
  const given =
    body === null
      ? "null"
      : Array.isArray(body)
        ? "an array"
        : typeof body === "object"
          ? "an object"
          : typeof body;
  throw callerError(
    "body-not-raw",
    `The body must be the raw request body (a string, a Uint8Array or an ArrayBuffer), and is ${given}. ` +
      "If a framework has parsed it, the signed bytes are gone: take the body before that. " +
      'Express: express.raw({ type: "*/*" }) on this route. Fastify: addContentTypeParser with ' +
      '{ parseAs: "buffer" }. Next.js, Hono, Workers, Deno, Bun: await request.text(). ' +
      "AWS Lambda: event.body, decoded if event.isBase64Encoded.",
  );
}
