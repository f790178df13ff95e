// Reads a body up to a limit: no more than that is ever held, whatever Content-Length promises.

import { joinBytes } from "./bytes.ts";

/** The body is longer than the limit. */
export const TOO_LONG: unique symbol = Symbol("too long");
/** The sender closed the connection before the body was complete. */
export const GONE: unique symbol = Symbol("gone");

/** Reads a stream of bytes, and stops at the first byte beyond the limit. */
export async function read(
  stream: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): Promise<Uint8Array | typeof TOO_LONG | typeof GONE> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
      length += bytes.length;
      // Leaving the loop ends the stream: nothing more is read.
      if (length > maxBytes) return TOO_LONG;
      chunks.push(bytes);
    }
  } catch {
    return GONE;
  }
  const [first] = chunks;
  return first && chunks.length === 1 ? first : joinBytes(chunks);
}

/** The chunks of a Request's body. Not every runtime can iterate over a ReadableStream, and Firefox has none. */
export async function* pieces(request: Request): AsyncGenerator<Uint8Array> {
  const { body } = request;
  if (body === undefined) {
    yield new Uint8Array(await request.arrayBuffer());
    return;
  }
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
