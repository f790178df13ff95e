// Stryker over the package's verify and handler: how many mutants the tests notice, and which live although they are not
// listed in survivors/. Tests are loaded while it runs: one that is changed meanwhile is not the one that was counted.
//
// usage: CONSUMER=<folder> node tests/proof/mutants.mjs [--since <commit> | <groups or sources, all of them by default>]

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { installProofPackages } from "./install.mjs";
import { GROUPS } from "./stryker.config.mjs";
import { SURVIVORS } from "./survivors/index.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
const MAX_SHOWN_CODE = 100;
const ALL = Object.values(GROUPS).flatMap(({ sources }) => sources.map((source) => `pkg/src/${source}`));

const chosen = chooseSources(process.argv.slice(2));
if (chosen.length === 0) {
  console.log("seen: nothing has changed that is mutated");
  process.exit();
}
installProofPackages();
mkdirSync(path.join(repository, "target/mutants"), { recursive: true });
const mutants = [];
for (const [group, { sources }] of Object.entries(GROUPS)) {
  const mutated = sources.map((source) => `pkg/src/${source}`).filter((source) => chosen.includes(source));
  if (mutated.length > 0) mutants.push(...tryMutants(group, mutated));
}
summarize("all", mutants);
const alive = mutants.filter(isAlive);
const notKilled = mutants.filter((mutant) => isAlive(mutant) || mutant.status === "Timeout");
const listed = SURVIVORS.map((entry) => ({ ...entry, key: keyOf(entry) }));
const faults = [
  ...alive
    .filter(({ key }) => !listed.some((entry) => entry.key === key))
    .map(({ key }) => `lives, and is not listed: ${key}`),
  // What is listed as slower may run out of time on a busy machine.
  ...listed
    .filter(({ source, key }) => chosen.includes(source) && !notKilled.some((mutant) => mutant.key === key))
    .map(({ key }) => `listed, and killed or gone: ${key}`),
];
// A loop without an end, a response that never comes; or a machine that was too busy.
for (const { key, statusReason = "" } of mutants.filter(({ status }) => status === "Timeout")) {
  console.log(`ran out of time: ${key} ${statusReason}`);
}
for (const fault of faults) console.log(fault);
console.log(
  faults.length === 0
    ? "seen: each mutant that lives is listed with a reason"
    : `seen: ${faults.length} mutants to judge`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

/** @param {string[]} given */
function chooseSources(given) {
  if (given.length === 0) return ALL;
  if (given[0] !== "--since") {
    const named = given.flatMap(
      (name) => GROUPS[name]?.sources.map((source) => `pkg/src/${source}`) ?? [name],
    );
    const unknown = named.find((name) => !ALL.includes(name));
    if (unknown === undefined) return named;
    throw new Error(`${unknown} is not mutated; the groups are ${Object.keys(GROUPS).join(", ")}.`);
  }
  const names = execFileSync("git", ["diff", "--name-only", "--diff-filter=d", given[1], "--", "pkg/src"], {
    cwd: repository,
    encoding: "utf8",
  });
  return names.split("\n").filter((name) => ALL.includes(name));
}

/** Runs Stryker over sources of one group. */
function tryMutants(group, sources) {
  const report = path.join(repository, `target/mutants/${group}.json`);
  rmSync(report, { force: true });
  // It needs a newer Node.js than the package does; the tests of the runtimes have one.
  const node = path.join(repository, "node_modules/node24/bin/node");
  const stryker = path.join(import.meta.dirname, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const config = path.join(import.meta.dirname, "stryker.config.mjs");
  const { status } = spawnSync(node, [stryker, "run", config, "--mutate", sources.join(",")], {
    cwd: repository,
    stdio: "inherit",
    env: {
      ...process.env,
      GROUP: group,
      BUILT: path.join(repository, "target"),
      PACKED: path.resolve(process.env.CONSUMER ?? path.join(repository, "target/a consumer")),
      // In the copy in which the tests run.
      CONSUMER: "target/readable",
    },
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status}.`);
  const { files } = JSON.parse(readFileSync(report, "utf8"));
  const tried = Object.entries(files).flatMap(([source, { source: text, mutants: all }]) =>
    all
      .filter((mutant) => mutant.status !== "Ignored")
      .map((mutant) => ({ ...mutant, key: keyOf({ source, ...showMutant(text, mutant) }) })),
  );
  summarize(group, tried);
  return tried;
}

function summarize(group, tried) {
  const count = (...statuses) => tried.filter(({ status }) => statuses.includes(status)).length;
  console.log(
    `seen: ${group}: ${tried.length} mutants: ${count("Killed")} killed, ${count("Timeout")} ran out of time, ` +
      `${count("RuntimeError", "CompileError")} do not load, ${tried.filter(isAlive).length} lived`,
  );
}

function isAlive({ status }) {
  return status === "Survived" || status === "NoCoverage";
}

/** The line, the code in it that is replaced, and by what; each as far as it tells. */
function showMutant(text, { location: { start, end }, replacement }) {
  const lines = text.split("\n");
  const code = lines.slice(start.line - 1, end.line);
  code.push(code.pop().slice(0, end.column - 1));
  code[0] = code[0].slice(start.column - 1);
  return {
    line: shorten(lines[start.line - 1]),
    code: shorten(code.join(" ")),
    becomes: shorten(replacement),
  };
}

function shorten(code) {
  return code.replaceAll(/\s+/g, " ").trim().slice(0, MAX_SHOWN_CODE);
}

/** @param {{ source: string, line: string, code: string, becomes: string }} entry */
function keyOf({ source, line, code, becomes }) {
  return `${source}: ${line}: ${code} → ${becomes}`;
}
