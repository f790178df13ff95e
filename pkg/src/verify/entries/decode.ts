// The bytes of the module, from the text that it travels as.
//
// A byte is one character, or two where it is rare. So what repeats in the module repeats in the text, and gzip and brotli
// find it: they make a fifth less of it than of base64, where a repetition looks different at each of three offsets.

import { encodeInto } from "../utf8.ts";
import decoder from "./decoder.wat";

/** The decoder's table has three parts: bytes of one character, and those of two by the first of these. */
const PART_LENGTH = 128;
/** Where the decoder expects the text in its memory: after the table. */
const TEXT_AT = 3 * PART_LENGTH;
/** ASCII without controls, the two that begin a pair, the quotation mark and the backslash. */
const CHARACTERS = 91;

interface Decoder {
  readonly memory: WebAssembly.Memory;
  /** Replaces the text, which ends at `end`, by its bytes, and returns where they end. */
  decode(end: number): number;
}

/**
 * `toText` in xtask/node/module-text.mjs is the reverse.
 *
 * @param common which bytes are one character: 64 hexadecimal digits of four bytes each, the lowest bit first
 */
export function decodeModule(text: string, common: string): Uint8Array<ArrayBuffer> {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(decoder)));
  const { memory, decode } = exports as unknown as Decoder;
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  fillTable(bytes, common);
  encodeInto(text, bytes.subarray(TEXT_AT));
  return bytes.subarray(TEXT_AT, decode(TEXT_AT + text.length));
}

/** Bytes in ascending order have the characters in ascending order. */
function fillTable(table: Uint8Array, common: string): void {
  let commonBytes = 0;
  let rareBytes = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    if ((Number.parseInt(common[byte >> 2] as string, 16) >> (byte & 3)) & 1) {
      table[codeAt(commonBytes)] = byte;
      commonBytes += 1;
    } else {
      const part = rareBytes < CHARACTERS ? 1 : 2;
      table[part * PART_LENGTH + codeAt(rareBytes % CHARACTERS)] = byte;
      rareBytes += 1;
    }
  }
}

/** The code of a character by its position: `#` is the first, and the backslash is left out. */
function codeAt(position: number): number {
  return position < 57 ? position + 35 : position + 36;
}
