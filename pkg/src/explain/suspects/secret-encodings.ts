// A secret that the sender reads as other bytes: decoded, or in another encoding.

import {
  decodeBase64,
  decodeHex,
  decodeLatin1,
  encodeBase64,
  encodeBase64Url,
  encodeHex,
  encodeLatin1,
  encodeUtf16,
  withoutPadding,
} from "../text.ts";
import type { SecretStep } from "./secret-steps.ts";

const AS_STRING = "Give the secret as the string that was issued, and do not decode it.";
const IN_UTF8 =
  "The API uses the secret's UTF-8. If the sender is yours, fix it there; otherwise give these bytes: ";

/** The 16 bytes of a UUID in the order in which Microsoft keeps them: its first three groups low byte first. */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export const ENCODINGS: readonly SecretStep[] = [
  {
    code: "secret-hex",
    how: "as the bytes that its hexadecimal digits stand for",
    change: 'Give those bytes: Buffer.from(secret, "hex"), or Uint8Array.fromHex(secret).',
    apply: ({ bytes, text }) => decodeHex(text ?? decodeLatin1(bytes)),
  },
  {
    code: "secret-base64",
    how: "as the bytes that it stands for in base64",
    change: 'Give those bytes: Buffer.from(secret, "base64"), or Uint8Array.fromBase64(secret).',
    apply: ({ bytes, text }) => decodeBase64(text ?? decodeLatin1(bytes)),
  },
  {
    code: "secret-was-hex",
    how: "written as text, in hexadecimal digits",
    change: AS_STRING,
    apply: ({ bytes }) => encodeHex(bytes),
  },
  {
    code: "secret-was-hex-upper-case",
    how: "written as text, in upper-case hexadecimal digits",
    change: AS_STRING,
    apply: ({ bytes }) => encodeHex(bytes).toUpperCase(),
  },
  {
    code: "secret-was-base64",
    how: "written as text, in base64",
    change: AS_STRING,
    apply: ({ bytes }) => encodeBase64(bytes),
  },
  {
    code: "secret-was-base64-unpadded",
    how: "written as text, in base64 without padding",
    change: AS_STRING,
    apply: ({ bytes }) => withoutPadding(encodeBase64(bytes)),
  },
  {
    code: "secret-was-base64url",
    how: "written as text, in base64url",
    change: AS_STRING,
    apply: ({ bytes }) => encodeBase64Url(bytes),
  },
  {
    code: "sender-secret-utf16",
    how: "in UTF-16, as .NET's Encoding.Unicode writes it",
    change: `${IN_UTF8}Buffer.from(secret, "utf16le").`,
    apply: ({ bytes, text }) => encodeUtf16(text ?? decodeLatin1(bytes), true),
  },
  {
    code: "sender-secret-utf16-big-endian",
    how: "in UTF-16 with the high byte first",
    change: `${IN_UTF8}Buffer.from(secret, "utf16le").swap16().`,
    apply: ({ bytes, text }) => encodeUtf16(text ?? decodeLatin1(bytes), false),
  },
  {
    code: "sender-secret-latin1",
    how: "in Latin-1",
    change: `${IN_UTF8}Buffer.from(secret, "latin1").`,
    apply: ({ text }) => (text === undefined ? undefined : encodeLatin1(text)),
  },
  {
    code: "secret-uuid-bytes",
    how: "as the 16 bytes of the UUID that it is",
    change: 'Give those bytes: Buffer.from(secret.replaceAll("-", ""), "hex").',
    apply: ({ text }) => decodeUuid(text),
  },
  {
    code: "secret-guid-bytes",
    how: "as the 16 bytes that .NET's Guid.ToByteArray makes of it",
    change: "Give those bytes, or let the sender use the secret's text.",
    apply: ({ text }) => {
      const bytes = decodeUuid(text);
      return bytes && Uint8Array.from(GUID_ORDER, (at) => bytes[at] ?? 0);
    },
  },
];

function decodeUuid(text: string | undefined): Uint8Array | undefined {
  const bytes = decodeHex((text ?? "").replace(/[-{}]/g, ""));
  return bytes?.length === 16 ? bytes : undefined;
}
