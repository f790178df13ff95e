// Where the signature is: the value of the Authorization header, in whatever it was given in.

import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { decodeLatin1 } from "../text.ts";

/** A header's value, and what is wrong with where it was. */
export interface FoundHeader {
  readonly value: string;
  readonly parts: readonly Finding[];
}

/** The values that can hold the signature; findings where there is none. */
export interface LocatedHeaders {
  readonly found: readonly FoundHeader[];
  readonly findings: readonly Finding[];
}

type Field = readonly [name: string, value: string];

/** Longer than any credentials: nothing in it can be a signature and nothing else. */
const MAX_HEADER_CHARACTERS = 8192;

/** Where gateways and servers put the header, and who does it. */
const MOVED_HEADERS: ReadonlyMap<string, string> = new Map([
  ["x-amzn-remapped-authorization", "API Gateway has renamed it"],
  ["x-forwarded-authorization", "a proxy has renamed it"],
  ["x-original-authorization", "a proxy has renamed it"],
  ["proxy-authorization", "which is meant for proxies, and they keep it"],
  ["redirect_http_authorization", "Apache has renamed it after a rewrite"],
  ["http_authorization", "as CGI and WSGI name headers"],
]);

const GIVE_ITS_VALUE =
  "Give the value of the request's Authorization header as it arrived, or request.headers, which contains it.";

const LET_IT_THROUGH =
  "If the API sent one, it was dropped on the way: by a redirect (http to https, www, a trailing slash), by Apache with " +
  "PHP-FPM or CGI, by an API gateway or a proxy. Give the API the final https address, and let the header through.";

const UNKNOWN_FORM: Finding = {
  code: "headers-unknown-form",
  finding: "The headers were given in a form that verify does not read.",
  change:
    "Give the value of the Authorization header alone, a Headers object, or an object of names and values.",
};

const WHOLE_REQUEST: Finding = {
  code: "header-whole-request",
  finding: "The whole request was given as the Authorization header.",
  change: "Give request.headers, not the request.",
};

const AS_BYTES: Finding = {
  code: "header-bytes",
  finding: "The Authorization header was given as bytes.",
  change: "Give it as a string.",
};

/** The header's value as it was given; nothing, and why, where there is none. */
export function locateHeaders(authorization: unknown): LocatedHeaders {
  try {
    return locate(authorization);
  } catch {
    // Getters and iterators of the caller may throw anything.
    return notAHeader("an object that cannot be read");
  }
}

function locate(given: unknown): LocatedHeaders {
  if (given === null || given === undefined) return missingHeader();
  if (typeof given === "string") return readLines([given]);
  if (typeof given !== "object") return notAHeader(`a ${typeof given}`);
  if (given instanceof Uint8Array)
    return readLines([decodeLatin1(given.subarray(0, MAX_HEADER_CHARACTERS + 1))], AS_BYTES);
  const { then, get, headers } = given as Readonly<Record<string, unknown>>;
  if (typeof then === "function")
    return notAHeader("a promise (await it first: in Next.js, await headers())");
  // In the package's own order: Express's request has both.
  const gotten =
    typeof get === "function" ? readField(["authorization", get.call(given, "authorization")]) : [];
  if (gotten.length > 0) return readLines(gotten.map(([, value]) => value));
  if (typeof headers === "object" && headers !== null && !Array.isArray(headers)) {
    const { found, findings } = locate(headers);
    return {
      found: found.map(({ value, parts }) => ({ value, parts: [WHOLE_REQUEST, ...parts] })),
      findings,
    };
  }
  const { fields, isKnownForm } = readFields(given);
  const own = fields.filter(([name]) => name.toLowerCase() === "authorization").map(([, value]) => value);
  return own.length > 0 ? readLines(own, isKnownForm ? undefined : UNKNOWN_FORM) : findMoved(fields);
}

