// Reads the body off a stream of Node's, by its events: an async iterator costs more than verifying.

import { viewBytes } from "../shared/bytes.ts";
import type { RawBodyFramework } from "../shared/raw-body-advice.ts";
import { ChunkJoiner } from "../shared/read-body.ts";
import {
  ABORTED,
  answerFailure,
  answerNotRaw,
  BODY_TIMEOUT,
  BODY_TOO_LARGE,
  type HandlerAnswer,
} from "./answers.ts";
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
      settle(answer);
      try {
        stream.pause();
      } catch {
        // What comes is dropped all the same.
      }
    };
    const abort = () => refuse(ABORTED);
    const expire = () => refuse(BODY_TIMEOUT);
    const add = (chunk: unknown) => {
      const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : viewBytes(chunk);
      if (!bytes) refuse(answerNotRaw("read before", frameworks()));
      else if (!joiner.add(bytes)) refuse(BODY_TOO_LARGE);
    };
    stream.on("data", (chunk: unknown) => {
      if (isSettled) return;
      try {
        add(chunk);
      } catch (error) {
        // Thrown here it would end the process: there may be no memory for so long a body.
        refuse(answerFailure("internal", "The body could not be read.", error));
      }
    });
    stream.on("end", () => {
      // HTTP/2 ends a body too that its sender breaks off.
      if (stream.aborted) abort();
      else settle(joiner.join());
    });
    stream.on("error", abort);
    stream.on("close", abort);
    // Not sooner: a stream of someone else's may throw above.
    deadline.add(expire);
    // Something before the handler has paused it, and a listener for data does not change that.
    if (stream.isPaused?.()) stream.resume();
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
