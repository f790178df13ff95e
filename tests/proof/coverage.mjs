// Lines and branches of the package's verify, handler and stores that the tests of the gate reach, those with databases too.
// What is not reached is listed with its reason in unreached.mjs.
//
// usage: CONSUMER=<folder> node tests/proof/coverage.mjs [--more] [<suites, all of them by default>]
//
// `--more` adds to what was reached before. The databases' servers have to be installed: `cargo xtask test` says how.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { installProofPackages } from "./install.mjs";
import { UNREACHED } from "./unreached.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
installProofPackages();
const { createCoverageMap } = createRequire(import.meta.url)("istanbul-lib-coverage");

const SUITES = [
  "verify",
  "handler",
  "handler/frameworks",
  ...["memory", "model", "scripted", "own", "sqlite", "redis", "postgres", "mysql", "d1"].map(
    (store) => `handler/stores/${store}`,
  ),
];
/** The published files' sizes; and processes that are killed, which count nothing. */
const LEFT_OUT = ["sizes.test.mjs", "proofs.test.mjs"];
const FILES_AT_ONCE = 2;

const given = process.argv.slice(2);
const suites = given.filter((argument) => argument !== "--more");
const consumer = path.join(repository, "target/coverage/consumer");
const counts = path.join(repository, "target/coverage/counts");

if (!given.includes("--more") || !existsSync(consumer)) makeReadable();
const failed = (suites.length === 0 ? SUITES : suites).filter((suite) => !runSuite(suite));
const found = describeUnreached(mergeCounts());
const isComplete = suites.length === 0 || given.includes("--more");
const faults = [
  ...failed.map((suite) => `failed: ${suite}`),
  ...found.filter(({ key }) => !listed(key)).map(({ key }) => `not reached, and not listed: ${key}`),
  ...(isComplete ? UNREACHED.filter((entry) => isStale(entry)) : []).map(
    (entry) => `listed, and reached or gone: ${keyOf(entry)}`,
  ),
];
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function makeReadable() {
  // This one can strip types.
  const node = path.join(repository, "node_modules/node24/bin/node");
  const program = path.join(import.meta.dirname, "readable.mjs");
  const { status } = spawnSync(
    node,
    ["--disable-warning=ExperimentalWarning", program, path.join(repository, "pkg/src"), consumer, counts],
    {
      stdio: "inherit",
      env: { ...process.env, PACKED: process.env.CONSUMER, BUILT: path.join(repository, "target") },
    },
  );
  if (status !== 0) throw new Error("The package cannot be built for this.");
}

/** @param {string} suite */
function runSuite(suite) {
  const folder = path.join(repository, "tests", suite);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs") && !LEFT_OUT.includes(name))
    .map((name) => path.join(folder, name));
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--test", "--test-reporter=spec", `--test-concurrency=${FILES_AT_ONCE}`, ...files],
    {
      cwd: repository,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, CONSUMER: consumer, COUNTS: counts },
    },
  );
  const failures = stdout.split("failing tests:")[1];
  if (status !== 0) console.log(failures ?? stdout.slice(-5000), stderr.slice(-5000));
  console.log(`· ${suite}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return status === 0;
}

function mergeCounts() {
  const map = createCoverageMap({});
  for (const name of readdirSync(counts)) {
    map.merge(JSON.parse(readFileSync(path.join(counts, name), "utf8")));
  }
  return map;
}

/** Prints how much of each source is reached; gives what is not, by its line of code. */
function describeUnreached(map) {
  const unreached = [];
  const total = { lines: [0, 0], branches: [0, 0] };
  for (const file of map.files().sort()) {
    const coverage = map.fileCoverageFor(file);
    const source = path.relative(repository, file).replaceAll("\\", "/");
    const code = readFileSync(file, "utf8").split("\n");
    /** What is not reached, by the number of its line. @type {Map<number, string[]>} */
    const missing = new Map();
    const miss = (line, what) => missing.set(line, [...(missing.get(line) ?? []), what]);
    const lines = Object.entries(coverage.getLineCoverage());
    for (const [line, hits] of lines) if (hits === 0) miss(Number(line), "line");
    const branches = Object.entries(coverage.b);
    for (const [id, hits] of branches) {
      const { type, loc, locations } = coverage.branchMap[id];
      for (const [at, hit] of hits.entries()) {
        if (hit > 0) continue;
        const { start } = locations[at].start.line === undefined ? loc : locations[at];
        miss(start.line, `${type} ${at + 1}`);
      }
    }
    const counted = {
      lines: [lines.filter(([, hits]) => hits > 0).length, lines.length],
      branches: [
        branches.flatMap(([, hits]) => hits.filter((hit) => hit > 0)).length,
        branches.flatMap(([, hits]) => hits).length,
      ],
    };
    for (const kind of ["lines", "branches"]) {
      total[kind][0] += counted[kind][0];
      total[kind][1] += counted[kind][1];
    }
    for (const [line, what] of [...missing].sort(([a], [b]) => a - b)) {
      unreached.push({
        key: keyOf({ source, code: code[line - 1].trim(), missing: what.sort().join(", ") }),
      });
    }
  }
  for (const [kind, [reached, all]] of Object.entries(total)) {
    const percent = ((100 * reached) / all).toFixed(2);
    console.log(`seen: ${reached} of ${all} ${kind} (${percent} %) of ${map.files().length} sources`);
  }
  console.log(
    `seen: ${unreached.length} lines of code are not reached whole; ${UNREACHED.length} are listed with a reason`,
  );
  return unreached;
}

/** @param {{ source: string, code: string, missing: string }} entry */
function keyOf({ source, code, missing }) {
  return `${source}: ${code} (${missing})`;
}

/** @param {string} key */
function listed(key) {
  return UNREACHED.some((entry) => keyOf(entry) === key);
}

/** Whether a line that the list has is reached, or is not there any more. */
function isStale(entry) {
  return !found.some(({ key }) => key === keyOf(entry));
}
