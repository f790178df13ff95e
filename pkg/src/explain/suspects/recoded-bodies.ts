// A body that was encoded, decoded or wrapped on the way: what the sender may have signed instead.

import { joinBytes } from "../../shared/bytes.ts";
import type { FindingCode } from "../codes.ts";
import type { BodyCandidate } from "../search/candidates.ts";
import {
  type Content,
  decodeBase64,
  decodeHtml,
  decodeLatin1,
  decodePercent,
  decodeUtf8,
  decodeUtf16,
  decodeWindows1252,
  encodeLatin1,
  encodeUtf8,
  encodeUtf16,
  encodeWindows1252,
  parseJson,
  repairUtf16,
  straightenQuotes,
} from "../text.ts";
import { RAW_BODY } from "./given-body.ts";
import { readChunks, readWrappedEvents } from "./wrapped-bodies.ts";

/** What was done to a body, and how to undo it; undefined, or the same, where that does not apply. */
interface BodyStep {
  readonly code: FindingCode;
  readonly finding: string;
  readonly change: string;
  readonly apply: (content: Content) => string | Uint8Array | undefined;
}

const AS_TEXT = "Read it as UTF-8, or better, leave it as bytes: await request.arrayBuffer(), express.raw.";
const UNDO = "Undo that before you verify, or take the body before it happens.";
const SENDER =
  "If the sender is yours, sign the bytes that it sends, with sign() of this package; otherwise tell its operator.";

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** Characters that no one sees, but for the one byte order mark that every rule drops. */
const INVISIBLE_START = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\u0000-\u0008\u000e-\u001f]+/u;

