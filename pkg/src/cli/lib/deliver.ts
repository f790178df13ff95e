// Sends a callback until the response is 200, on the API's schedule.

import type { Callback } from "./callback.ts";
import { err, formatSpan, note, out, print, printJson, showProgress } from "./output.ts";
import { type PostOptions, type PostResult, post } from "./post.ts";
import { text } from "./printable.ts";
import { EXIT } from "./usage.ts";
import { countDown, exitCodeOf } from "./wait.ts";

export interface DeliverOptions extends PostOptions {
  readonly url: URL;
  /** How many are sent at once. */
  readonly copies: number;
  readonly attempts: number | undefined;
  readonly speed: number;
  readonly json: boolean;
}

/** Sends a callback, and again after each wait, until every copy got a 200. Resolves with the exit code. */
export async function deliver(callback: Callback, options: DeliverOptions): Promise<number> {
  const { attempts = Infinity, copies, speed, stop, url } = options;
  const waits = (await loadBackOff()).slice(0, attempts - 1);
  let open = Array.from({ length: copies }, (_, at) => at + 1);
  for (let attempt = 1; ; attempt += 1) {
    showProgress(text`attempt ${attempt}: waiting for the response`);
    const results = await Promise.all(
      open.map(async (copy) => ({ copy, result: await post(url, callback, options) })),
    );
    if (stop.aborted) return reportStop(options);
    const failed = results.filter(({ result }) => result.status !== 200);
    const next = failed.length > 0 ? waits[attempt - 1] : undefined;
    for (const { copy, result } of results) reportAttempt(attempt, result, { copy, next, options });
    open = failed.map(({ copy }) => copy);
    if (next === undefined) return reportEnd(attempt, open.length, options);
    await countDown(next / speed, `attempt ${attempt + 1}`, stop);
    if (stop.aborted) return reportStop(options);
  }
}

function reportStop({ json, stop }: DeliverOptions): number {
  if (json) printJson({ delivered: false });
  else note(text`Stopped before it got a 200.`);
  return exitCodeOf(stop);
}

function reportAttempt(
  attempt: number,
  { status, error, advice }: PostResult,
  { copy, next, options }: { copy: number; next: number | undefined; options: DeliverOptions },
): void {
  const { copies, json, speed } = options;
  const again = status === 200 ? undefined : next;
  if (json) {
    const copyOf = copies > 1 && { copy };
    const nextInSeconds = again !== undefined && { nextInSeconds: again / 1000 };
    printJson({ attempt, ...copyOf, status, error, advice, ...nextInSeconds });
    return;
  }
  const copyText = copies > 1 ? `, copy ${copy}` : "";
  const outcome = status === 200 ? out.good("200") : out.bad(status ?? error ?? "failed");
  const here = again === undefined || speed === 1 ? "" : ` (here ${formatSpan(again / speed)})`;
  const due = again === undefined ? "" : `, next in ${formatSpan(again)}${here}`;
  print(text`attempt ${attempt}${copyText}: ${outcome}${advice ? ` (${advice})` : ""}${due}`);
}

/** @param open how many copies never got a 200 */
function reportEnd(attempts: number, open: number, { copies, json }: DeliverOptions): number {
  if (json) printJson({ delivered: open === 0, attempts });
  else if (open > 0) {
    note(err.bad(`Given up after ${attempts} ${attempts === 1 ? "attempt" : "attempts"} without a 200.`));
  } else if (copies > 1) {
    note(text`All ${copies} copies got a 200. Check that your side handled the payment once.`);
  }
  return open === 0 ? EXIT.done : EXIT.refused;
}

/** Prints when attempts are made. Resolves with the exit code. */
export async function printSchedule({
  attempts = Infinity,
  json,
  speed,
}: {
  attempts: number | undefined;
  json: boolean;
  speed: number;
}): Promise<number> {
  let since = 0;
  const rows = [0, ...(await loadBackOff())].slice(0, attempts).map((wait, at) => ({
    attempt: at + 1,
    waitSeconds: wait / 1000,
    sinceFirstSeconds: (since += wait) / 1000,
  }));
  if (json) {
    printJson({ schedule: rows });
    return EXIT.done;
  }
  const hereTitle = speed === 1 ? "" : `   here, at --speed ${speed}`;
  print(out.bold(`attempt    after the one before   after the first${hereTitle}`));
  for (const { attempt, waitSeconds, sinceFirstSeconds } of rows) {
    const number = String(attempt).padStart(7);
    const wait = formatSpan(waitSeconds * 1000).padEnd(20);
    const sinceFirst = formatSpan(sinceFirstSeconds * 1000).padEnd(15);
    const here = speed === 1 ? "" : `   ${formatSpan((sinceFirstSeconds * 1000) / speed)}`;
    print(text`${`${number}    ${wait}   ${sinceFirst}${here}`.trimEnd()}`);
  }
  note(text`Then the API gives up: 24 hours of failures.`);
  return EXIT.done;
}

/** Loads the waits between attempts, which are the sandbox's. */
async function loadBackOff(): Promise<readonly number[]> {
  const { BACK_OFF } = await import("checkout-signature/sandbox");
  return BACK_OFF;
}
