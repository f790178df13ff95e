// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Reading a body with an end to it: at most so many bytes are held, whatever Content-Length promises.

/** What was read, or why nothing was: the body is longer than the limit, or its sender went away. */
export const TOO_LONG = Symbol("too long");
export const GONE = Symbol("gone");

/**
 * Reads a stream of bytes, and stops at the first byte beyond the limit.
 *
 * @param {AsyncIterable<Uint8Array | string>} stream
 * @param {number} most in bytes
 * @returns {Promise<Uint8Array | typeof TOO_LONG | typeof GONE>}
 */
export async function read(stream, most) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  try {
    for await (const piece of stream) {
      const bytes = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
      length += bytes.length;
      // Leaving the loop ends the stream: nothing more is read.
      if (length > most) return TOO_LONG;
      pieces.push(bytes);
    }
  } catch {
    return GONE;
  }
  return pieces.length === 1 ? /** @type {Uint8Array} */ (pieces[0]) : joined(pieces, length);
}

/**
 * The pieces of a Request's body. Not every runtime can iterate over a ReadableStream, and Firefox gives none.
 *
 * @param {Request} request
 */
export async function* pieces(request) {
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

/**
 * @param {Uint8Array[]} pieces
 * @param {number} length
 */
function joined(pieces, length) {
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}
