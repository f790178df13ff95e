// Runs the conformance suite on one mutant after another in one process, and other tests, in processes of their own, on those
// that it does not notice: a plugin of Stryker's. What has to be loaded with its mutant gets a new process from Stryker.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { ids } from "../verify/suite/ids.mjs";
import { inputs } from "../verify/suite/inputs.mjs";
import { options } from "../verify/suite/options.mjs";
import { outputs } from "../verify/suite/outputs.mjs";
import { pieces } from "../verify/suite/pieces.mjs";
import { vectors } from "../verify/suite/vectors.mjs";

/** The quickest first; the probe shows whether an earlier mutant has left anything behind. */
const SUITES = { inputs, options, ids, outputs, vectors, pieces };
const PROBE = "inputs";
/** Tests that change their surroundings, and which of a file's: its others see what the conformance suite sees. */
const FILES = {
  "handler/options.test.mjs": "",
  "handler/body.test.mjs": "^a header that cannot be right",
  "verify/environment.test.mjs": "",
  "verify/memory.test.mjs": "",
  "verify/hostile.test.mjs": "^a buffer|polluted",
};
/** Stryker ends this process after the whole of it, and what the tests have started would go on for ever. */
const SHARE_OF_TIMEOUT = 0.9;
const tests = path.join(import.meta.dirname, "..");
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
    // What a suite prepares is counted with each case of it.
    stryker.currentTestId = "list";
    const cases = Object.keys(SUITES).flatMap((suite) => this.#listCases(suite));
    const results = cases.map((id) => {
      stryker.currentTestId = id;
      return this.#runCase(id);
    });
    stryker.currentTestId = undefined;
    const { static: atLoad, perTest } = stryker.mutantCoverage;
    delete perTest.list;
    for (const file of Object.keys(FILES)) {
      const folder = mkdtempSync(path.join(tmpdir(), "mutants-"));
      results.push(await runFile(file, { MUTANT_COVERAGE: folder }));
      perTest[file] = mergeCoverage(folder);
    }
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: { static: atLoad, perTest },
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, timeout }) {
    const endsAt = performance.now() + SHARE_OF_TIMEOUT * timeout;
    if (mutantActivation === "static") stryker.activeMutant = activeMutant.id;
    else {
      await this.#load();
      // Stryker starts another process then, and asks again.
      const probes = this.#listCases(PROBE).map((id) => this.#runCase(id));
      if (!probes.every(isSuccess)) process.exit(1);
    }
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const results = await this.#runCases(testFilter);
    const tooOften = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
    if (tooOften) return toMutantRunResult(tooOften);
    for (const file of Object.keys(FILES)) {
      if (!results.every(isSuccess)) break;
      if (testFilter !== undefined && !testFilter.includes(file)) continue;
      const result = await runFile(
        file,
        { [INSTRUMENTER_CONSTANTS.ACTIVE_MUTANT_ENV_VARIABLE]: activeMutant.id },
        endsAt - performance.now(),
      );
      if (result === undefined) return { status: MutantRunStatus.Timeout, reason: file };
      results.push(result);
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results });
  }

  /** Up to the first that fails. */
  async #runCases(testFilter) {
    const results = [];
    try {
      await this.#load();
      for (const id of Object.keys(SUITES).flatMap((suite) => this.#listCases(suite))) {
        if (testFilter !== undefined && !testFilter.includes(id)) continue;
        results.push(this.#runCase(id));
        if (!isSuccess(results.at(-1))) break;
      }
    } catch (error) {
      results.push(describeResult("load", performance.now(), String(error)));
    }
    return results;
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
      quick: true,
      vectors: Object.fromEntries(names.map((name) => [path.basename(name, ".json"), read(name)])),
    };
  }

  #listCases(suite) {
    return [...SUITES[suite](this.#subject)].map(([name]) => `${suite}: ${name}`);
  }

  /** What a suite prepares is made anew each time, with the mutant in it. */
  #runCase(id) {
    const begun = performance.now();
    const [suite] = id.split(": ", 1);
    try {
      for (const [name, run] of SUITES[suite](this.#subject)) if (`${suite}: ${name}` === id) run();
      return describeResult(id, begun);
    } catch (error) {
      return describeResult(id, begun, String(error?.message ?? error));
    }
  }
}

/** Runs a file of tests in a process; undefined where it does not end. */
async function runFile(file, env, timeoutMs) {
  const begun = performance.now();
  const pattern = FILES[file] === "" ? [] : [`--test-name-pattern=${FILES[file]}`];
  const hook = pathToFileURL(path.join(import.meta.dirname, "mutants-reached.mjs")).href;
  // A group of its own, so that what it starts ends with it.
  const child = spawn(process.execPath, [...pattern, path.join(tests, file)], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...env, ...(env.MUTANT_COVERAGE && { NODE_OPTIONS: `--import=${hook}` }) },
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  let isLate = false;
  const end = () => {
    isLate = true;
    process.kill(-Number(child.pid), "SIGKILL");
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(end, Math.max(1, timeoutMs));
  const [status] = await once(child, "close");
  clearTimeout(timer);
  if (isLate) return undefined;
  return describeResult(file, begun, status === 0 ? undefined : output.slice(0, 1000));
}

/** How often each mutant was reached by a file's processes. */
function mergeCoverage(folder) {
  const merged = {};
  for (const name of readdirSync(folder)) {
    const { static: counts = {} } = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    for (const [id, count] of Object.entries(counts)) merged[id] = (merged[id] ?? 0) + Number(count);
  }
  rmSync(folder, { recursive: true });
  return merged;
}

function describeResult(id, begun, failureMessage) {
  return {
    id,
    name: id,
    timeSpentMs: performance.now() - begun,
    status: failureMessage === undefined ? TestStatus.Success : TestStatus.Failed,
    ...(failureMessage !== undefined && { failureMessage }),
  };
}

function isSuccess({ status }) {
  return status === TestStatus.Success;
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-process", /** @type {any} */ (InProcessTestRunner)),
];
