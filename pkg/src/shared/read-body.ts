// Reads a body up to a limit: no more than that is ever held, whatever Content-Length promises.

import { viewBytes } from "./bytes.ts";

/** The body is longer than the limit. */
export const TOO_LONG: unique symbol = Symbol("too long");
/** The sender closed the connection before the body was complete. */
export const GONE: unique symbol = Symbol("gone");
/** The body was not complete in the time that it had. */
export const TOO_SLOW: unique symbol = Symbol("too slow");
/** Something has read the body before, or is reading it. */
export const USED: unique symbol = Symbol("used");

/** Why there is no body. */
export type BodyFault = typeof TOO_LONG | typeof GONE | typeof TOO_SLOW | typeof USED;

/**
 * Joins the chunks of a body as they come, and holds at most three times its bytes however small they are: a list of
 * chunks takes a hundred bytes for each.
 */
export class ChunkJoiner {
  readonly #maxBytes: number;
  #bytes: Uint8Array | undefined;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes the next chunk; false where the body is longer than the limit, and nothing more has to be read. */
  add(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#maxBytes) return false;
    if (this.#bytes === undefined) {
      // Most bodies come in one chunk, which need not be copied. It belongs to someone else, and has no room for another.
      this.#bytes = chunk;
    } else {
      if (this.#bytes.length < length) this.#grow(length);
      this.#bytes.set(chunk, this.#length);
    }
    this.#length = length;
    return true;
  }

  /** The body so far. */
  join(): Uint8Array {
    return this.#bytes?.subarray(0, this.#length) ?? new Uint8Array(0);
  }

  #grow(length: number): void {
    const bytes = new Uint8Array(Math.min(2 * length, this.#maxBytes));
    bytes.set(this.join());
    this.#bytes = bytes;
  }
}

/**
 * Reads the body of a Request, up to a number of bytes and a time in milliseconds.
 *
 * Not every runtime can iterate over a ReadableStream, and Firefox has no `body`: its bytes come all at once.
 */
export async function readRequestBody(
  request: Request,
  maxBytes: number,
  timeoutMs?: number,
): Promise<Uint8Array | BodyFault> {
  const { body, bodyUsed } = request;
  if (bodyUsed || body?.locked) return USED;
  const joiner = new ChunkJoiner(maxBytes);
  if (body === null) return joiner.join();
  const reader = body?.getReader();
  const reading = reader ? readAll(reader, joiner) : readAtOnce(request, joiner);
  const outcome = await (timeoutMs === undefined ? reading : endsBy(reading, timeoutMs));
  if (outcome === undefined) return joiner.join();
  // Nobody waits for it: a stream may take for ever to be cancelled.
  reader?.cancel().catch(() => {});
  return outcome;
}

async function readAll(
  reader: ReadableStreamDefaultReader<unknown>,
  joiner: ChunkJoiner,
): Promise<BodyFault | undefined> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (!joiner.add(toBytes(next.value))) return TOO_LONG;
    }
    return undefined;
  } catch {
    return GONE;
  }
}

async function readAtOnce(request: Request, joiner: ChunkJoiner): Promise<BodyFault | undefined> {
  try {
    return joiner.add(new Uint8Array(await request.arrayBuffer())) ? undefined : TOO_LONG;
  } catch {
    return GONE;
  }
}

/** The bytes of a chunk; a stream that somebody made by hand can have text in it. */
function toBytes(chunk: unknown): Uint8Array {
  const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : viewBytes(chunk);
  if (!bytes) throw new TypeError("A chunk of a body must be bytes.");
  return bytes;
}

async function endsBy(
  reading: Promise<BodyFault | undefined>,
  timeoutMs: number,
): Promise<BodyFault | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<typeof TOO_SLOW>((resolve) => {
    timer = setTimeout(() => resolve(TOO_SLOW), timeoutMs);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
