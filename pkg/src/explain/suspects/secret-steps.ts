// What happens to secrets between whoever issues them and the program that reads them.

import type { FindingCode } from "../codes.ts";
import {
  type Content,
  decodeHtml,
  decodePercent,
  decodeUtf8,
  decodeUtf16,
  decodeWindows1252,
  encodeLatin1,
  encodeUtf8,
  parseJson,
  repairUtf16,
  straightenQuotes,
  trimCharacters,
} from "../text.ts";

/** How a secret becomes another one; undefined, or the same, where that does not apply. */
export interface SecretStep {
  readonly code: FindingCode;
  /** What follows "The signature was made with the secret". */
  readonly how: string;
  readonly change: string;
  readonly apply: (secret: Content) => string | Uint8Array | undefined;
}

const AS_ISSUED = "Set the secret key exactly as it was issued.";
const RETYPE = "Copy the secret key again from where it was issued, not from a document, a chat or an email.";
const FIX_SENDER = "If the sender is yours, fix it there; otherwise your copy of the secret is not complete.";

/** The quotes that are put around a value, and what closes each. */
const QUOTE_PAIRS: Readonly<Record<string, string>> = { '"': '"', "'": "'", "`": "`" };
const TYPOGRAPHIC_PAIRS: Readonly<Record<string, string>> = {
  "\u201c": "\u201d",
  "\u201d": "\u201d",
  "\u201e": "\u201c",
  "\u2018": "\u2019",
  "\u2019": "\u2019",
  "\u201a": "\u2018",
  "\u00ab": "\u00bb",
  "\u00bb": "\u00ab",
  "\u2039": "\u203a",
};

/** Characters that no one sees: marks, joiners, directions, variation selectors, soft hyphens and controls. */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffc]/gu;

/** What people, files and shells have added to a secret, or changed in it. */
export const REPAIRS: readonly SecretStep[] = [
  step(
    "secret-whitespace",
    "without the whitespace around it",
    "Trim it where you read it: it came from a file or an environment variable.",
    (text) => trimCharacters(text, /\p{White_Space}/u),
  ),
  step(
    "secret-quotes",
    "without the quotes around it",
    "Remove the quotes where it is set: not every reader of .env files does that.",
    (text) => unwrap(text, QUOTE_PAIRS),
  ),
  step(
    "secret-typographic-quotes",
    "without the typographic quotes around it",
    `Remove the quotes. ${RETYPE}`,
    (text) => unwrap(text, TYPOGRAPHIC_PAIRS),
  ),
  step("secret-typography", "with its typographic quotes and dashes as plain characters", RETYPE, (text) =>
    straightenDashes(straightenQuotes(text)),
  ),
  {
    code: "secret-utf16",
    how: "read as UTF-16",
    change: "Save the file that it comes from as UTF-8: PowerShell and Windows' editors may write UTF-16.",
    apply: ({ bytes, text }) => decodeUtf16(bytes) ?? (text === undefined ? undefined : repairUtf16(text)),
  },
  step(
    "secret-invisible-characters",
    "without the invisible characters in it, such as a byte order mark or a zero width space",
    "Save the file without a byte order mark, or copy the secret key again from where it was issued.",
    (text) => text.replace(INVISIBLE, ""),
  ),
  step(
    "secret-literal-newline",
    "without the backslash and letter (such as \\n) at its end",
    "Remove them: they are two characters, not a newline.",
    (text) => withoutLiteralNewlines(text),
  ),
  step(
    "secret-prefix",
    "without the prefix that ends with an underscore",
    "Leave the prefix out: it says what kind of key this is, and is not part of it.",
    (text) => /^(?:[A-Za-z0-9]{1,10}_){1,3}(.+)$/s.exec(text)?.[1],
  ),
  step(
    "secret-name",
    "without the name and the sign before it",
    "Set the value alone: not the whole line of a file, and not the name of an encoding.",
    (text) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*(.+)$/s.exec(text)?.[1],
  ),
  step("secret-comment", "without the comment after it", "Put the comment on a line of its own.", (text) =>
    withoutComment(text),
  ),
  step(
    "secret-inner-whitespace",
    "without the whitespace inside it",
    "Remove the spaces and line breaks: a copy across several lines has added them.",
    (text) => text.replace(/\p{White_Space}+/gu, ""),
  ),
  step(
    "secret-backslashes",
    "without its backslashes",
    "Remove the backslashes: they escape characters in a shell or in JSON, and are not part of it.",
    (text) => text.replaceAll("\\", ""),
  ),
  step("secret-hyphens", "without its hyphens and braces", AS_ISSUED, (text) => text.replace(/[-{}]/g, "")),
  step("secret-doubled", "cut in half: it was given twice over", "Set it once.", (text) => halve(text)),
  step(
    "secret-escapes",
    "with its escapes (such as \\n or \\u00e6) read as the characters that they stand for",
    AS_ISSUED,
    (text) => readEscapes(text),
  ),
  step(
    "secret-percent-encoded",
    "with its percent-encoding decoded",
    "Decode it where you read it: it has been part of an address.",
    decodePercent,
  ),
  step(
    "secret-html",
    "with its HTML character references decoded",
    "Decode it: it was copied from the source of a page.",
    decodeHtml,
  ),
  step(
    "secret-double-dollar",
    "with each $$ as one $",
    "Write a single $: nothing here turns two of them into one.",
    (text) => text.replaceAll("$$", "$"),
  ),
  step("secret-lower-case", "in lower case", AS_ISSUED, (text) => text.toLowerCase()),
  step("secret-upper-case", "in upper case", AS_ISSUED, (text) => text.toUpperCase()),
  step("secret-uuid-hyphens", "with the hyphens of a UUID", AS_ISSUED, (text) =>
    text.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5"),
  ),
  step("secret-nfc", "with its accents joined to their letters (Unicode's NFC)", AS_ISSUED, (text) =>
    text.normalize("NFC"),
  ),
  step("secret-nfd", "with its accents apart from their letters (Unicode's NFD)", AS_ISSUED, (text) =>
    text.normalize("NFD"),
  ),
  step(
    "secret-misread-utf8",
    "as it was before its UTF-8 was read as Latin-1",
    "Read the file that it comes from as UTF-8.",
    (text) => misreadUtf8(text),
  ),
];

