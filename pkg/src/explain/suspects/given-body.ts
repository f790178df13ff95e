// What was given for the body, where it is not the raw one: what it can be made into, and what to say about it.

import { viewBytes } from "../../shared/bytes.ts";
import { describeRawBody } from "../../shared/raw-body-advice.ts";
import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { type Content, contentOf, decodeBase64 } from "../text.ts";

export const RAW_BODY = `Take the body before anything parses it. ${describeRawBody()}`;

/** What was given for the body. */
export interface GivenBody {
  /** The body itself, where it is raw. */
  readonly raw?: string | Uint8Array;
  /** Its bytes, or what can be made of what was given. */
  readonly content?: Content;
  readonly notes: readonly Finding[];
}

/** A body that was parsed can only be guessed at. */
export const PARSED_BODY: Finding = {
  code: "body-parsed",
  finding: "The body was parsed before it came here: an object was given, and the signed bytes are gone.",
  change: RAW_BODY,
};

const EMPTY_OBJECT: Finding = {
  code: "body-empty-object",
  finding:
    "The body is an empty object: no parser of the framework recognized the Content-Type, and the signed bytes are gone.",
  change: RAW_BODY,
};

const WHOLE_REQUEST: Finding = {
  code: "body-whole-request",
  finding: "The whole request was given as the body.",
  change:
    "Give its raw body alone. AWS Lambda: event.body. Express: request.body, which express.raw leaves raw.",
};

const BASE64_ENCODED: Finding = {
  code: "body-is-base64-encoded",
  finding: "The body is in base64 (isBase64Encoded).",
  change: 'Decode it: Buffer.from(event.body, "base64").',
};

export function readGivenBody(body: unknown): GivenBody {
  try {
    return readRaw(body) ?? describeUnread(body) ?? makeBody(body as object);
  } catch {
    // Getters and proxies of the caller may throw anything.
    return note("body-unreadable", "The body was given as an object that cannot be read.");
  }
}

function readRaw(body: unknown): GivenBody | undefined {
  if (typeof body === "string") return { raw: body, content: contentOf(body), notes: [] };
  const view = viewBytes(body);
  if (!view) return undefined;
  const bytes = copyBytes(view);
  return { raw: bytes, content: contentOf(bytes), notes: [] };
}

/** A copy, so that nothing changes it while it is searched, and every decoder takes it. */
function copyBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** What has no body in it, or not yet. */
function describeUnread(body: unknown): GivenBody | undefined {
  if (body === undefined || body === null)
    return note("body-missing", `The body is ${body}: nothing has read it.`);
  if (typeof body === "function")
    return note("body-function", "A function was given as the body.", "Call it: await request.text().");
  if (typeof body !== "object") return note("body-not-bytes", `A ${typeof body} was given as the body.`);
  const { then, getReader, pipe, arrayBuffer } = body as Readonly<Record<string, unknown>>;
  if (typeof then === "function")
    return note("body-promise", "A promise was given as the body.", "Await it: await request.text().");
  if (typeof getReader === "function" || (typeof pipe === "function" && !("headers" in body)))
    return note("body-stream", "A stream was given as the body, and nothing has read it.");
  if (typeof arrayBuffer === "function") {
    const change = "Read it: await request.arrayBuffer().";
    return note("body-request", "A request, or a Blob, was given as the body.", change);
  }
  if (body instanceof Map || tagOf(body) === "[object FormData]")
    return note("body-form", "The body was parsed into a map or a form, and the signed bytes are gone.");
  return undefined;
}

/** Objects that a body can be made of. */
function makeBody(body: object): GivenBody {
  if (isRequest(body)) return readRequest(body);
  if (ArrayBuffer.isView(body)) {
    return made(copyBytes(body), {
      code: "body-other-array",
      finding: "The body was given as another kind of array than a Uint8Array.",
      change: "Give its bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength).",
    });
  }
  if (tagOf(body) === "[object SharedArrayBuffer]") {
    return made(copyBytes(new Uint8Array(body as SharedArrayBuffer)), {
      code: "body-shared-buffer",
      finding: "The body was given as a SharedArrayBuffer.",
      change: "Give a view of it: new Uint8Array(buffer).",
    });
  }
  if (body instanceof String) {
    return made(String(body), {
      code: "body-string-object",
      finding: "The body was given as a String object.",
      change: "Give the text itself: String(body).",
    });
  }
  const bytes = readByteList(body);
  if (bytes) {
    return made(bytes, {
      code: "body-byte-list",
      finding:
        "The body's bytes were given as a list of numbers, which is what a Buffer becomes when it goes through JSON.",
      change: "Give the Buffer itself, or make one of the list: Buffer.from(list).",
    });
  }
  const [[name = "", value] = []] = Object.entries(body);
  if (name.trimStart().startsWith("{") && typeof value === "string") {
    return made(joinForm(body), {
      code: "body-parsed-as-form",
      finding: "The body was parsed as a form, and its JSON has become the name of a field.",
      change: `The request's Content-Type says that it is a form. ${RAW_BODY}`,
    });
  }
  const json: string | undefined = JSON.stringify(body);
  if (json === undefined) return { notes: [PARSED_BODY] };
  return made(json, json === "{}" ? EMPTY_OBJECT : PARSED_BODY);
}

/** Whether it is a request: a body that was parsed can have a member called headers too. */
function isRequest(body: object): boolean {
  const { headers, method, httpMethod } = body as Readonly<Record<string, unknown>>;
  return (
    typeof headers === "object" &&
    headers !== null &&
    ("body" in body || typeof (method ?? httpMethod) === "string")
  );
}

/** A request of Express, or an event of Lambda. */
function readRequest(request: object): GivenBody {
  const { body, isBase64Encoded } = request as Readonly<Record<string, unknown>>;
  if (typeof body === "object" && body !== null && "headers" in body) return { notes: [WHOLE_REQUEST] };
  const decoded = isBase64Encoded === true && typeof body === "string" ? decodeBase64(body) : undefined;
  if (decoded) return made(decoded, WHOLE_REQUEST, BASE64_ENCODED);
  const { content, notes } = readGivenBody(body);
  return { ...(content && { content }), notes: [WHOLE_REQUEST, ...notes] };
}

/** The bytes that a list of them stands for: an array, an object with numbered members, or a Buffer's JSON. */
function readByteList(body: object): Uint8Array | undefined {
  const { type, data } = body as Readonly<Record<string, unknown>>;
  const isBuffer = type === "Buffer" && Array.isArray(data);
  const isNumbered =
    isBuffer || Array.isArray(body) || Object.keys(body).every((name, at) => name === String(at));
  const list: readonly unknown[] = isBuffer ? data : Object.values(body);
  return isNumbered && list.length > 0 && list.every(isByte) ? Uint8Array.from(list) : undefined;
}

function isByte(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The text of which a form's parser has made these fields. */
function joinForm(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function note(code: FindingCode, finding: string, change = RAW_BODY): GivenBody {
  return { notes: [{ code, finding, change }] };
}

function made(body: string | Uint8Array, ...notes: readonly Finding[]): GivenBody {
  return { content: contentOf(body), notes };
}