const STEPS: readonly BodyStep[] = [
  {
    code: "body-base64",
    finding: "The body is base64 of what was signed.",
    change: 'Decode it first. AWS Lambda: Buffer.from(event.body, "base64") if event.isBase64Encoded.',
    apply: onText((body) => (/^\s*[{[]/.test(body) ? undefined : decodeBase64(body.trim()))),
  },
  {
    code: "body-form-field",
    finding: "The body is a form, and what was signed is the value of one of its fields.",
    change: "Decode that field as forms do, or let the sender post JSON: Content-Type: application/json.",
    apply: onText((body) => decodeForm(/^[^={]{0,100}=([^&]*)/.exec(body)?.[1])),
  },
  {
    code: "body-form-name",
    finding: "The body was read as a form, and so became the name of a field.",
    change: `The request says Content-Type: application/x-www-form-urlencoded, but is not a form. ${RAW_BODY}`,
    apply: onText((body) => decodeForm(/^([^&]*)=$/.exec(body)?.[1])),
  },
  {
    code: "body-percent-encoded",
    finding: "The body is percent-encoded.",
    change: UNDO,
    apply: onText((body) => (body.includes("%") ? decodePercent(body) : undefined)),
  },
  {
    code: "body-json-string",
    finding: "The body is a JSON string with the signed JSON in it: it was serialized twice.",
    change: "Take the body before it is serialized; do not call JSON.stringify on text.",
    apply: onText((body) => (/^\s*"/.test(body) ? asString(parseJson(body)) : undefined)),
  },
  {
    code: "body-backslashes",
    finding: "The body has backslashes before its quotes, as text inside JSON has.",
    change: "Take the body itself, not what a log or another JSON document shows of it.",
    apply: onText((body) =>
      body.includes('\\"') && !/^\s*"/.test(body) ? asString(parseJson(`"${body.trim()}"`)) : undefined,
    ),
  },
  {
    code: "body-html",
    finding: "The body has HTML character references in it, such as &quot;.",
    change: UNDO,
    apply: onText((body) => (body.includes("&") ? decodeHtml(body) : undefined)),
  },
  {
    code: "body-misread-utf8",
    finding: "The body's UTF-8 was read as Latin-1 on the way, and so encoded twice.",
    change: AS_TEXT,
    apply: onText((body) => {
      const bytes = encodeLatin1(body) ?? encodeWindows1252(body);
      return bytes && decodeUtf8(bytes) !== undefined ? bytes : undefined;
    }),
  },
  {
    code: "body-latin1",
    finding: "The body is in Latin-1, and what was signed is UTF-8.",
    change: AS_TEXT,
    apply: ({ bytes, text }) => (text === undefined ? decodeLatin1(bytes) : undefined),
  },
  {
    code: "body-windows-1252",
    finding: "The body is in Windows-1252, and what was signed is UTF-8.",
    change: AS_TEXT,
    apply: ({ bytes, text }) => (text === undefined ? decodeWindows1252(bytes) : undefined),
  },
  {
    code: "body-utf16",
    finding: "The body is in UTF-16, and what was signed is UTF-8.",
    change: AS_TEXT,
    apply: ({ bytes }) => decodeUtf16(bytes),
  },
  {
    code: "body-misread-utf16",
    finding:
      "The body was in UTF-16 and was read as another encoding: it has a zero character beside each letter.",
    change: "Read it as UTF-16, or better, let whatever saves it write UTF-8.",
    apply: onText(repairUtf16),
  },
  {
    code: "sender-latin1",
    finding: "What was signed is in Latin-1, and the body is UTF-8.",
    change: `The sender signs other bytes than it sends, or something on the way has converted them. ${SENDER}`,
    apply: onText(encodeLatin1),
  },
  {
    code: "sender-utf16",
    finding: "What was signed is in UTF-16, as .NET's Encoding.Unicode writes it, and the body is UTF-8.",
    change: SENDER,
    apply: onText((body) => encodeUtf16(body, true)),
  },
  {
    code: "sender-misread-utf8",
    finding: "What was signed is UTF-8 that was read as Latin-1 and encoded again; the body is right.",
    change: SENDER,
    apply: ({ bytes }) => encodeUtf8(decodeLatin1(bytes)),
  },
  {
    code: "sender-misread-utf8-windows",
    finding: "What was signed is UTF-8 that was read as Windows-1252 and encoded again; the body is right.",
    change: SENDER,
    apply: ({ bytes }) => encodeUtf8(decodeWindows1252(bytes)),
  },
  {
    code: "body-zero-bytes",
    finding: "There are zero bytes at the end of the body.",
    change:
      "Take only as many bytes as were received: not the whole buffer, and not a C string with its final zero.",
    apply: ({ bytes }) =>
      bytes.at(-1) === 0 ? bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1) : undefined,
  },
  {
    code: "sender-zero-byte",
    finding: "What was signed has a zero byte at its end.",
    change: SENDER,
    apply: ({ bytes }) => joinBytes([bytes, Uint8Array.of(0)]),
  },
  {
    code: "body-repeated-mark",
    finding: "The body begins with more than one byte order mark.",
    change: "Something on the way writes one before the text each time. Remove them.",
    apply: ({ bytes }) => (hasMark(bytes.subarray(3)) ? withoutMarks(bytes) : undefined),
  },
  {
    code: "body-mark",
    finding: "The body begins with a byte order mark, and what was signed does not.",
    change: 'Under whitespace: "none" the mark counts. Remove it, or use another rule, which ignores it.',
    apply: ({ bytes }) => (hasMark(bytes) ? bytes.subarray(3) : undefined),
  },
  {
    code: "body-mark-lost",
    finding: "What was signed begins with a byte order mark, and the body does not.",
    change:
      "request.text() and most decoders drop the mark. Take the bytes: await request.arrayBuffer(), express.raw.",
    apply: ({ bytes }) => (hasMark(bytes) ? undefined : joinBytes([BYTE_ORDER_MARK, bytes])),
  },
  {
    code: "body-invisible-start",
    finding: "The body begins with an invisible character, such as a zero width space, that was not signed.",
    change: "Take the body from the request itself: a copy, an editor or a template has added the character.",
    apply: onText((body) => body.replace(INVISIBLE_START, "")),
  },
  {
    code: "body-with-head",
    finding: "The body was given with the request's headers before it.",
    change: "Give what follows the first empty line.",
    apply: onText((body) =>
      /^[!-~]{1,40}[ :]/.test(body) ? /\r?\n\r?\n([^]*)$/.exec(body)?.[1] : undefined,
    ),
  },
  {
    code: "body-chunked",
    finding: "The body was given with the sizes of its chunks in it (Transfer-Encoding: chunked).",
    change: "Let an HTTP server read the request, not a socket.",
    apply: ({ bytes }) => readChunks(bytes),
  },
  {
    code: "body-typographic-quotes",
    finding: "The body's straight quotes have been replaced by typographic ones.",
    change: "Take the body itself, not a copy from a document or a chat.",
    apply: onText(straightenQuotes),
  },
  {
    code: "body-nfd",
    finding:
      "The body's accents are apart from their letters (Unicode's NFD), and were joined where it was signed (NFC).",
    change: UNDO,
    apply: onText((body) => body.normalize("NFC")),
  },
  {
    code: "body-nfc",
    finding:
      "The body's accents are joined to their letters (Unicode's NFC), and were apart where it was signed (NFD).",
    change: UNDO,
    apply: onText((body) => body.normalize("NFD")),
  },
];

/** What the sender may have signed, if the body was encoded, decoded or wrapped since. */
export function* listRecodedBodies(content: Content): Generator<BodyCandidate> {
  for (const { code, finding, change, apply } of STEPS)
    yield { parts: [{ code, finding, change }], make: () => apply(content) };
  for (const event of readWrappedEvents(content.text)) yield { parts: [WRAPPED], make: () => event };
}

const WRAPPED = {
  code: "body-wrapped",
  finding:
    "The signature was made over an event inside the given JSON, as queues, gateways and logs wrap it.",
  change:
    "Take the inner text as it stands there, before anything parses it, or have the callback delivered unwrapped.",
} as const;

/** A step for bodies that are text. */
function onText(apply: (body: string) => string | Uint8Array | undefined): BodyStep["apply"] {
  return ({ text }) => (text === undefined ? undefined : apply(text));
}

function decodeForm(value: string | undefined): string | undefined {
  return value === undefined ? undefined : decodePercent(value.replaceAll("+", " "));
}

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function hasMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
}

function withoutMarks(bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  while (hasMark(rest)) rest = rest.subarray(BYTE_ORDER_MARK.length);
  return rest;
}
