// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Where the signature is: the value of the Authorization header, in whatever it was handed over in.

import { latin1Text } from "./text.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** A header's value, and what is the matter with where it was. @typedef {{ value: string, parts: Finding[] }} Found */
/** @typedef {{ found: Found[], findings: Finding[] }} Located */

/** Longer than any credentials: nothing in it can be a signature and nothing else. */
const MOST = 8192;

/** Where gateways and servers put the header, and who does it. */
const MOVED = new Map([
  ["x-amzn-remapped-authorization", "API Gateway has renamed it"],
  ["x-forwarded-authorization", "a proxy has renamed it"],
  ["x-original-authorization", "a proxy has renamed it"],
  ["proxy-authorization", "which is for proxies, and they keep it"],
  ["redirect_http_authorization", "Apache has renamed it after a rewrite"],
  ["http_authorization", "as CGI and WSGI name headers"],
]);

const ITS_VALUE =
  "Give the value of the request's Authorization header as it came, or request.headers, which has it.";

const NO_HEADER = "There is no Authorization header, or it is empty.";
const LET_IT_THROUGH =
  "If the API sent one, it was dropped on the way: by a redirect (http to https, www, a slash at the end), by Apache with " +
  "PHP-FPM or CGI, by an API gateway or a proxy. Give the API the final https address, and let the header through.";

/**
 * The header's value as handed over; nothing, and why, where there is none.
 *
 * @param {unknown} authorization
 * @returns {Located}
 */
export function locate(authorization) {
  try {
    return values(authorization);
  } catch {
    // Getters and iterators of the caller's may throw whatever they like.
    return notAHeader("an object that cannot be read");
  }
}

/** @param {unknown} given @returns {Located} */
function values(given) {
  if (given === null || given === undefined) return missing(NO_HEADER);
  if (typeof given === "string") return held([given]);
  if (typeof given !== "object") return notAHeader(`a ${typeof given}`);
  if (given instanceof Uint8Array) {
    return held([latin1Text(given.subarray(0, MOST + 1))], {
      finding: "The Authorization header was given as bytes.",
      change: "Give it as a string.",
    });
  }
  if (typeof (/** @type {any} */ (given).then) === "function") {
    return notAHeader("a promise (await it first: in Next.js, await headers())");
  }
  // In the package's own order: Express's request has both.
  const looked =
    "get" in given && typeof given.get === "function"
      ? field(["authorization", given.get("authorization")])
      : [];
  if (looked.length > 0) return held(looked.map(([, value]) => value));
  const { headers } = /** @type {{ headers?: unknown }} */ (given);
  if (typeof headers === "object" && headers !== null && !Array.isArray(headers)) return within(headers);
  const { fields, isRead } = fieldsOf(given);
  const own = fields.filter(([name]) => name.toLowerCase() === "authorization").map(([, value]) => value);
  return own.length > 0 ? held(own, isRead ? undefined : LIST) : elsewhere(fields);
}

/**
 * @param {string[]} lines
 * @param {Finding} [finding]
 */
function held(lines, finding) {
  // Joined as HTTP joins several lines; whoever reads it finds more than one signature in it.
  const value = lines.join(", ");
  if (value.trim() === "") return missing(NO_HEADER);
  if (value.length <= MOST) return { found: [{ value, parts: finding ? [finding] : [] }], findings: [] };
  const what = `The Authorization header is more than ${MOST} characters long, and a signature takes 86.`;
  return {
    found: [],
    findings: [{ finding: what, change: `That is no signature of the Checkout API. ${ITS_VALUE}` }],
  };
}

const LIST = {
  finding: "The headers were given in a form that verify does not read.",
  change:
    "Give the value of the Authorization header alone, a Headers object, or an object of names and values.",
};

/**
 * Names and values in any of the forms that runtimes and gateways keep headers in, and whether `verify` reads that form.
 *
 * @param {object} given
 * @returns {{ fields: [string, string][], isRead: boolean }}
 */
function fieldsOf(given) {
  if (Array.isArray(given) && given.every((line) => typeof line === "string")) return fromLines(given);
  if (Symbol.iterator in given)
    return { fields: [.../** @type {Iterable<unknown>} */ (given)].flatMap(field), isRead: false };
  const entries = Object.entries(given);
  const isRead = entries.every(([, one]) => [one].flat().every((line) => typeof line !== "object"));
  return { fields: entries.flatMap(field), isRead };
}

/** Node's rawHeaders, where names and values alternate; else the lines of one header. @param {string[]} lines */
function fromLines(lines) {
  const at = lines.findIndex((line, index) => index % 2 === 0 && line.toLowerCase() === "authorization");
  const own = at < 0 ? lines : lines.slice(at + 1, at + 2);
  return {
    fields: own.map((line) => /** @type {[string, string]} */ (["authorization", line])),
    isRead: at < 0,
  };
}

/**
 * A name and a value, or the values of a list: pairs, or objects with members, as CloudFront and HAR files have them.
 *
 * @param {unknown} entry
 * @returns {[string, string][]}
 */
function field(entry) {
  const one = Array.isArray(entry) ? { name: entry[0], value: entry[1] } : entry;
  const { key, name = key, value } = /** @type {any} */ (one ?? {});
  const values = [value].flat().map((one) => one?.value ?? one);
  return values.flatMap((one) => (typeof name === "string" && typeof one === "string" ? [[name, one]] : []));
}

/** @param {object} headers */
function within(headers) {
  const { found, findings } = values(headers);
  const part = {
    finding: "The whole request was given for the Authorization header.",
    change: "Give request.headers, not the request.",
  };
  return { found: found.map(({ value, parts }) => ({ value, parts: [part, ...parts] })), findings };
}

/**
 * A signature in a header of another name.
 *
 * @param {[string, string][]} fields
 * @returns {Located}
 */
function elsewhere(fields) {
  const isSignature = (/** @type {string} */ value) =>
    /^[ \t]*hmac-sha256[ \t]+signature[ \t]*=/i.test(value);
  const moved = fields.find(([name, value]) => MOVED.has(name.toLowerCase()) || isSignature(value));
  if (!moved)
    return missing(
      fields.length > 0 ? "There are headers, and no Authorization header among them." : NO_HEADER,
    );
  const [name, value] = moved;
  const who = MOVED.get(name.toLowerCase());
  const where = who ? `${name.toLowerCase()}, ${who}` : "a header of another name";
  const part = {
    finding: `There is no Authorization header; its value is in ${where}.`,
    change:
      "Let the Authorization header through unchanged, or give the value of that other header yourself.",
  };
  return { found: [{ value: value.slice(0, MOST), parts: [part] }], findings: [] };
}

/** @param {string} finding @returns {Located} */
function missing(finding) {
  return { found: [], findings: [{ finding, change: LET_IT_THROUGH }] };
}

/** @param {string} what @returns {Located} */
function notAHeader(what) {
  return {
    found: [],
    findings: [{ finding: `For the Authorization header ${what} was given.`, change: ITS_VALUE }],
  };
}
