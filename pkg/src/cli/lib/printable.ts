// What may be printed: our own words, and values from outside with nothing in them that a terminal would obey.

import { escapeInvisible } from "../../shared/visible.ts";

/** Text that is safe on a terminal. Only this module makes it, so that the compiler finds what was not escaped. */
export class Printable {
  readonly #text: string;

  /** @internal use `text`, `joinLines` or a style */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: strings and numbers are escaped, printable text is taken as it is. */
export type Value = string | number | Printable;

/** Joins the pieces of a template. Every value is escaped unless it is printable already. */
export function text(strings: TemplateStringsArray, ...values: Value[]): Printable {
  return new Printable(
    strings.reduce((joined, string, at) => {
      const value = values[at - 1];
      return joined + (value === undefined ? "" : escapeValue(value)) + string;
    }),
  );
}

/** Escapes a value, line breaks too. */
function escapeValue(value: Value): string {
  return value instanceof Printable ? String(value) : escapeInvisible(String(value));
}

/** Joins lines that are printable, or text of one line. */
export function joinLines(lines: readonly Value[]): Printable {
  return new Printable(lines.map(escapeValue).join("\n"));
}

/** Escapes a text of several lines, and keeps its line breaks. */
export function escapeLines(value: string, indent = ""): Printable {
  return joinLines(value.split("\n").map((line) => indent + line));
}

/** Pads a printable text to a width, for columns. */
export function pad(value: Value, width: number): Printable {
  return text`${value}${" ".repeat(Math.max(0, width - escapeValue(value).length))}`;
}

/** Wraps text in an ANSI style. */
export function applyStyle(code: number, value: Value): Printable {
  return new Printable(`\x1b[${code}m${escapeValue(value)}\x1b[0m`);
}
