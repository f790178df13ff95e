// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A body that was encoded, decoded or wrapped on the way: what the sender may have signed instead.

import {
  fromBase64,
  htmlDecoded,
  latin1,
  latin1Text,
  percentDecoded,
  textOf,
  utf8,
  utf16,
  utf16Text,
  windows1252,
  windows1252Text,
} from "../text.ts";
import { parsed, RAW } from "./rewritten.ts";

/** @typedef {import("../search/candidates.ts").BodySuspect} BodySuspect */
/** @typedef {import("../search/candidates.ts").Content} Content */
/** @typedef {[finding: string, change: string, turn: (content: Content) => string | Uint8Array | undefined]} Step */

const AS_TEXT = "Read it as UTF-8, or better leave it as bytes: await request.arrayBuffer(), express.raw.";
const UNDO = "Undo that before you verify, or take the body before it is done.";
const SENDERS =
  "If the sender is yours, sign the bytes that it sends, with sign() of this package; otherwise tell whoever sends it.";

/** What was done to the body that was given. @type {Step[]} */
const STEPS = [
  [
    "The body that was given is base64 of what was signed.",
    'Decode it first. AWS Lambda: Buffer.from(event.body, "base64") if event.isBase64Encoded.',
    text((body) => (/^\s*[{[]/.test(body) ? undefined : fromBase64(body.trim()))),
  ],
  [
    "The body that was given is a form, and what was signed is the value of one of its fields.",
    "Decode that field as forms do, or let the sender post JSON: Content-Type: application/json.",
    text((body) => formDecoded(/^[^={]{0,100}=([^&]*)/.exec(body)?.[1])),
  ],
  [
    "The body was read as a form, and so turned into the name of a field.",
    `The request says Content-Type: application/x-www-form-urlencoded, and is no form. ${RAW}`,
    text((body) => formDecoded(/^([^&]*)=$/.exec(body)?.[1])),
  ],
  [
    "The body that was given is percent-encoded.",
    UNDO,
    text((body) => (body.includes("%") ? percentDecoded(body) : undefined)),
  ],
  [
    "The body that was given is a JSON string with the signed JSON in it: it was made into JSON twice.",
    "Take the body before it is made into JSON; do not call JSON.stringify on text.",
    text((body) => (/^\s*"/.test(body) ? string(parsed(body)) : undefined)),
  ],
  [
    "The body that was given has backslashes before its quotes, as text inside JSON has.",
    "Take the body itself, not what a log or another JSON shows of it.",
    text((body) =>
      body.includes('\\"') && !/^\s*"/.test(body) ? string(parsed(`"${body.trim()}"`)) : undefined,
    ),
  ],
  [
    "The body that was given has HTML character references in it, such as &quot;.",
    UNDO,
    text((body) => (body.includes("&") ? htmlDecoded(body) : undefined)),
  ],
  [
    "The body's UTF-8 was read as Latin-1 on the way, and so encoded twice.",
    AS_TEXT,
    text((body) => {
      const bytes = latin1(body) ?? windows1252(body);
      return bytes && textOf(bytes) !== undefined ? bytes : undefined;
    }),
  ],
  [
    "The body that was given is in Latin-1, and what was signed is UTF-8.",
    AS_TEXT,
    ({ bytes, text }) => (text === undefined ? latin1Text(bytes) : undefined),
  ],
  [
    "The body that was given is in Windows-1252, and what was signed is UTF-8.",
    AS_TEXT,
    ({ bytes, text }) => (text === undefined ? windows1252Text(bytes) : undefined),
  ],
  [
    "The body that was given is in UTF-16, and what was signed is UTF-8.",
    AS_TEXT,
    ({ bytes }) => utf16Text(bytes),
  ],
  [
    "What was signed is in Latin-1, and the body that was given is UTF-8.",
    `The sender signs other bytes than it sends, or something on the way has recoded them. ${SENDERS}`,
    text(latin1),
  ],
  [
    "What was signed is in UTF-16, as .NET's Encoding.Unicode makes it, and the body that was given is UTF-8.",
    SENDERS,
    text((body) => utf16(body, true)),
  ],
  [
    "What was signed is UTF-8 that was read as Latin-1 once and encoded again; the body that was given is right.",
    SENDERS,
    ({ bytes }) => utf8(latin1Text(bytes)),
  ],
  [
    "What was signed is UTF-8 that was read as Windows-1252 once and encoded again; the body that was given is right.",
    SENDERS,
    ({ bytes }) => utf8(windows1252Text(bytes)),
  ],
  [
    "There is a zero byte at the end of the body that was given.",
    "Take only as many bytes as were received: not the whole buffer, and no string that ends with a zero.",
    ({ bytes }) =>
      bytes.at(-1) === 0 ? bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1) : undefined,
  ],
  ["What was signed has a zero byte at its end.", SENDERS, ({ bytes }) => joined(bytes, Uint8Array.of(0))],
  [
    "There is more than one byte order mark at the beginning of the body.",
    "Something on the way puts one before the text each time that it is written. Take them off.",
    ({ bytes }) => (hasMark(bytes.subarray(3)) ? withoutMarks(bytes) : undefined),
  ],
  [
    "The body begins with a byte order mark, and what was signed does not.",
    'Under whitespace: "none" the mark counts. Take it off, or use another rule, which does so.',
    ({ bytes }) => (hasMark(bytes) ? bytes.subarray(3) : undefined),
  ],
  [
    "What was signed begins with a byte order mark, and the body that was given does not.",
    "request.text() and most decoders drop the mark. Take the bytes: await request.arrayBuffer(), express.raw.",
    ({ bytes }) => (hasMark(bytes) ? undefined : joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes)),
  ],
  [
    "The body was given with the request's headers before it.",
    "Give what follows the first empty line.",
    text((body) => (/^[!-~]{1,40}[ :]/.test(body) ? /\r?\n\r?\n([^]*)$/.exec(body)?.[1] : undefined)),
  ],
  [
    "The body was given with the sizes of its chunks in between (Transfer-Encoding: chunked).",
    "Let an HTTP server read the request, not a socket.",
    ({ bytes }) => unchunked(bytes),
  ],
  [
    "The body's straight quotes have been replaced by typographic ones.",
    "Take the body itself, and not a copy from a document or a chat.",
    text((body) => body.replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"').replace(/[\u2018-\u201b]/g, "'")),
  ],
  [
    "The body's letters and accents are apart (Unicode's form NFD), and were joined where it was signed (NFC).",
    UNDO,
    text((body) => body.normalize("NFC")),
  ],
  [
    "The body's letters and accents are joined (Unicode's form NFC), and were apart where it was signed (NFD).",
    UNDO,
    text((body) => body.normalize("NFD")),
  ],
];

/** Events inside other JSON: so many are tried. */
const MOST_INSIDE = 8;

/**
 * What the sender may have signed, if the body was encoded, decoded or wrapped since.
 *
 * @param {Content} content
 * @returns {Generator<BodySuspect>}
 */
export function* recoded(content) {
  for (const [finding, change, turn] of STEPS) {
    yield { cost: 1, parts: [{ finding, change }], make: () => turn(content) };
  }
  const part = {
    finding:
      "The signature is over an event that stands inside the JSON that was given, as queues, gateways and logs wrap it.",
    change:
      "Take the inner text as it stands there, before anything parses it, or let the callback come to you unwrapped.",
  };
  for (const inner of inside(content.text === undefined ? undefined : parsed(content.text))) {
    yield { cost: 1, parts: [part], make: () => inner };
  }
}

/** Texts that are JSON objects, and objects that look like events, inside a value. @param {unknown} value */
function inside(value) {
  /** @type {string[]} */
  const found = [];
  /** @param {unknown} one @param {number} depth */
  const look = (one, depth) => {
    if (found.length >= MOST_INSIDE || depth > 8) return;
    if (typeof one === "string") {
      if (/^\s*\{/.test(one)) found.push(one);
      else if (/^eyJ|^ew/.test(one)) found.push(textOf(fromBase64(one) ?? new Uint8Array()) ?? "");
    }
    if (typeof one !== "object" || one === null) return;
    if (depth > 0 && "type" in one && "payload" in one) found.push(JSON.stringify(one));
    for (const inner of Object.values(one)) look(inner, depth + 1);
  };
  if (typeof value === "object") look(value, 0);
  return found;
}

/** A step for bodies that are text. @param {(body: string) => string | Uint8Array | undefined} turn */
function text(turn) {
  return (/** @type {Content} */ content) => (content.text === undefined ? undefined : turn(content.text));
}

/** @param {string | undefined} value */
function formDecoded(value) {
  return value === undefined ? undefined : percentDecoded(value.replaceAll("+", " "));
}

/** @param {unknown} value */
function string(value) {
  return typeof value === "string" ? value : undefined;
}

/** @param {Uint8Array} bytes */
function hasMark(bytes) {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** @param {Uint8Array} bytes */
function withoutMarks(bytes) {
  let rest = bytes;
  while (hasMark(rest)) rest = rest.subarray(3);
  return rest;
}

/** @param {Uint8Array[]} pieces */
export function joined(...pieces) {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
  return all;
}

/** What chunks (RFC 9112, section 7.1) hold; undefined where the bytes are none. @param {Uint8Array} bytes */
function unchunked(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; ) {
    const line = /^([0-9a-f]{1,7})(?:;[^\r\n]{0,40})?\r\n/i.exec(latin1Text(bytes.subarray(at, at + 64)));
    if (!line) return undefined;
    const [head, size] = /** @type {RegExpExecArray & [string, string]} */ (line);
    const start = at + head.length;
    const length = Number.parseInt(size, 16);
    if (length === 0) return joined(...pieces);
    pieces.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
  return undefined;
}
