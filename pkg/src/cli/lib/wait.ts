// Waiting, until the time has come or Ctrl-C is pressed.

import { setTimeout as sleep } from "node:timers/promises";
import { clearProgress, err, formatSpan, note, showProgress } from "./output.ts";
import { text } from "./printable.ts";
import { EXIT } from "./usage.ts";

/** How often a terminal's countdown is drawn, and how often a log gets a line. */
const DRAW_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 60_000;

/** Makes a signal that aborts when the command is to stop. A second Ctrl-C ends the process at once. */
export function createStopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (code: number) => {
    if (controller.signal.aborted) process.exit(code);
    controller.abort(code);
  };
  process.on("SIGINT", () => stop(EXIT.interrupted));
  process.on("SIGTERM", () => stop(EXIT.terminated));
  process.stdout.once("error", () => controller.abort(EXIT.unread));
  return controller.signal;
}

/** The exit code that a stop signal has for its reason. */
export function exitCodeOf(stop: AbortSignal): number {
  return typeof stop.reason === "number" ? stop.reason : EXIT.interrupted;
}

/** Resolves when one of these is aborted. */
export function waitForAbort(...signals: readonly AbortSignal[]): Promise<unknown> {
  return Promise.race(
    signals.map(
      (signal) => signal.aborted || new Promise((resolve) => signal.addEventListener("abort", resolve)),
    ),
  );
}

/**
 * Waits some milliseconds, or until the command is to stop.
 *
 * @param what is due then: "next attempt"
 */
export async function countDown(ms: number, what: string, stop: AbortSignal): Promise<void> {
  const isTerminal = process.stderr.isTTY;
  const end = performance.now() + ms;
  for (let left = ms; left > 0 && !stop.aborted; left = end - performance.now()) {
    const line = text`${what} in ${formatSpan(left)}`;
    if (isTerminal) showProgress(line);
    else if (left < ms) note(err.dim(line));
    const interval = isTerminal ? DRAW_INTERVAL_MS : LOG_INTERVAL_MS;
    await sleep(Math.min(left, interval), undefined, { signal: stop }).catch(() => {});
  }
  clearProgress();
}
