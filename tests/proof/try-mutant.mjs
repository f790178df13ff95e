// The tests that are quick enough for each mutant: the conformance suite in this process, then the handler's tests.
// Stryker starts this in its copy of the repository, and says in a variable which mutant is active.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { makeReadable } from "./readable.mjs";

const copy = path.resolve(import.meta.dirname, "../..");
const consumer = path.join(copy, "target/readable");
if (!existsSync(path.join(consumer, "built"))) {
  await makeReadable(path.join(copy, "pkg/src"), consumer);
}

const vectors = path.join(copy, "tests/vectors");
const files = Object.fromEntries(
  readdirSync(vectors)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [
      path.basename(name, ".json"),
      JSON.parse(readFileSync(path.join(vectors, name), "utf8")),
    ]),
);
const pkg = await import(
  pathToFileURL(path.join(consumer, "node_modules/checkout-signature/dist/index.js")).href
);
for (const suite of ["inputs", "outputs", "pieces", "vectors"]) {
  const { [suite]: cases } = await import(`../verify/suite/${suite}.mjs`);
  for (const [, run] of cases({ pkg, vectors: files })) run();
}
const env = { ...process.env, CONSUMER: consumer, LAW_RUNS: "30" };
const tests = [
  "verify/laws",
  "handler/table",
  "handler/expectation",
  "handler/body",
  "handler/hostile",
  "handler/keys",
  "handler/store",
  "handler/reconcile",
];
execFileSync(
  process.execPath,
  ["--test", ...tests.map((name) => path.join(copy, `tests/${name}.test.mjs`))],
  { env, stdio: "ignore" },
);
