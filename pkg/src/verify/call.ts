// Calls into the module, and how a body gets there.

import { bodyBuffer, CHUNK_BYTES, discardInstance, shrinkBodyBuffer } from "./core.ts";
import { byteLength, encodeInto } from "./utf8.ts";

/** Calls into the module. What it throws by itself is a trap, after which nothing in it can be relied on. */
export function guardCall<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    discardInstance();
    throw error;
  } finally {
    shrinkBodyBuffer();
  }
}

/** Whether a body fits into one chunk, whatever its characters are. */
export function isSmall(raw: string | Uint8Array): boolean {
  return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;
}

/** Writes the whole body into its buffer; gives its length in bytes. */
export function writeBody(raw: string | Uint8Array): number {
  const view = bodyBuffer(isSmall(raw) ? CHUNK_BYTES : Math.max(CHUNK_BYTES, byteLength(raw)));
  if (typeof raw === "string") return encodeInto(raw, view).written;
  view.set(raw);
  return raw.length;
}

/** Writes a body chunk by chunk; `take` gets the length of each in bytes, before the next is written. */
export function writeChunks(raw: string | Uint8Array, take: (length: number) => void): void {
  for (let at = 0; at < raw.length; ) {
    const view = bodyBuffer();
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
