// Calls into the module, and how a header and a body get there.

import { CHUNK_BYTES, discardInstance, shrinkBuffer, viewBuffer } from "./core.ts";
import { byteLength, encodeInto } from "./utf8.ts";

/** The bytes of the header and of the body, which stands right after it, in the buffer. */
export let headerLength = 0;
export let bodyLength = 0;

/** Calls into the module. What it throws by itself is a trap, after which nothing in it can be relied on. */
export function guardCall<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    discardInstance();
    throw error;
  } finally {
    shrinkBuffer();
  }
}

/** The longest body that is loaded as a whole before it is known to be authentic, in bytes or UTF-16 units. */
const MAX_WHOLE_LENGTH = 2 ** 20;

/** Whether a body fits into one chunk, whatever its characters are. */
export function isSmall(raw: string | Uint8Array): boolean {
  return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;
}

/** Whether a body may be loaded as a whole before its sender is known. */
export function isLoadable(raw: string | Uint8Array): boolean {
  return raw.length <= MAX_WHOLE_LENGTH;
}

/** Writes a header and the whole body into the buffer. */
export function writeCallback(header: string, raw: string | Uint8Array): void {
  if (typeof raw === "string" && writeAscii(header + raw)) {
    headerLength = header.length;
    bodyLength = raw.length;
    return;
  }
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const view = viewBuffer(Math.max(CHUNK_BYTES, header.length * 3 + byteLength(raw)));
  headerLength = encodeInto(header, view).written;
  bodyLength = write(raw, view, headerLength);
}

/** Writes the whole body into the buffer; gives its length in bytes. */
export function writeBody(raw: string | Uint8Array): number {
  if (typeof raw === "string" && writeAscii(raw)) return raw.length;
  return write(raw, viewBuffer(Math.max(CHUNK_BYTES, byteLength(raw))), 0);
}

/** Writes text of which every character is one byte, as most are; false for other text. */
function writeAscii(text: string): boolean {
  const { read, written } = encodeInto(text, viewBuffer(Math.max(CHUNK_BYTES, text.length)));
  return read === text.length && written === text.length;
}

function write(raw: string | Uint8Array, view: Uint8Array<ArrayBuffer>, at: number): number {
  if (typeof raw === "string") return encodeInto(raw, at === 0 ? view : view.subarray(at)).written;
  // A getter of the caller's may have transferred the body's memory meanwhile: it is then an empty body.
  if (raw.length > 0) view.set(raw, at);
  return raw.length;
}

/** Writes a body chunk by chunk; `take` gets the length of each in bytes, before the next is written. */
export function writeChunks(raw: string | Uint8Array, take: (length: number) => void): void {
  for (let at = 0; at < raw.length; ) {
    const view = viewBuffer();
    if (typeof raw === "string") {
      const { read, written } = encodeInto(raw.slice(at, at + CHUNK_BYTES), view);
      take(written);
      at += read;
    } else {
      const chunk = raw.subarray(at, at + CHUNK_BYTES);
      view.set(chunk);
      take(chunk.length);
      at += chunk.length;
    }
  }
}
