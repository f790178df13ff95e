// Reads the body off a stream of Node's, by its events: an async iterator costs more than verifying.

import { viewBytes } from "../shared/bytes.ts";
import type { RawBodyFramework } from "../shared/raw-body-advice.ts";
import { ChunkJoiner } from "../shared/read-body.ts";
import { ABORTED, answerNotRaw, BODY_TIMEOUT, BODY_TOO_LARGE, type HandlerAnswer } from "./answers.ts";
import type { IncomingMessage } from "./node.ts";
import { SharedDeadline } from "./shared-deadline.ts";

/** By their milliseconds: a process has one or two handlers. */
const deadlines = new Map<number, SharedDeadline>();

/** Reads a body up to so many bytes and milliseconds. */
export function readNodeBody(
  stream: IncomingMessage,
  maxBytes: number,
  timeoutMs: number,
  frameworks: () => RawBodyFramework[],
): Promise<Uint8Array | HandlerAnswer> {
  // It has no event to come.
  if (stream.destroyed) return Promise.resolve(ABORTED);
  // Text in another encoding than UTF-8 cannot be turned into the bytes that were sent.
  if (stream.readableEncoding && !/^utf-?8$/i.test(stream.readableEncoding)) {
    return Promise.resolve(answerNotRaw("read before", frameworks()));
  }
  return new Promise((resolve) => {
    const joiner = new ChunkJoiner(maxBytes);
    const deadline = findDeadline(timeoutMs);
    let isSettled = false;
    // Its listeners stay: taking them off costs more than this, and a stream without one for errors ends the process.
    const settle = (outcome: Uint8Array | HandlerAnswer) => {
      isSettled = true;
      deadline.remove(expire);
      resolve(outcome);
    };
    const refuse = (answer: HandlerAnswer) => {
      if (isSettled) return;
      stream.pause();
      settle(answer);
    };
    const abort = () => refuse(ABORTED);
    const expire = () => refuse(BODY_TIMEOUT);
    stream.on("data", (chunk: unknown) => {
      if (isSettled) return;
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : viewBytes(chunk);
      if (!bytes) refuse(answerNotRaw("read before", frameworks()));
      else if (!joiner.add(bytes)) refuse(BODY_TOO_LARGE);
    });
    stream.on("end", () => isSettled || settle(joiner.join()));
    stream.on("error", abort);
    stream.on("close", abort);
    // Last: a stream of someone else's may throw above.
    deadline.add(expire);
  });
}

function findDeadline(timeoutMs: number): SharedDeadline {
  let deadline = deadlines.get(timeoutMs);
  if (!deadline) {
    deadline = new SharedDeadline(timeoutMs);
    deadlines.set(timeoutMs, deadline);
  }
  return deadline;
}
