// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What was handed over for the body, where it is not the raw one: what it can be made into, and what to say of it.

import { fromBase64, textOf, utf8 } from "../text.ts";
import { RAW } from "./rewritten.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("../search/candidates.ts").Content} Content */

/**
 * What was handed over: raw; or something that a body can be made of, with what to say about it; or of no use.
 *
 * @typedef {{ raw?: string | Uint8Array, content?: Content, notes: Finding[] }} Given
 */

/**
 * @param {unknown} body
 * @returns {Given}
 */
export function bodyOf(body) {
  try {
    return raw(body) ?? unread(body) ?? madeOf(body);
  } catch {
    // Getters and proxies of the caller's may throw whatever they like.
    return { notes: [{ finding: "The body was given as an object that cannot be read.", change: RAW }] };
  }
}

/** @param {unknown} body @returns {Given | undefined} */
function raw(body) {
  if (typeof body === "string") return { raw: body, content: contentOf(utf8(body)), notes: [] };
  const bytes = bytesOf(body);
  return bytes && { raw: bytes, content: contentOf(bytes), notes: [] };
}

/** The bytes of what the package takes as bytes, from any realm. @param {unknown} body */
function bytesOf(body) {
  const tag = Object.prototype.toString.call(body);
  if (tag === "[object Uint8Array]" && ArrayBuffer.isView(body))
    return copied(body.buffer, body.byteOffset, body.byteLength);
  return tag === "[object ArrayBuffer]" ? copied(/** @type {ArrayBuffer} */ (body)) : undefined;
}

/** @param {Uint8Array} bytes @returns {Content} */
function contentOf(bytes) {
  return { bytes, text: textOf(bytes) };
}

/** What has no body in it, or not yet. @param {unknown} body @returns {Given | undefined} */
function unread(body) {
  const said = (/** @type {string} */ finding, change = RAW) => ({ notes: [{ finding, change }] });
  if (body === undefined || body === null) return said(`The body is ${body}: nothing has read it.`);
  if (typeof body === "function")
    return said("A function was given for the body.", "Call it: await request.text().");
  if (typeof body !== "object") return said(`A ${typeof body} was given for the body.`);
  const { then, getReader, pipe, arrayBuffer } = /** @type {any} */ (body);
  if (typeof then === "function")
    return said("A promise was given for the body.", "Await it: await request.text().");
  if (typeof getReader === "function" || (typeof pipe === "function" && !("headers" in body))) {
    return said("A stream was given for the body, and nothing has read it.");
  }
  if (typeof arrayBuffer === "function") {
    return said("A request, or a Blob, was given for the body.", "Read it: await request.arrayBuffer().");
  }
  if (body instanceof Map || Object.prototype.toString.call(body) === "[object FormData]") {
    return said("The body was parsed into a map or a form, and the signed bytes are gone.");
  }
  return undefined;
}

/** Objects that a body can be made of. @param {any} body @returns {Given} */
function madeOf(body) {
  if (isRequest(body)) return fromRequest(body);
  if (ArrayBuffer.isView(body)) {
    return made(copied(body.buffer, body.byteOffset, body.byteLength), {
      finding: "The body was given as another kind of array than a Uint8Array.",
      change: "Give its bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength).",
    });
  }
  if (Object.prototype.toString.call(body) === "[object SharedArrayBuffer]") {
    const change = "Give a view of it: new Uint8Array(buffer).";
    return made(copied(body), { finding: "The body was given as a SharedArrayBuffer.", change });
  }
  if (body instanceof String) {
    const change = "Give the text itself: String(body).";
    return made(utf8(String(body)), { finding: "The body was given as a String object.", change });
  }
  const bytes = numbers(body);
  if (bytes) {
    return made(bytes, {
      finding:
        "The body's bytes were given as a list of numbers, which is what a Buffer becomes when it goes through JSON.",
      change: "Give the Buffer itself, or make one of the list: Buffer.from(list).",
    });
  }
  const [[name = "", value] = []] = Object.entries(body);
  if (name.trimStart().startsWith("{") && typeof value === "string") {
    return made(
      utf8(
        Object.entries(body)
          .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
          .join("&"),
      ),
      {
        finding: "The body was parsed as a form, and its JSON has become the name of a field.",
        change: `The request's Content-Type says that it is a form. ${RAW}`,
      },
    );
  }
  const json = JSON.stringify(body);
  if (json === undefined) return { notes: [PARSED] };
  return made(utf8(json), json === "{}" ? EMPTY_OBJECT : PARSED);
}

export const PARSED = {
  finding:
    "The body was parsed before it came here: an object was given, and the bytes that were signed are gone.",
  change: RAW,
};
const EMPTY_OBJECT = {
  finding:
    "The body is an empty object: no parser of the framework knew the Content-Type, and the signed bytes are gone.",
  change: RAW,
};

/** Whether somebody gave the request: a body that was parsed can have a member called headers too. @param {any} body */
function isRequest(body) {
  const { headers, method, httpMethod } = body;
  return (
    typeof headers === "object" &&
    headers !== null &&
    ("body" in body || typeof (method ?? httpMethod) === "string")
  );
}

/** A request of Express, or an event of Lambda. @param {any} request @returns {Given} */
function fromRequest(request) {
  const note = {
    finding: "The whole request was given for the body.",
    change:
      "Give its raw body alone. AWS Lambda: event.body. Express: request.body, which express.raw leaves raw.",
  };
  const { body, isBase64Encoded } = request;
  if (typeof body === "object" && body !== null && "headers" in body) return { notes: [note] };
  const inner = bodyOf(body);
  const decoded = isBase64Encoded === true && typeof body === "string" ? fromBase64(body) : undefined;
  if (!decoded) return { content: inner.content, notes: [note, ...inner.notes] };
  const encoded = {
    finding: "The body is in base64 (isBase64Encoded).",
    change: 'Decode it: Buffer.from(event.body, "base64").',
  };
  return made(decoded, note, encoded);
}

/** @param {Uint8Array} bytes @param {Finding[]} notes @returns {Given} */
function made(bytes, ...notes) {
  return { content: contentOf(bytes), notes };
}

/**
 * A copy: nobody else changes it, and every decoder takes it.
 *
 * @param {ArrayBufferLike} buffer
 * @param {number} [start]
 * @param {number} [length]
 */
function copied(buffer, start, length) {
  return new Uint8Array(buffer, start, length).slice();
}

/** The bytes that a list of them stands for. @param {any} body */
function numbers(body) {
  const list = Array.isArray(body.data) && body.type === "Buffer" ? body.data : Object.values(body);
  const isList =
    list === body.data || Array.isArray(body) || Object.keys(body).every((name, at) => name === String(at));
  const isByte = (/** @type {unknown} */ one) =>
    Number.isInteger(one) && Number(one) >= 0 && Number(one) <= 255;
  return isList && list.length > 0 && list.every(isByte) ? Uint8Array.from(list) : undefined;
}
