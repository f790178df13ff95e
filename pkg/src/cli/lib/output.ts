// What people and programs read. Results go to stdout; progress and advice to stderr, so that pipes stay clean.

import type { CheckoutEvent } from "checkout-signature";
import { stringifyVisibly } from "../../shared/visible.ts";
import { applyStyle, joinLines, type Printable, pad, text, type Value } from "./printable.ts";

const { env, stdout, stderr } = process;

/** Prints a line of the result. */
export function print(line: Printable): void {
  clearProgress();
  stdout.write(`${line}\n`);
}

/** Prints a result for programs: one line of JSON. */
export function printJson(value: unknown): void {
  clearProgress();
  stdout.write(`${stringifyVisibly(value)}\n`);
}

/** Prints a line about the work to stderr: advice, or what went wrong. */
export function note(line: Printable): void {
  clearProgress();
  stderr.write(`${line}\n`);
}

let isProgressShown = false;

/** Draws the line of progress anew. Only a terminal has one. */
export function showProgress(line: Printable): void {
  if (!stderr.isTTY) return;
  isProgressShown = true;
  // A line that wraps could not be drawn over.
  stderr.write(`\r\x1b[K${String(line).slice(0, Math.max(1, (stderr.columns || 80) - 1))}`);
}

export function clearProgress(): void {
  if (isProgressShown) stderr.write("\r\x1b[K");
  isProgressShown = false;
}

type Style = (value: Value) => Printable;
interface Styles {
  readonly good: Style;
  readonly bad: Style;
  readonly dim: Style;
  readonly bold: Style;
}

/** Colours for stdout, and for stderr. */
export const out: Styles = createStyles(stdout);
export const err: Styles = createStyles(stderr);

function createStyles(stream: NodeJS.WriteStream): Styles {
  const style = (code: number): Style =>
    hasColours(stream) ? (value) => applyStyle(code, value) : (value) => text`${value}`;
  return { good: style(32), bad: style(31), dim: style(2), bold: style(1) };
}

function hasColours(stream: NodeJS.WriteStream): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return Boolean(stream.isTTY && !env.NO_COLOR && stream.hasColors());
}

/** Lists the members of an event, a line for each. */
export function listEvent(event: CheckoutEvent): Printable {
  if (event.type === "payment-authorized") {
    const { amount, paymentId, sessionId } = event.payload;
    return formatTable([
      ["amount", text`${amount} ${out.dim("(in the currency's minor unit)")}`],
      ["paymentId", paymentId],
      ["sessionId", sessionId],
    ]);
  }
  return formatTable([
    ["name", text`${event.name} ${out.dim("(unknown to this version)")}`],
    ["payload", stringifyVisibly(event.payload) ?? "none"],
  ]);
}

/** Formats lines in two columns. */
export function formatTable(rows: readonly (readonly [Value, Value])[]): Printable {
  const width = Math.max(...rows.map(([name]) => String(name).length));
  return joinLines(rows.map(([name, value]) => text`  ${pad(name, width)}  ${value}`));
}

/** Formats a time span for people: "2 min 40 s". */
export function formatSpan(ms: number): string {
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
