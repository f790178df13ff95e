// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Waiting, with an eye on the clock and an ear for Ctrl-C.

import { setTimeout as sleep } from "node:timers/promises";
import { clearProgress, err, note, progress, span } from "./output.ts";
import { EXIT } from "./usage.ts";

/** How often a terminal's countdown is drawn, and a log told how long it still takes. */
const DRAWN = 200;
const LOGGED = 60_000;

/**
 * Aborted when the command is to stop, with the exit code as its reason. A second Ctrl-C ends it at once.
 *
 * @returns {AbortSignal}
 */
export function stopSignal() {
  const controller = new AbortController();
  const stop = (/** @type {number} */ code) =>
    controller.signal.aborted ? process.exit(code) : controller.abort(code);
  process.on("SIGINT", () => stop(EXIT.interrupted));
  process.on("SIGTERM", () => stop(EXIT.terminated));
  process.stdout.once("error", () => controller.abort(EXIT.unread));
  return controller.signal;
}

/**
 * Resolves when one of these is aborted.
 *
 * @param {...AbortSignal} signals
 */
export function stopped(...signals) {
  return Promise.race(
    signals.map(
      (signal) => signal.aborted || new Promise((resolve) => signal.addEventListener("abort", resolve)),
    ),
  );
}

/**
 * Resolves after so many milliseconds, or when the command is to stop.
 *
 * @param {number} ms
 * @param {string} what is due then: "next attempt"
 * @param {AbortSignal} stop
 */
export async function countdown(ms, what, stop) {
  const end = performance.now() + ms;
  for (let left = ms; left > 0 && !stop.aborted; left = end - performance.now()) {
    if (process.stderr.isTTY) progress(`${what} in ${span(left)}`);
    else if (left < ms) note(err.dim(`${what} in ${span(left)}`));
    await sleep(Math.min(left, process.stderr.isTTY ? DRAWN : LOGGED), undefined, { signal: stop }).catch(
      () => {},
    );
  }
  clearProgress();
}
