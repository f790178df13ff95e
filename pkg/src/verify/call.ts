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

/** Whether a body fits into one chunk, whatever its characters are. */
export function isSmall(raw: string | Uint8Array): boolean {
  return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;
}

/** Writes a header and the whole body into the buffer. */
export function writeCallback(header: string, raw: string | Uint8Array): void {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const view = viewBuffer(Math.max(CHUNK_BYTES, header.length * 3 + maxByteLength(raw)));
  if (typeof raw === "string") {
    const both = header + raw;
    const { written } = encodeInto(both, view);
    if (written === both.length) {
      // Every character is one byte, so both are where they should be.
      headerLength = header.length;
      bodyLength = raw.length;
      return;
    }
  }
  headerLength = encodeInto(header, view).written;
  bodyLength = write(raw, view, headerLength);
}

/** Writes the whole body into the buffer; gives its length in bytes. */
export function writeBody(raw: string | Uint8Array): number {
  return write(raw, viewBuffer(Math.max(CHUNK_BYTES, maxByteLength(raw))), 0);
}

function write(raw: string | Uint8Array, view: Uint8Array<ArrayBuffer>, at: number): number {
  if (typeof raw === "string") return encodeInto(raw, at === 0 ? view : view.subarray(at)).written;
  view.set(raw, at);
  return raw.length;
}

/** Counts the bytes of a long body, since three for each character would be too much memory. */
function maxByteLength(raw: string | Uint8Array): number {
  return isSmall(raw) ? raw.length * 3 : byteLength(raw);
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
