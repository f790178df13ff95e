// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What people and programs read. Results go to stdout; progress and advice to stderr, so that pipes stay clean.

/** @typedef {(text: string) => string} Paint */

const { env, stdout, stderr } = process;

/** Writes a line of the result. @param {string} [text] */
export function print(text = "") {
  clearProgress();
  stdout.write(`${text}\n`);
}

/** Writes a result for programs: one line of JSON. @param {unknown} value */
export function printJson(value) {
  print(JSON.stringify(value));
}

/** Writes a line about the work: progress, advice, what went wrong. @param {string} text */
export function note(text) {
  clearProgress();
  stderr.write(`${text}\n`);
}

let isProgressShown = false;

/**
 * Draws the line of progress anew. Only a terminal has one.
 *
 * @param {string} text
 */
export function progress(text) {
  if (!stderr.isTTY) return;
  isProgressShown = true;
  // A line that wraps could not be drawn over.
  stderr.write(`\r\x1b[K${text.slice(0, Math.max(1, (stderr.columns || 80) - 1))}`);
}

/** Takes the line of progress away. */
export function clearProgress() {
  if (isProgressShown) stderr.write("\r\x1b[K");
  isProgressShown = false;
}

/** Colours for stdout, and for stderr. */
export const out = paints(stdout);
export const err = paints(stderr);

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {{ good: Paint, bad: Paint, dim: Paint, bold: Paint }}
 */
function paints(stream) {
  const paint = (/** @type {number} */ code) =>
    hasColours(stream) ? (/** @type {string} */ text) => `\x1b[${code}m${text}\x1b[0m` : same;
  return { good: paint(32), bad: paint(31), dim: paint(2), bold: paint(1) };
}

/** @type {Paint} */
function same(text) {
  return text;
}

/** @param {NodeJS.WriteStream} stream */
function hasColours(stream) {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return Boolean(stream.isTTY && !env.NO_COLOR && stream.hasColors());
}

/**
 * Text from elsewhere, with nothing in it that a terminal would obey or not show.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${/** @type {number} */ (character.codePointAt(0)).toString(16)}}`,
  );
}

/**
 * The lines that say what an event says.
 *
 * @param {import("checkout-signature").CheckoutEvent} event
 */
export function eventLines(event) {
  if (event.type === "payment-authorized") {
    const { amount, paymentId, sessionId } = event.payload;
    return table([
      ["amount", `${amount} ${out.dim("(in the currency's minor unit)")}`],
      ["paymentId", visible(paymentId)],
      ["sessionId", visible(sessionId)],
    ]);
  }
  return table([
    ["name", `${visible(event.name)} ${out.dim("(this version does not know it)")}`],
    ["payload", visible(JSON.stringify(event.payload) ?? "none")],
  ]);
}

/**
 * Lines in two columns.
 *
 * @param {[string, string][]} rows
 */
export function table(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}

/**
 * A time span for people: "2 min 40 s".
 *
 * @param {number} ms
 */
export function span(ms) {
  if (ms < 9_950) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const first = parts.findIndex((part) => part > 0);
  return parts
    .map((part, at) => ({ part, text: `${part} ${["h", "min", "s"][at]}`, at }))
    .filter(({ part, at }) => part > 0 && at - first < 2)
    .map(({ text }) => text)
    .join(" ");
}
