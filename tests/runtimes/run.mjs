// Runs the conformance suite in every runtime, and keeps the documentation's table true.
//
// usage: node run.mjs <tarball> <folder to work in> [--write] [name …]
//
// Names choose runners; with --write the table is written from this run instead of compared.

import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { makeContext } from "./lib/context.mjs";
import { compareTable, writeTable } from "./lib/table.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});
const [tarball, folder, ...names] = positionals;
const all = readdirSync(path.join(import.meta.dirname, "runners"))
  .map((file) => path.basename(file, ".mjs"))
  .toSorted();
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no runner is named ${unknown.join(" or ")}; there are: ${all.join(", ")}`);
  process.exit(2);
}
const runners = all.filter((name) => names.length === 0 || names.includes(name));

/** Most runners wait for one program at a time, so two of them side by side keep two cores busy. */
const RUNNERS_AT_ONCE = 2;

const context = await makeContext(path.resolve(tarball), path.resolve(folder));
const queue = [...runners];
/** @type {Map<string, Row[]>} */
const rowsOf = new Map();
await Promise.all(Array.from({ length: RUNNERS_AT_ONCE }, runQueue));
// In the order of the runners' names, whichever ended first.
const table = runners.flatMap((name) => rowsOf.get(name) ?? []);

async function runQueue() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift())
    rowsOf.set(name, await tryRunner(name));
}

/** @typedef {{ runtime: string, version: string, passed: number, failed: string[], skipped?: string, result?: string }} Row */

/**
 * The rows of one runner, printed together when it has ended.
 *
 * @param {string} name
 * @returns {Promise<Row[]>}
 */
async function tryRunner(name) {
  const begun = Date.now();
  const seen = [];
  try {
    const { rows } = await import(`./runners/${name}.mjs`);
    for await (const row of rows(context)) seen.push(row);
  } catch (error) {
    seen.push({ runtime: name, version: "", passed: 0, failed: [String(error?.stack ?? error)] });
  }
  for (const row of seen) printRow(row);
  console.log(`  ${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return seen;
}

/** @param {Row} row */
function printRow(row) {
  // No case at all is no success.
  const good = row.failed.length === 0 && row.passed > 0;
  if (row.skipped) console.log(`SKIPPED  ${row.runtime}: ${row.skipped}`);
  else
    console.log(
      `${good ? "passed " : "FAILED "}  ${row.runtime} ${row.version}: ${row.passed} passed, ${row.failed.length} failed`,
    );
  for (const failure of row.failed) console.log(`    ${failure.replaceAll("\n", "\n    ")}`);
}

const skipped = table.filter((row) => row.skipped);
let failures = table.filter((row) => !row.skipped && (row.failed.length > 0 || row.passed === 0)).length;
if (process.env.CI && skipped.length > 0) failures += skipped.length;
if (values.write) writeTable(table);
else if (names.length === 0 && failures === 0 && skipped.length === 0) failures += compareTable(table);

console.log(`\nruntimes: ${table.length - skipped.length} tried, ${skipped.length} skipped`);
console.log(`${table.length - skipped.length - failures} passed, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
