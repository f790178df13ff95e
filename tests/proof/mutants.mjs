// Stryker over the package's verify and handler: its summary, and the mutants that live.
//
// usage: CONSUMER=<folder> node tests/proof/mutants.mjs [--mutate <files>]

import { spawnSync } from "node:child_process";
import path from "node:path";
import { installProofPackages } from "./install.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
installProofPackages();
// It needs a newer Node.js than the package does; the tests of the runtimes have one.
const node = path.join(repository, "node_modules/node24/bin/node");
const stryker = path.join(import.meta.dirname, "node_modules/@stryker-mutator/core/bin/stryker.js");
const config = path.join(import.meta.dirname, "stryker.config.mjs");
const { status } = spawnSync(node, [stryker, "run", config, ...process.argv.slice(2)], {
  cwd: repository,
  stdio: "inherit",
  env: { ...process.env, BUILT: path.join(repository, "target") },
});
process.exitCode = status ?? 1;
