// The bytes of the module, from the text that it travels as.
//
// A byte is one character, or two where it is rare. So what repeats in the module repeats in the text, and gzip and brotli
// find it: they make a fifth less of it than of base64, where a repetition looks different at each of three offsets.

import { encodeInto } from "../utf8.ts";
import decoder from "./decoder.wat";

/** Where the decoder expects the text in its memory: after its table. */
const TEXT_AT = 3 * 128;
/** The text begins with as many digits, which say what bytes are one character. */
const DIGITS = 64;

interface Decoder {
  readonly memory: WebAssembly.Memory;
  /** Replaces the text, which ends at `end`, by its bytes, and returns where they end. */
  decode(end: number): number;
}

/**
 * `toText` in xtask/node/module-text.mjs is the reverse.
 *
 * @param text 64 hexadecimal digits of four bytes each, the lowest bit first: which bytes are one character; then the bytes
 */
export function decodeModule(text: string): Uint8Array<ArrayBuffer> {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(decoder)));
  const { memory, decode } = exports as unknown as Decoder;
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  encodeInto(text, bytes.subarray(TEXT_AT));
  return bytes.subarray(TEXT_AT + DIGITS, decode(TEXT_AT + text.length));
}
