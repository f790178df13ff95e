// Lines and branches of the package's files that its own tests reach: the command's summary, and what is not reached.
//
// usage: CONSUMER=<folder> node tests/proof/coverage.mjs

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { installProofPackages } from "./install.mjs";
import { makeReadable } from "./readable.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
const here = import.meta.dirname;
installProofPackages();

/** What the quick suites try; those with a server of a database run in the gate. */
const SUITES = [
  "verify",
  "handler",
  "handler/stores/memory",
  "handler/stores/own",
  "handler/stores/sqlite",
  "handler/stores/redis",
  "handler/stores/postgres",
  "handler/stores/mysql",
  "handler/stores/d1",
];
const wanted = process.env.COVERAGE_SUITES?.split(",") ?? SUITES;
const files = wanted.flatMap((suite) => {
  const folder = path.join(repository, "tests", suite);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs") && name !== "sizes.test.mjs")
    .map((name) => path.join(folder, name));
});
const out = path.join(repository, "target/coverage");
rmSync(out, { recursive: true, force: true });
const consumer = path.join(repository, "target/readable");
await makeReadable(path.join(repository, "pkg/src"), consumer);
const c8 = [
  path.join(here, "node_modules/c8/bin/c8.js"),
  "--exclude-node-modules=false",
  "--exclude=nothing",
  "--include=**/readable/**/dist/*.js",
  `--reports-dir=${out}`,
  "--reporter=json",
];
const run = spawnSync(process.execPath, [...c8, process.execPath, "--test", ...files], {
  cwd: repository,
  encoding: "utf8",
  env: { ...process.env, CONSUMER: consumer },
});
if (run.status !== 0) console.log(run.stdout.slice(-5000), run.stderr);
const ENTRIES = /(?:index|handler|redis|postgres|mysql|sqlite|d1)\.js$/;
/** Of each source: how many lines and branches there are, and where those are that were not reached. */
const sources = new Map();
for (const [file, { statementMap, s, branchMap, b }] of Object.entries(
  JSON.parse(readFileSync(path.join(out, "coverage-final.json"), "utf8")),
)) {
  if (!ENTRIES.test(file) || file.includes("/cjs/")) continue;
  const lines = readFileSync(file, "utf8").split("\n");
  let source = "";
  const sourceOf = lines.map(
    (line) =>
      (source = /^\/\/ (pkg\/src\/\S+\.ts)$/.exec(line)?.[1] ?? (/^\/\/ \S+$/.test(line) ? "" : source)),
  );
  const note = (kind, line, isReached) => {
    const of = sourceOf[line - 1];
    if (!of) return;
    const one = sources.get(of) ?? sources.set(of, { lines: new Map(), branches: new Map() }).get(of);
    // What several entries hold is reached where one of them reaches it.
    const key = lines[line - 1];
    one[kind].set(key, (one[kind].get(key) ?? false) || isReached);
  };
  for (const [id, { start }] of Object.entries(statementMap))
    if (lines[start.line - 1].trim()) note("lines", start.line, s[id] > 0);
  for (const [id, { loc }] of Object.entries(branchMap)) note("branches", loc.start.line, b[id][0] > 0);
}
const total = { lines: [0, 0], branches: [0, 0] };
for (const [source, kinds] of [...sources].sort()) {
  const counts = Object.entries(kinds).map(([kind, found]) => {
    const missed = [...found].filter(([, isReached]) => !isReached);
    for (const [line] of missed) console.log(`not reached: ${source}, ${kind}: ${line.trim().slice(0, 120)}`);
    total[kind][0] += found.size - missed.length;
    total[kind][1] += found.size;
    return `${found.size - missed.length} of ${found.size} ${kind}`;
  });
  if (counts.some((count) => !/^(\d+) of \1 /.test(count)))
    console.log(`seen: ${source}: ${counts.join(", ")}`);
}
for (const [kind, [reached, all]] of Object.entries(total)) {
  console.log(
    `seen: ${kind}: ${reached} of ${all} (${((100 * reached) / all).toFixed(2)} %) in ${sources.size} sources`,
  );
}
process.exitCode = run.status ?? 1;