function readLines(lines: readonly string[], finding?: Finding): LocatedHeaders {
  // Joined as HTTP joins several lines, which makes them more than one signature.
  const value = lines.join(", ");
  if (value.trim() === "") return missingHeader();
  if (value.length <= MAX_HEADER_CHARACTERS)
    return { found: [{ value, parts: finding ? [finding] : [] }], findings: [] };
  return nothing(
    "header-too-long",
    `The Authorization header is more than ${MAX_HEADER_CHARACTERS} characters long; the API's has 86.`,
    `That is not a signature of the Checkout API. ${GIVE_ITS_VALUE}`,
  );
}

/** Names and values in the forms that runtimes and gateways keep headers in, and whether `verify` reads that form. */
function readFields(given: object): { fields: readonly Field[]; isKnownForm: boolean } {
  if (Array.isArray(given) && given.every((line) => typeof line === "string")) return readStrings(given);
  if (Symbol.iterator in given)
    return { fields: [...(given as Iterable<unknown>)].flatMap(readField), isKnownForm: false };
  const entries: [string, unknown][] = Object.entries(given);
  const isKnownForm = entries.every(([, one]) => [one].flat().every((line) => typeof line !== "object"));
  return { fields: entries.flatMap(readField), isKnownForm };
}

/** Node's rawHeaders, where names and values alternate; else the lines of one header. */
function readStrings(lines: readonly string[]): { fields: readonly Field[]; isKnownForm: boolean } {
  const at = lines.findIndex((line, index) => index % 2 === 0 && line.toLowerCase() === "authorization");
  const own = at < 0 ? lines : lines.slice(at + 1, at + 2);
  return { fields: own.map((line): Field => ["authorization", line]), isKnownForm: at < 0 };
}

/** A name and a value, or several values: pairs, or objects with members, as CloudFront and HAR files have them. */
function readField(entry: unknown): Field[] {
  const { name, value } = nameAndValue(entry);
  const values: unknown[] = [value].flat();
  return values.flatMap((one): Field[] => {
    const text = typeof one === "object" && one !== null && "value" in one ? one.value : one;
    return typeof name === "string" && typeof text === "string" ? [[name, text]] : [];
  });
}

function nameAndValue(entry: unknown): { name?: unknown; value?: unknown } {
  if (Array.isArray(entry)) return { name: entry[0], value: entry[1] };
  const { key, name = key, value } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  return { name, value };
}

/** A signature in a header of another name. */
function findMoved(fields: readonly Field[]): LocatedHeaders {
  const isSignature = (value: string) => /^[ \t]*hmac-sha256[ \t]+signature[ \t]*=/i.test(value);
  const moved = fields.find(([name, value]) => MOVED_HEADERS.has(name.toLowerCase()) || isSignature(value));
  if (!moved) {
    if (fields.length === 0) return missingHeader();
    return nothing(
      "header-not-among-headers",
      "There are headers, but no Authorization header.",
      LET_IT_THROUGH,
    );
  }
  const [name, value] = moved;
  const who = MOVED_HEADERS.get(name.toLowerCase());
  const part: Finding = {
    code: "header-renamed",
    finding: `There is no Authorization header; its value is in ${
      who ? `${name.toLowerCase()}, ${who}` : "a header of another name"
    }.`,
    change:
      "Let the Authorization header through unchanged, or give the value of that other header yourself.",
  };
  return { found: [{ value: value.slice(0, MAX_HEADER_CHARACTERS), parts: [part] }], findings: [] };
}

function missingHeader(): LocatedHeaders {
  return nothing("header-missing", "There is no Authorization header, or it is empty.", LET_IT_THROUGH);
}

function notAHeader(what: string): LocatedHeaders {
  return nothing(
    "header-not-a-header",
    `Instead of the Authorization header, ${what} was given.`,
    GIVE_ITS_VALUE,
  );
}

function nothing(code: FindingCode, finding: string, change: string): LocatedHeaders {
  return { found: [], findings: [{ code, finding, change }] };
}
