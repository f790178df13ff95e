// The documentation's table of runtimes: written from a run, and compared with each later one.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./context.mjs";

const PAGE = path.join(repository, "docs/runtimes.md");
const [BEGIN, END] = [
  "<!-- runtimes: written by `cargo xtask runtimes --write` -->\n",
  "<!-- end of runtimes -->",
];

/** Not from the lock file, so another machine has another: what the machine itself brings. */
const OF_THE_MACHINE = /^(?:Chromium|Firefox|WebKitGTK)$/;

/** @typedef {{ runtime: string, version: string, passed: number, result?: string }} Row */

/** @param {Row[]} rows */
export function writeTable(rows) {
  const [before, , after] = parts();
  writeFileSync(PAGE, before + BEGIN + render(rows) + END + after);
}

/**
 * Says which rows of the table are not what this run saw.
 *
 * @param {Row[]} rows
 * @returns {number} how many
 */
export function compareTable(rows) {
  const [, table] = parts();
  const lines = (text) =>
    text
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| runtime"))
      .map(comparable);
  const [written, seen] = [lines(table), lines(render(rows))];
  const wrong = [
    ...written.filter((line) => !seen.includes(line)),
    ...seen.filter((line) => !written.includes(line)),
  ];
  if (wrong.length > 0)
    console.log(
      `FAILED  the table in docs/runtimes.md; write it with \`cargo xtask runtimes --write\`:\n${wrong.join("\n")}`,
    );
  return wrong.length;
}

/** @param {Row[]} rows */
function render(rows) {
  const cells = rows.map(
    (row) => `| ${row.runtime} | ${row.version} | ${row.result ?? "the whole suite"} |\n`,
  );
  return `\n| runtime | version tested | result |\n|---|---|---|\n${cells.join("")}\n`;
}

/** A row without the version, where that is the machine's. @param {string} line */
function comparable(line) {
  const [, runtime, , result] = line.split("|").map((cell) => cell.trim());
  return OF_THE_MACHINE.test(runtime) ? `| ${runtime} | … | ${result} |` : line;
}

function parts() {
  const page = readFileSync(PAGE, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < 0) throw new Error("docs/runtimes.md has no place for the table of runtimes");
  return [page.slice(0, begin), page.slice(begin + BEGIN.length, end), page.slice(end + END.length)];
}
