// A body inside something else: in other JSON, or between the sizes of its chunks.

import { joinBytes } from "../../shared/bytes.ts";
import { decodeBase64, decodeLatin1, decodeUtf8, parseJson } from "../text.ts";

const MAX_WRAPPED_EVENTS = 8;
const MAX_DEPTH = 8;
/** Longer than the line with a chunk's size, which is all that is read of it at once. */
const CHUNK_LINE_BYTES = 64;

/** Texts that are JSON objects, and objects that look like events, inside other JSON. */
export function readWrappedEvents(text: string | undefined): string[] {
  const value = text === undefined ? undefined : parseJson(text);
  const found: string[] = [];
  if (typeof value === "object") collectEvents(value, 0, found);
  return found;
}

function collectEvents(value: unknown, depth: number, found: string[]): void {
  if (found.length >= MAX_WRAPPED_EVENTS || depth > MAX_DEPTH) return;
  if (typeof value === "string") {
    if (/^\s*\{/.test(value)) found.push(value);
    // How base64 of an object begins.
    else if (/^eyJ|^ew/.test(value)) found.push(decodeUtf8(decodeBase64(value) ?? new Uint8Array()) ?? "");
  }
  if (typeof value !== "object" || value === null) return;
  if (depth > 0 && "type" in value && "payload" in value) found.push(JSON.stringify(value));
  for (const inner of Object.values(value)) collectEvents(inner, depth + 1, found);
}

/** What chunks (RFC 9112, section 7.1) hold; undefined where the bytes are not in chunks. */
export function readChunks(bytes: Uint8Array): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = decodeLatin1(bytes.subarray(at, at + CHUNK_LINE_BYTES));
    const [head = "", size = ""] = /^([0-9a-f]{1,7})(?:;[^\r\n]{0,40})?\r\n/i.exec(line) ?? [];
    if (head === "") return undefined;
    const length = Number.parseInt(size, 16);
    if (length === 0) return joinBytes(chunks);
    const start = at + head.length;
    chunks.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
  return undefined;
}
