import { invalidOption } from "./caller-error.ts";

/** 32 hexadecimal digits, with the hyphens of a UUID (RFC 9562, section 4) or none. */
const UUID_DIGITS = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * The one spelling of an id to use as a key: in a database, a cache or a map.
 *
 * The API writes a session's id as a UUID and its callback the same 128 bits as 32 hexadecimal digits: both become 32
 * lower-case digits. Every other id stays exactly as it is, so that two payments never share a key.
 *
 * @example
 * await sql`insert into payments (id) values (${canonicalId(event.payload.paymentId)})`;
 *
 * @throws {TypeError} with the code `invalid-option`, where the id is not a string
 */
export function canonicalId(id: string): string {
  if (typeof id !== "string") throw invalidOption("An id must be a string: a payment's or a session's.");
  return UUID_DIGITS.test(id) ? id.replaceAll("-", "").toLowerCase() : id;
}

/**
 * Whether two ids have the same {@link canonicalId}: the session's id from `POST /checkout` and the one in its callback,
 * for example. Anything but two non-empty strings is never the same.
 */
export function sameId(a: string, b: string): boolean {
  if (typeof a !== "string" || typeof b !== "string" || a === "") return false;
  return canonicalId(a) === canonicalId(b);
}
