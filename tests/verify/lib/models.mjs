// Plain models of what is signed, which the package is held against.

import { createHmac } from "node:crypto";

export const ENCODER = new TextEncoder();
export const SPACES = Array.from({ length: 0x3001 }, (_, code) => String.fromCodePoint(code)).filter((one) =>
  /^\p{White_Space}$/u.test(one),
);
const asLatin1 = (text) => Buffer.from(text).toString("latin1");
const SPACE_SEQUENCES = new RegExp(SPACES.map(asLatin1).sort().join("|"), "g");

/** The signed bytes of a body: without one leading byte order mark, and without the UTF-8 sequences of whitespace. */
export function strip(bytes) {
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replace(/^\xEF\xBB\xBF/, "");
  return Buffer.from(text.replace(SPACE_SEQUENCES, ""), "latin1");
}

export const macOf = (key, bytes) => createHmac("sha256", key).update(strip(bytes)).digest("hex");
export const headerOf = (key, bytes) => `HMAC-SHA256 Signature=${macOf(key, bytes)}`;
