// How writers of JSON escape what need not be escaped, and write numbers.

import type { FindingCode } from "../codes.ts";

interface EscapeStyle {
  readonly code: FindingCode;
  /** What follows "the same JSON". */
  readonly how: string;
  /** Writes JSON that has no escapes but the necessary ones. */
  readonly write: (plain: string) => string;
}

const NOT_ASCII = /[\u007f-\uffff]/g;

/** The first is the plain form. */
export const ESCAPE_STYLES: readonly EscapeStyle[] = [
  { code: "json-unescaped", how: "without unnecessary escapes", write: (text) => text },
  {
    code: "json-escaped-slashes",
    how: "with slashes as \\/, as PHP writes them",
    write: (text) => text.replaceAll("/", "\\/"),
  },
  {
    code: "json-escaped-python",
    how: "with characters beyond ASCII as \\u and lower-case digits, as Python writes them",
    write: (text) => escapeCharacters(text, NOT_ASCII),
  },
  {
    code: "json-escaped-php",
    how: "with slashes as \\/ and characters beyond ASCII as \\u, as PHP writes them",
    write: (text) => escapeCharacters(text.replaceAll("/", "\\/"), NOT_ASCII),
  },
  {
    code: "json-escaped-go",
    how: "with < > & as \\u003c and so on, as Go and Rails write them",
    write: (text) => escapeCharacters(text, /[<>&\u2028\u2029]/g),
  },
  {
    code: "json-escaped-gson",
    how: "with < > & = ' as \\u003c and so on, as Gson writes them",
    write: (text) => escapeCharacters(text, /[<>&='\u2028\u2029]/g),
  },
  {
    code: "json-escaped-dotnet",
    how: "with \" < > & + ' ` and characters beyond ASCII as \\u and upper-case digits, as .NET's System.Text.Json writes them",
    write: escapeAsSystemTextJson,
  },
  {
    code: "json-escaped-jackson",
    how: "with characters beyond ASCII as \\u and upper-case digits, as Jackson can write them",
    write: (text) => escapeCharacters(text, NOT_ASCII, true),
  },
];

/** JSON without the escapes that it does not need, and otherwise as it is. */
export function removeEscapes(json: string): string {
  return json.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (whole, hex?: string, letter?: string) => {
    if (letter) return letter === "/" ? letter : whole;
    const unit = Number.parseInt(hex ?? "", 16);
    return unit < 0x20 || unit === 0x22 || unit === 0x5c ? whole : String.fromCharCode(unit);
  });
}

/** JSON with `.0` behind each whole number. */
export function writeFloats(json: string): string {
  // Strings are matched to be left alone; the closing quote is optional, so that no text is looked at twice.
  const tokens = /"(?:[^"\\]|\\.)*"?|(?<![\d.eE+-])-?\d+(?![\d.eE])/gs;
  return json.replace(tokens, (token) => (token.startsWith('"') ? token : `${token}.0`));
}

function escapeCharacters(text: string, which: RegExp, isUpperCase = false): string {
  return text.replace(which, (character) => {
    const digits = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${isUpperCase ? digits.toUpperCase() : digits}`;
  });
}

function escapeAsSystemTextJson(text: string): string {
  const quotes = text.replace(/\\([\\"])/g, (whole, letter) => (letter === '"' ? "\\u0022" : whole));
  return escapeCharacters(quotes, /[<>&+'`\u007f-\uffff]/g, true);
}
