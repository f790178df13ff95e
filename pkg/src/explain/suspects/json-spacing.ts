// How writers of JSON space it, which counts only where whitespace is signed.

import type { FindingCode } from "../codes.ts";

interface SpacingStyle {
  readonly code: FindingCode;
  /** What follows "the same JSON". */
  readonly how: string;
  readonly write: (text: string, value: unknown) => string;
}

export const SPACING_STYLES: readonly SpacingStyle[] = [
  {
    code: "json-spaced-python",
    how: "with a space after each comma and colon, as Python writes it",
    write: (_, value) => indent(value, 1).replace(/,\n */g, ", ").replace(/\n */g, ""),
  },
  { code: "json-indented-2", how: "indented by two spaces", write: (_, value) => indent(value, 2) },
  {
    code: "json-indented-2-crlf",
    how: "indented by two spaces, with Windows line breaks",
    write: (_, value) => indent(value, 2).replaceAll("\n", "\r\n"),
  },
  { code: "json-indented-4", how: "indented by four spaces", write: (_, value) => indent(value, 4) },
  { code: "json-indented-tabs", how: "indented by tabs", write: (_, value) => indent(value, "\t") },
  { code: "json-final-newline", how: "with a newline at its end", write: (text) => `${text}\n` },
  {
    code: "json-final-crlf",
    how: "with a carriage return and a newline at its end",
    write: (text) => `${text}\r\n`,
  },
  { code: "json-trimmed", how: "without the whitespace around it", write: (text) => text.trim() },
  {
    code: "json-lf",
    how: "with Unix line breaks (LF)",
    write: (text) => text.replaceAll("\r\n", "\n"),
  },
  {
    code: "json-crlf",
    how: "with Windows line breaks (CRLF)",
    write: (text) => text.replace(/\r?\n/g, "\r\n"),
  },
];

function indent(value: unknown, spaces: number | string): string {
  return JSON.stringify(value, null, spaces);
}
