// The headers that count, off a request of Node's.

import type { IncomingMessage } from "./node.ts";
import type { CallbackHeaders } from "./process.ts";

/**
 * Reads `rawHeaders`, which has every line as it was sent: `headers` keeps one of two Authorization lines, and some versions
 * of Node throw from `headersDistinct` for a header that is called __proto__.
 *
 * Where it has no Authorization, `headers` is asked: adapters of serverless platforms fill only that one, and so does a
 * middleware that restores a header which a proxy has renamed.
 */
export function readNodeHeaders(incoming: IncomingMessage): CallbackHeaders {
  const { rawHeaders } = incoming;
  const sent = readLines(Array.isArray(rawHeaders) ? rawHeaders : []);
  if (sent.authorization !== undefined) return sent;
  const parsed = readLines(Object.entries(incoming.headers ?? {}).flat());
  return {
    authorization: parsed.authorization,
    contentEncoding: sent.contentEncoding ?? parsed.contentEncoding,
    contentLength: sent.contentLength ?? parsed.contentLength,
  };
}

/** Reads names and values, one after another; a value can be a list of lines. */
function readLines(lines: readonly unknown[]): CallbackHeaders {
  const read: CallbackHeaders = {
    authorization: undefined,
    contentEncoding: undefined,
    contentLength: undefined,
  };
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = lines[at];
    const value = lines[at + 1];
    if (typeof name !== "string") continue;
    // Most names have another length, and are not even looked at.
    if (name.length === 13 && name.toLowerCase() === "authorization") {
      read.authorization = read.authorization === undefined ? value : [read.authorization, value].flat();
    } else if (name.length === 14 && name.toLowerCase() === "content-length") {
      read.contentLength = String(value);
    } else if (name.length === 16 && name.toLowerCase() === "content-encoding") {
      read.contentEncoding = read.contentEncoding ? `${read.contentEncoding},${value}` : String(value);
    }
  }
  return read;
}