/** The other way round: what the sender's secret has, and the given one has not. */
export const SENDER_FAULTS: readonly SecretStep[] = [
  step("sender-secret-newline", "followed by a newline", FIX_SENDER, (text) => `${text}\n`),
  step(
    "sender-secret-crlf",
    "followed by a carriage return and a newline",
    FIX_SENDER,
    (text) => `${text}\r\n`,
  ),
  step("sender-secret-space", "followed by a space", FIX_SENDER, (text) => `${text} `),
  step("sender-secret-double-quotes", "in double quotes", FIX_SENDER, (text) => `"${text}"`),
  step("sender-secret-single-quotes", "in single quotes", FIX_SENDER, (text) => `'${text}'`),
  step(
    "sender-secret-percent-encoded",
    "with its special characters percent-encoded",
    FIX_SENDER,
    encodeURIComponent,
  ),
  step("sender-secret-misread-utf8", "with its UTF-8 read as Latin-1 and encoded again", FIX_SENDER, (text) =>
    decodeWindows1252(encodeUtf8(text)),
  ),
];

/** What programs make of a secret that was never set. */
export const UNSET_SECRETS: readonly { code: FindingCode; text: string; what: string }[] = [
  { code: "sender-secret-empty", text: "", what: "an empty secret" },
  { code: "sender-secret-undefined", text: "undefined", what: 'the word "undefined" as the secret' },
  { code: "sender-secret-null", text: "null", what: 'the word "null" as the secret' },
  {
    code: "sender-secret-object",
    text: "[object Object]",
    what: "an object that was converted to text as the secret",
  },
];

/** A step for secrets that are text. */
function step(
  code: FindingCode,
  how: string,
  change: string,
  apply: (text: string) => string | undefined,
): SecretStep {
  return { code, how, change, apply: ({ text }) => (text === undefined ? undefined : apply(text)) };
}

/** Takes the opening quote and what closes it off; undefined where the text is not between such quotes. */
function unwrap(text: string, pairs: Readonly<Record<string, string>>): string | undefined {
  const isWrapped = text.length > 1 && pairs[text.charAt(0)] === text.charAt(text.length - 1);
  return isWrapped ? text.slice(1, -1) : undefined;
}

function straightenDashes(text: string): string {
  return text
    .replace(/[\u2010-\u2013\u2212]/g, "-")
    .replace(/[\u2014\u2015]/g, "--")
    .replaceAll("\u2026", "...");
}

function withoutLiteralNewlines(text: string): string {
  let end = text.length;
  while (/^\\[nrt]$/.test(text.slice(Math.max(0, end - 2), end))) end -= 2;
  return text.slice(0, end);
}

/** The text before the first # or // that follows whitespace. */
function withoutComment(text: string): string | undefined {
  const start = text.search(/(?<=\p{White_Space})(?:#|\/\/)/u);
  return start < 0 ? undefined : text.slice(0, start).trimEnd();
}

function halve(text: string): string | undefined {
  const first = text.slice(0, text.length / 2);
  return first + first === text ? first : undefined;
}

function readEscapes(text: string): string | undefined {
  const value = text.includes("\\") ? parseJson(`"${text}"`) : undefined;
  return typeof value === "string" ? value : undefined;
}

function misreadUtf8(text: string): string | undefined {
  const bytes = encodeLatin1(text);
  return bytes && decodeUtf8(bytes);
}
