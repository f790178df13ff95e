// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Sending until the answer is 200, on the API's schedule; and sending what must never be answered so.

import { clearProgress, err, note, out, print, printJson, progress, span } from "./output.ts";
import { post } from "./post.ts";
import { EXIT } from "./usage.ts";
import { countdown } from "./wait.ts";

/**
 * @typedef {object} Options
 * @property {URL} url
 * @property {number} copies how many are sent at once
 * @property {number} [attempts]
 * @property {number} speed
 * @property {number} timeoutMs
 * @property {boolean} json
 * @property {AbortSignal} stop
 *
 * @typedef {{ kind: string, what: string, message: import("./callback.ts").Message }} Forgery
 */

/**
 * Sends a callback, and again after each wait, until every copy was answered with 200.
 *
 * @param {import("./callback.ts").Message} message
 * @param {Options} options
 * @returns {Promise<number>}
 */
export async function deliver(message, options) {
  const { attempts = Infinity, copies, speed, stop, url } = options;
  const waits = (await backOff()).slice(0, attempts - 1);
  let open = Array.from({ length: copies }, (_, at) => at + 1);
  for (let attempt = 1; ; attempt += 1) {
    progress(`attempt ${attempt}: waiting for the answer`);
    const answers = await Promise.all(
      open.map((copy) => post(url, message, options).then((answer) => ({ copy, answer }))),
    );
    if (stop.aborted) return stopped(options);
    const failed = answers.filter(({ answer }) => answer.status !== 200);
    const next = failed.length > 0 ? waits[attempt - 1] : undefined;
    for (const { copy, answer } of answers) tell(attempt, answer, { copy, next, options });
    open = failed.map(({ copy }) => copy);
    if (next === undefined) return ended(attempt, open.length, options);
    await countdown(next / speed, `attempt ${attempt + 1}`, stop);
    if (stop.aborted) return stopped(options);
  }
}

/** @param {Options} options */
function stopped({ json, stop }) {
  if (json) printJson({ delivered: false });
  else note("Stopped before it was answered with 200.");
  return stop.reason;
}

/**
 * @param {number} attempt
 * @param {import("./post.ts").Answer} answer
 * @param {{ copy: number, next: number | undefined, options: Options }} state
 */
function tell(attempt, { status, error, advice }, { copy, next, options: { copies, json, speed } }) {
  const again = status === 200 ? undefined : next;
  if (json) {
    printJson({
      attempt,
      ...(copies > 1 && { copy }),
      status,
      error,
      advice,
      ...(again !== undefined && { nextInSeconds: again / 1000 }),
    });
    return;
  }
  const result = status === 200 ? out.good("200") : out.bad(String(status ?? error));
  const due =
    again === undefined
      ? ""
      : `, next in ${span(again)}${speed === 1 ? "" : ` (here ${span(again / speed)})`}`;
  print(
    `attempt ${attempt}${copies > 1 ? `, copy ${copy}` : ""}: ${result}${advice ? ` (${advice})` : ""}${due}`,
  );
}

/**
 * @param {number} attempts
 * @param {number} open how many copies were never answered with 200
 * @param {Options} options
 */
function ended(attempts, open, { copies, json }) {
  if (json) printJson({ delivered: open === 0, attempts });
  else if (open > 0)
    note(err.bad(`Given up after ${attempts} ${attempts === 1 ? "attempt" : "attempts"} without a 200.`));
  else if (copies > 1)
    note(`All ${copies} copies were answered with 200. Look that your side handled the payment once.`);
  return open === 0 ? EXIT.done : EXIT.refused;
}

/**
 * Sends forgeries one after another, each once.
 *
 * @param {Forgery[]} forgeries
 * @param {Options} options
 * @returns {Promise<number>}
 */
export async function tamper(forgeries, options) {
  const { json, stop, url } = options;
  const counts = { refused: 0, accepted: 0, unclear: 0 };
  for (const { kind, what, message } of forgeries) {
    progress(`${kind}: waiting for the answer`);
    const answer = await post(url, message, options);
    clearProgress();
    if (stop.aborted) return stop.reason;
    const verdict = judged(answer);
    counts[verdict] += 1;
    const { status, error, advice } = answer;
    if (json) printJson({ tamper: kind, what, verdict, status, error, advice });
    else print(`${LABELS[verdict]}  ${status ?? error}  ${kind}: ${what}`);
    if (!json && verdict === "unclear" && advice) print(`          ${advice}`);
  }
  if (json) printJson(counts);
  else print(summary(counts, forgeries.length));
  return counts.refused === forgeries.length ? EXIT.done : EXIT.refused;
}

const LABELS = { refused: out.good("refused "), accepted: out.bad("ACCEPTED"), unclear: out.bad("unclear ") };

/**
 * An answer that came from before the endpoint's check proves nothing about it. A 204 is no 200 to the API, but whoever
 * answers so has taken the callback.
 *
 * @param {import("./post.ts").Answer} answer
 */
function judged({ status }) {
  if (status === undefined || (status >= 300 && status < 400) || status === 404 || status === 405)
    return "unclear";
  return status < 300 ? "accepted" : "refused";
}

/**
 * @param {{ refused: number, accepted: number, unclear: number }} counts
 * @param {number} all
 */
function summary({ refused, accepted, unclear }, all) {
  if (accepted > 0) {
    return out.bad(
      `SECURITY HOLE: ${accepted} of ${all} forged callbacks were accepted. Anybody can tell this endpoint that an order is paid. ` +
        "It must verify the raw body against the Authorization header before it does anything.",
    );
  }
  if (unclear > 0)
    return out.bad(
      `Nothing is proven: ${unclear} of ${all} forged callbacks were not answered by an endpoint. Is the URL right?`,
    );
  return out.good(`All ${refused} forged callbacks were refused.`);
}

/**
 * Prints when attempts are made.
 *
 * @param {{ attempts: number | undefined, json: boolean, speed: number }} options
 */
export async function schedule({ attempts = Infinity, json, speed }) {
  let since = 0;
  const rows = [0, ...(await backOff())].slice(0, attempts).map((wait, at) => ({
    attempt: at + 1,
    waitSeconds: wait / 1000,
    sinceFirstSeconds: (since += wait) / 1000,
  }));
  if (json) printJson({ schedule: rows });
  else {
    print(
      out.bold(
        `attempt    after the one before   after the first${speed === 1 ? "" : `   here, at --speed ${speed}`}`,
      ),
    );
    for (const { attempt, waitSeconds, sinceFirstSeconds } of rows) {
      const here = speed === 1 ? "" : `   ${span((sinceFirstSeconds * 1000) / speed)}`;
      print(
        `${String(attempt).padStart(7)}    ${span(waitSeconds * 1000).padEnd(20)}   ${span(sinceFirstSeconds * 1000).padEnd(15)}${here}`.trimEnd(),
      );
    }
    note("Then the API gives up: 24 hours of failures.");
  }
  return EXIT.done;
}

/** The waits between attempts; the sandbox makes the same. */
async function backOff() {
  const { BACK_OFF } = await import("checkout-signature/sandbox");
  return BACK_OFF;
}
