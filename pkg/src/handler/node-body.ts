// Reads the body off a stream of Node's, by its events: an async iterator costs more than verifying.

import { viewBytes } from "../shared/bytes.ts";
import { ChunkJoiner } from "../shared/read-body.ts";
import { ABORTED, answerNotRaw, BODY_TIMEOUT, BODY_TOO_LARGE, type HandlerAnswer } from "./answers.ts";
import type { IncomingMessage } from "./node.ts";

/** Reads a body up to so many bytes and milliseconds; never rejects. */
export function readNodeBody(
  stream: IncomingMessage,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array | HandlerAnswer> {
  // Neither has another event to come.
  if (stream.destroyed) return Promise.resolve(ABORTED);
  // Text in another encoding than UTF-8 cannot be turned into the bytes that were sent.
  if (stream.readableEncoding && !/^utf-?8$/i.test(stream.readableEncoding)) {
    return Promise.resolve(answerNotRaw("read before", ["koa", "hapi", "nextPages"]));
  }
  return new Promise((resolve) => {
    const joiner = new ChunkJoiner(maxBytes);
    const take = (chunk: unknown) => {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : viewBytes(chunk);
      if (!bytes) settle(answerNotRaw("read before", ["koa", "hapi", "nextPages"]));
      else if (!joiner.add(bytes)) settle(BODY_TOO_LARGE);
    };
    const end = () => settle(joiner.join());
    const abort = () => settle(ABORTED);
    const settle = (outcome: Uint8Array | HandlerAnswer) => {
      clearTimeout(timer);
      stream.off("data", take);
      stream.off("end", end);
      stream.off("close", abort);
      // Its listener for errors stays: one without any ends the process.
      if (!(outcome instanceof Uint8Array)) stream.pause();
      resolve(outcome);
    };
    stream.on("data", take);
    stream.on("end", end);
    stream.on("error", abort);
    stream.on("close", abort);
    // Last: a stream of someone else's may throw above.
    const timer = setTimeout(settle, timeoutMs, BODY_TIMEOUT);
  });
}
