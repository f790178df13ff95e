// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Text and bytes, back and forth, with what every runtime has.

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What Windows-1252 has in the places 80 to 9F, where Latin-1 has control characters; a space where it has none. */
const WINDOWS_1252 =
  "\u20AC \u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152 \u017D " +
  " \u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153 \u017E\u0178";

/** @param {string} text */
export function utf8(text) {
  return encoder.encode(text);
}

/**
 * Bytes read as UTF-8; undefined where they are not.
 *
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
export function latin1Text(bytes) {
  let text = "";
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/**
 * Text as Latin-1; undefined where it has a character that Latin-1 lacks.
 *
 * @param {string} text
 */
export function latin1(text) {
  return singleBytes(text, (unit) => (unit <= 0xff ? unit : undefined));
}

/**
 * Text as Windows-1252, which is what most software means by Latin-1.
 *
 * @param {string} text
 */
export function windows1252(text) {
  return singleBytes(text, (unit) => {
    if (unit <= 0xff) return unit;
    const at = WINDOWS_1252.indexOf(String.fromCharCode(unit));
    return at < 0 ? undefined : 0x80 + at;
  });
}

/**
 * @param {Uint8Array} bytes
 */
export function windows1252Text(bytes) {
  return latin1Text(bytes).replace(/[\x80-\x9f]/g, (control) => {
    const character = WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80);
    return character === " " ? control : character;
  });
}

/**
 * @param {string} text
 * @param {(unit: number) => number | undefined} byteOf
 */
function singleBytes(text, byteOf) {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = byteOf(text.charCodeAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

/**
 * @param {string} text
 * @param {boolean} littleEndian
 */
export function utf16(text, littleEndian) {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
}

/**
 * Bytes read as UTF-16; undefined where they do not begin as text in UTF-16 does, with a mark or with a zero byte.
 *
 * @param {Uint8Array} bytes
 */
export function utf16Text(bytes) {
  const [first, second] = bytes;
  const littleEndian = second === 0 || (first === 0xff && second === 0xfe);
  if (bytes.length % 2 !== 0 || !(littleEndian || first === 0 || (first === 0xfe && second === 0xff)))
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, littleEndian));
  return text.replace(/^\uFEFF/, "");
}

/**
 * The bytes that hexadecimal digits stand for; undefined where there is anything else.
 *
 * @param {string} text
 */
export function fromHex(text) {
  const digits = text.replace(/^0x/i, "");
  if (digits.length === 0 || digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The bytes that base64 stands for, in either alphabet, padded or not; undefined where it is none.
 *
 * @param {string} text
 */
export function fromBase64(text) {
  const digits = text
    .replace(/[\r\n]/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  if (digits.length === 0 || /[^A-Za-z0-9+/]/.test(digits)) return undefined;
  try {
    return /** @type {Uint8Array} */ (latin1(atob(digits)));
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  return btoa(latin1Text(bytes));
}

/**
 * The letters and digits of base64 for use in addresses, without padding.
 *
 * @param {Uint8Array} bytes
 */
export function toBase64Url(bytes) {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Text with its percent signs read; undefined where they stand for no text.
 *
 * @param {string} text
 */
export function percentDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const ENTITIES = /** @type {Record<string, string>} */ ({
  quot: '"',
  amp: "&",
  lt: "<",
  gt: ">",
  apos: "'",
  nbsp: "\u00a0",
});

/**
 * Text with HTML's character references read, so far as anything that escapes writes them.
 *
 * @param {string} text
 */
export function htmlDecoded(text) {
  return text.replace(
    /&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(quot|amp|lt|gt|apos|nbsp));/gi,
    (whole, decimal, hex, name) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
