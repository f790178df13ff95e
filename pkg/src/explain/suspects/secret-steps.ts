// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What happens to secrets between the one who issues them and the program that reads them.

import {
  fromBase64,
  fromHex,
  htmlDecoded,
  latin1,
  percentDecoded,
  textOf,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
  utf16,
  windows1252Text,
} from "../text.ts";

/**
 * How a text becomes another one; undefined, or the same, where that does not apply.
 *
 * @typedef {[how: string, change: string, turn: (text: string) => string | undefined]} TextStep
 */

/**
 * How bytes, or the text that they are, become other bytes.
 *
 * @typedef {[how: string, change: string, turn: (bytes: Uint8Array, text: string) => Uint8Array | undefined]} ByteStep
 */

const FROM_FILE = "Trim it where you read it: it came from a file or an environment variable.";
const AS_ISSUED = "Set the secret key exactly as it was issued.";
const AS_STRING = "Give the secret as the string that was issued, and do not decode it.";
const SENDERS = "If the sender is yours, mend it there; otherwise the secret that you have is not complete.";
const IN_UTF8 =
  "The API takes the secret's UTF-8. If the sender is yours, mend it there; otherwise give these bytes: ";

/** What people, files and shells have added to a secret, or changed in it. @type {TextStep[]} */
export const MENDED = [
  [
    "without the whitespace at its ends",
    FROM_FILE,
    (text) => text.replace(/^[\p{White_Space}\ufeff\u200b]+|[\p{White_Space}\ufeff\u200b]+$/gu, ""),
  ],
  [
    "without the quotes around it",
    "Take the quotes off where it is set: not everything that reads .env files does so.",
    (text) => /^(["'`])(.*)\1$/su.exec(text)?.[2],
  ],
  [
    "without the backslash and letter (such as \\n) at its end",
    "Take them off: they are no newline, but two characters.",
    (text) => text.replace(/(?:\\[nrt])+$/, ""),
  ],
  [
    "without the prefix that ends with an underscore",
    "Leave the prefix out: it says what kind of key this is, and is no part of it.",
    (text) => /^(?:[A-Za-z0-9]{1,10}_){1,3}(.+)$/s.exec(text)?.[1],
  ],
  [
    "without the name and the sign before it",
    "Give the value alone: not the whole line of a file, and not the name of an encoding.",
    (text) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*(.+)$/s.exec(text)?.[1],
  ],
  [
    "without the comment behind it",
    "Put the comment on a line of its own.",
    (text) => /^(.*?)\s+(?:#|\/\/).*$/s.exec(text)?.[1],
  ],
  [
    "without the whitespace inside it",
    "Take the spaces and line breaks out: a copy over more than one line has brought them in.",
    (text) => text.replace(/\p{White_Space}+/gu, ""),
  ],
  [
    "without its backslashes",
    "Take the backslashes out: they escape characters in a shell or in JSON, and are no part of it.",
    (text) => text.replaceAll("\\", ""),
  ],
  ["without its hyphens and braces", AS_ISSUED, (text) => text.replace(/[-{}]/g, "")],
  ["as one half of what was given, which has it twice", "Set it once.", half],
  [
    "with its escapes (such as \\n or \\u00e6) read as the characters that they stand for",
    AS_ISSUED,
    unescaped,
  ],
  [
    "with its percent signs decoded",
    "Decode it where you read it: it has gone through an address.",
    percentDecoded,
  ],
  [
    "with its HTML character references decoded",
    "Decode it: it was copied out of the source of a page.",
    htmlDecoded,
  ],
  [
    "with each $$ as one $",
    "Write one $ where nothing takes two of them for one.",
    (text) => text.replaceAll("$$", "$"),
  ],
  ["with its letters in lower case", AS_ISSUED, (text) => text.toLowerCase()],
  ["with its letters in upper case", AS_ISSUED, (text) => text.toUpperCase()],
  [
    "with hyphens, as a UUID",
    AS_ISSUED,
    (text) => text.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5"),
  ],
  ["with letters and accents joined (Unicode's form NFC)", AS_ISSUED, (text) => text.normalize("NFC")],
  ["with letters and accents apart (Unicode's form NFD)", AS_ISSUED, (text) => text.normalize("NFD")],
  [
    "with its letters beyond ASCII as they were before UTF-8 was read as Latin-1",
    "Read the file that it stands in as UTF-8.",
    misread,
  ],
];

/** The other way round: what the sender's secret has, and the one that was given has not. @type {TextStep[]} */
export const SPOILT = [
  ["with a newline at its end", SENDERS, (text) => `${text}\n`],
  ["with a carriage return and a newline at its end", SENDERS, (text) => `${text}\r\n`],
  ["with a space at its end", SENDERS, (text) => `${text} `],
  ["with double quotes around it", SENDERS, (text) => `"${text}"`],
  ["with single quotes around it", SENDERS, (text) => `'${text}'`],
  ["with its special characters percent-encoded", SENDERS, (text) => encodeURIComponent(text)],
  [
    "with its letters beyond ASCII read as Latin-1 and encoded again",
    SENDERS,
    (text) => windows1252Text(utf8(text)),
  ],
];

/** Encodings. @type {ByteStep[]} */
export const ENCODED = [
  [
    "as the bytes that its hexadecimal digits stand for",
    'Give those bytes: Buffer.from(secret, "hex"), or Uint8Array.fromHex(secret).',
    (_, text) => fromHex(text),
  ],
  [
    "as the bytes that it stands for in base64",
    'Give those bytes: Buffer.from(secret, "base64"), or Uint8Array.fromBase64(secret).',
    (_, text) => fromBase64(text),
  ],
  ["as text, its bytes in hexadecimal digits", AS_STRING, (bytes) => utf8(toHex(bytes))],
  [
    "as text, its bytes in hexadecimal digits in upper case",
    AS_STRING,
    (bytes) => utf8(toHex(bytes).toUpperCase()),
  ],
  ["as text, its bytes in base64", AS_STRING, (bytes) => utf8(toBase64(bytes))],
  [
    "as text, its bytes in base64 without padding",
    AS_STRING,
    (bytes) => utf8(toBase64(bytes).replace(/=+$/, "")),
  ],
  ["as text, its bytes in base64url", AS_STRING, (bytes) => utf8(toBase64Url(bytes))],
  [
    "in UTF-16, as .NET's Encoding.Unicode has it",
    `${IN_UTF8}Buffer.from(secret, "utf16le").`,
    (_, text) => utf16(text, true),
  ],
  [
    "in UTF-16 with the high byte first",
    `${IN_UTF8}Buffer.from(secret, "utf16le").swap16().`,
    (_, text) => utf16(text, false),
  ],
  ["in Latin-1", `${IN_UTF8}Buffer.from(secret, "latin1").`, (_, text) => latin1(text)],
  [
    "as the 16 bytes of the UUID that it is",
    'Give those bytes: Buffer.from(secret.replaceAll("-", ""), "hex").',
    (_, text) => uuid(text),
  ],
  [
    "as the 16 bytes that .NET's Guid.ToByteArray makes of it",
    "Give those bytes, or have the sender take the secret's text.",
    (_, text) => guid(text),
  ],
];

/** What becomes of a secret that the sender has never set. @type {[text: string, what: string][]} */
export const UNSET = [
  ["", "an empty secret"],
  ["undefined", 'the word "undefined" for a secret'],
  ["null", 'the word "null" for a secret'],
  ["[object Object]", "an object that was made into text for a secret"],
];

/** @param {string} text */
function half(text) {
  const first = text.slice(0, text.length / 2);
  return first + first === text ? first : undefined;
}

/** @param {string} text */
function unescaped(text) {
  try {
    return text.includes("\\") ? JSON.parse(`"${text}"`) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function misread(text) {
  const bytes = latin1(text);
  return bytes && textOf(bytes);
}

/** @param {string} text */
function uuid(text) {
  const bytes = fromHex(text.replace(/[-{}]/g, ""));
  return bytes?.length === 16 ? bytes : undefined;
}

/** Microsoft keeps the first three groups of a UUID with their low byte first. @param {string} text */
function guid(text) {
  const bytes = uuid(text);
  const places = Uint8Array.of(3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15);
  return bytes && places.map((at) => /** @type {number} */ (bytes[at]));
}
