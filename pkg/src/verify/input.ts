// What callers pass in, checked before any of it reaches the module: generated glue takes anything array-like, and would
// read a string as NULs and an ArrayBuffer as the empty body.

import { viewBytes } from "../shared/bytes.ts";
import { callerError, invalidOption, isPolluted } from "../shared/caller-error.ts";
import { describeRawBody } from "../shared/raw-body-advice.ts";

/**
 * The raw body of the request: never one that a framework has parsed, because the signature is over the bytes as sent.
 * Bytes are better than text: bytes that are not UTF-8 stay what they are.
 */
export type RawBody = string | Uint8Array | ArrayBuffer;

/**
 * The `Authorization` header: its value, all its values, `null` or `undefined` where there is none, a `Headers` object, or
 * Node's headers object.
 *
 * Two values are refused as `malformed-signature`. Node keeps only the first of two lines in `request.headers`, and both in
 * `request.rawHeaders`, where `createHandler` looks.
 */
export type Authorization =
  | string
  | readonly string[]
  | null
  | undefined
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** Checks a raw body: gives the string itself, or a view of its bytes in the caller's memory. */
export function readBody(body: unknown): string | Uint8Array {
  if (typeof body === "string") return body;
  const bytes = viewBytes(body);
  if (bytes === undefined) throw bodyNotRaw(body);
  return bytes;
}

/**
 * Reads the value of the Authorization header, in any form that a runtime gives it; "" where there is none.
 *
 * Several lines become one value with commas, as HTTP joins them (RFC 9110, section 5.3), and no signature has a comma.
 */
export function readAuthorization(authorization: unknown): string {
  if (typeof authorization === "string") return authorization;
  if (authorization === null || authorization === undefined) return "";
  if (typeof authorization !== "object") throw notAuthorization();
  if ("get" in authorization && typeof authorization.get === "function") {
    return joinLines(authorization.get("authorization"));
  }
  if (Array.isArray(authorization)) return joinLines(authorization);
  if ("headers" in authorization && isHeaders(authorization.headers) && !isPolluted("headers")) {
    throw notAuthorization();
  }
  return joinLines(
    Object.entries(authorization)
      .filter(([name]) => name.toLowerCase() === "authorization")
      .flatMap(([, value]) => value),
  );
}

/** Whether the member `headers` is that of a request. A header with the name "headers" is a string or an array. */
function isHeaders(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joinLines(value: unknown): string {
  const lines = [value].flat().filter((line) => line !== null && line !== undefined);
  if (!lines.every((line) => typeof line === "string")) throw notAuthorization();
  return lines.join(", ");
}

function notAuthorization() {
  return invalidOption(
    "authorization must be the Authorization header's value (a string, or null or undefined where there is none), a " +
      "Headers object, or Node's headers object: pass request.headers, not the request.",
  );
}

function bodyNotRaw(body: unknown) {
  return callerError(
    "body-not-raw",
    `The body must be the raw request body (a string, a Uint8Array or an ArrayBuffer), and is ${describeType(body)}. ` +
      `If a framework has parsed it, the signed bytes are gone: take the body before that. ${describeRawBody()}`,
  );
}

function describeType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "a view of a buffer that was transferred or shrunk";
  return typeof value === "object" ? "an object" : typeof value;
}
