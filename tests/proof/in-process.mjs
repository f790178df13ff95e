// Runs the conformance suite on one mutant after another in one process: a plugin of Stryker's. What has to be loaded with its
// mutant gets a process of its own, from Stryker.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { inputs } from "../verify/suite/inputs.mjs";
import { outputs } from "../verify/suite/outputs.mjs";
import { pieces } from "../verify/suite/pieces.mjs";
import { vectors } from "../verify/suite/vectors.mjs";

/** The quickest first; one of them shows whether an earlier mutant has left anything behind. */
const SUITES = { inputs, outputs, vectors, pieces };
const PROBES = ["inputs"];
const stryker = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class InProcessTestRunner {
  /** Nothing of Stryker's is asked for. */
  static inject = [];

  /** @type {any} */
  #subject;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {}

  async dryRun() {
    await this.#load();
    const tests = Object.keys(SUITES).map((name) => {
      stryker.currentTestId = name;
      return this.#runSuite(name);
    });
    stryker.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    if (mutantActivation === "static") stryker.activeMutant = activeMutant.id;
    else await this.#load();
    // Stryker starts another process then, and asks again.
    if (
      mutantActivation !== "static" &&
      PROBES.some((name) => this.#runSuite(name).status !== TestStatus.Success)
    ) {
      process.exit(1);
    }
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const tests = [];
    try {
      await this.#load();
      for (const name of Object.keys(SUITES)) {
        if (testFilter !== undefined && !testFilter.includes(name)) continue;
        tests.push(this.#runSuite(name));
        if (tests.at(-1).status !== TestStatus.Success) break;
      }
    } catch (error) {
      tests.push({
        id: "load",
        name: "load",
        timeSpentMs: 0,
        status: TestStatus.Failed,
        failureMessage: String(error),
      });
    }
    const tooOften = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
    return toMutantRunResult(tooOften ?? { status: DryRunStatus.Complete, tests });
  }

  /** The package with the mutants in it, in Stryker's copy of the repository. */
  async #load() {
    if (this.#subject !== undefined) return;
    const dist = path.resolve("target/readable/node_modules/checkout-signature/dist");
    const [pkg, { default: otherCopy }] = await Promise.all(
      ["index.js", "cjs/index.js"].map((file) => import(pathToFileURL(path.join(dist, file)).href)),
    );
    const folder = path.join(import.meta.dirname, "../vectors");
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    const read = (name) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    this.#subject = {
      pkg,
      otherCopy,
      vectors: Object.fromEntries(names.map((name) => [path.basename(name, ".json"), read(name)])),
    };
  }

  /** Up to the first case that fails. What a suite prepares is made anew each time, with the mutant in it. */
  #runSuite(name) {
    const begun = performance.now();
    const result = (status, failureMessage) => ({
      id: name,
      name,
      timeSpentMs: performance.now() - begun,
      status,
      ...(failureMessage !== undefined && { failureMessage }),
    });
    try {
      for (const [, run] of SUITES[name](this.#subject)) run();
      return result(TestStatus.Success);
    } catch (error) {
      return result(TestStatus.Failed, String(error?.message ?? error));
    }
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", /** @type {any} */ (InProcessTestRunner)),
];
