// Text and bytes, back and forth, with what every runtime has.

// Made on first use: an environment without them can still load the package.
const encoder = lazy(() => new TextEncoder());
const strictDecoder = lazy(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }));

/** Bytes, and the text that they are; undefined where they are not UTF-8. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly text: string | undefined;
}

/** Windows-1252's characters at 80 to 9F, where Latin-1 has control characters; a space where it has none. */
const WINDOWS_1252 =
  "\u20AC \u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152 \u017D " +
  " \u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153 \u017E\u0178";

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: "&",
  lt: "<",
  gt: ">",
  apos: "'",
  nbsp: "\u00a0",
};

export function contentOf(body: string | Uint8Array): Content {
  const bytes = typeof body === "string" ? encodeUtf8(body) : body;
  const decode = lazy(() => decodeUtf8(bytes));
  return {
    bytes,
    get text() {
      return decode();
    },
  };
}

/** Makes a value when it is first asked for, and only once. */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder().encode(text);
}

/** Reads bytes as UTF-8; undefined where they are not. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

export function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  // A call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** Writes text as Latin-1; undefined where it has a character that Latin-1 lacks. */
export function encodeLatin1(text: string): Uint8Array | undefined {
  return encodeSingleBytes(text, (unit) => (unit <= 0xff ? unit : undefined));
}

/** Writes text as Windows-1252, which is what most software means by Latin-1. */
export function encodeWindows1252(text: string): Uint8Array | undefined {
  return encodeSingleBytes(text, (unit) => {
    if (unit <= 0xff) return unit;
    const at = WINDOWS_1252.indexOf(String.fromCharCode(unit));
    return at < 0 ? undefined : 0x80 + at;
  });
}

export function decodeWindows1252(bytes: Uint8Array): string {
  return decodeLatin1(bytes).replace(/[\x80-\x9f]/g, (control) => {
    const character = WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80);
    return character === " " ? control : character;
  });
}

function encodeSingleBytes(
  text: string,
  byteOf: (unit: number) => number | undefined,
): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = byteOf(text.charCodeAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

export function encodeUtf16(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittleEndian);
  return new Uint8Array(view.buffer);
}

/** Reads bytes as UTF-16; undefined where they do not begin with a byte order mark or an ASCII character in it. */
export function decodeUtf16(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isLittleEndian = second === 0 || (first === 0xff && second === 0xfe);
  if (bytes.length % 2 !== 0 || !(isLittleEndian || first === 0 || (first === 0xfe && second === 0xff)))
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = "";
  for (let at = 0; at < bytes.length; at += 2)
    text += String.fromCharCode(view.getUint16(at, isLittleEndian));
  return text.replace(/^\uFEFF/, "");
}

/**
 * Text that was UTF-16 and was read as UTF-8, Latin-1 or Windows-1252: a zero byte beside each letter, and perhaps what
 * these make of the byte order mark. Undefined for any other text, and where a letter was not ASCII.
 */
export function repairUtf16(text: string): string | undefined {
  const units = text.replace(/^(?:\ufffd\ufffd|\u00ff\u00fe|\u00fe\u00ff)/, "");
  if (!units.includes("\0")) return undefined;
  const offset = units.charCodeAt(0) === 0 ? 1 : 0;
  let letters = "";
  // An odd unit may be left over where whatever read the text took its last zero for an end.
  for (let at = 0; at < units.length; at += 2) {
    const letter = units.charAt(at + offset);
    if ((units.charAt(at + 1 - offset) || "\0") !== "\0" || letter === "\0" || letter > "\x7f")
      return undefined;
    letters += letter;
  }
  return letters;
}

/** The bytes that hexadecimal digits stand for; undefined where there is anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/^0x/i, "");
  if (digits.length === 0 || digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}

export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes that base64 stands for, in either alphabet, padded or not; undefined where it is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const digits = text
    .replace(/[\r\n]/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  if (digits.length === 0 || /[^A-Za-z0-9+/]/.test(digits)) return undefined;
  try {
    return encodeLatin1(atob(digits));
  } catch {
    return undefined;
  }
}

export function encodeBase64(bytes: Uint8Array): string {
  return btoa(decodeLatin1(bytes));
}

/** Base64 in the alphabet for addresses, without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return withoutPadding(encodeBase64(bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** Base64 without the one or two equals signs at its end. */
export function withoutPadding(base64: string): string {
  return base64.replace(/={1,2}$/, "");
}

/** Reads percent-encoding; undefined where it stands for no text. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads HTML's character references: numeric ones, and the names that escaping functions write. */
export function decodeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(quot|amp|lt|gt|apos|nbsp));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name) return HTML_ENTITIES[name.toLowerCase()] ?? whole;
      const point = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Cuts matching characters off both ends, in linear time: `/[…]+$/` takes the square of a run's length. */
export function trimCharacters(text: string, pattern: RegExp): string {
  return trimCharactersAtEnd(text, pattern).replace(new RegExp(`^(?:${pattern.source})+`, pattern.flags), "");
}

/** The same for the end alone. The pattern matches one character of one code unit. */
export function trimCharactersAtEnd(text: string, pattern: RegExp): string {
  let end = text.length;
  while (end > 0 && pattern.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Straight quotes where a word processor or a chat has put typographic ones. */
export function straightenQuotes(text: string): string {
  return text.replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"').replace(/[\u2018-\u201b]/g, "'");
}

/** What is done with a stranger's body can fail in many ways: too deep, too long, not text. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
