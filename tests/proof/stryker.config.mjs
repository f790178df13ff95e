// Mutants of the package's verify and handler, and of the stores' parts that need no server. cargo-mutants tries the core's.
//
// mutants.mjs runs Stryker with this, once for each group.

import path from "node:path";

/**
 * Sources, and the quickest tests that reach them: of these a mutant gets one after another, until one notices it. Without
 * tests it is the conformance suite, in one process for many mutants, and what in-process.mjs names.
 *
 * @type {Record<string, { sources: string[], tests?: string[] }>} sources by their path in pkg/src, tests by theirs in tests
 */
export const GROUPS = {
  verify: {
    sources: [
      "verify/call.ts",
      "verify/core.ts",
      "verify/errors.ts",
      "verify/event.ts",
      "verify/index.ts",
      "verify/input.ts",
      "verify/options.ts",
      "verify/signed-pieces.ts",
      "verify/utf8.ts",
      "verify/verifier.ts",
      "verify/entries/decode.ts",
      "verify/entries/inline.ts",
      "shared/bytes.ts",
      "shared/caller-error.ts",
      "shared/ids.ts",
      "shared/missing-secret.ts",
      "shared/padded-secret.ts",
      "shared/raw-body-advice.ts",
    ],
  },
  payments: {
    sources: ["handler/payments.ts", "handler/store-clock.ts", "handler/options.ts"],
    tests: [
      "handler/options.test.mjs",
      "handler/unusual-node.test.mjs",
      "handler/unusual-requests.test.mjs",
      "handler/log.test.mjs",
      "handler/store.test.mjs",
      "handler/table.test.mjs",
    ],
  },
  order: {
    sources: ["handler/expectation.ts", "handler/reconcile.ts"],
    tests: [
      "handler/expectation.test.mjs",
      "handler/reconcile.test.mjs",
      "handler/unusual-node.test.mjs",
      "handler/unusual-requests.test.mjs",
      "handler/log.test.mjs",
      "handler/options.test.mjs",
    ],
  },
  requests: {
    sources: [
      "handler/answers.ts",
      "handler/index.ts",
      "handler/node-body.ts",
      "handler/node-headers.ts",
      "handler/node.ts",
      "handler/process.ts",
      "handler/shared-deadline.ts",
      "handler/web.ts",
      "shared/read-body.ts",
      "shared/tell.ts",
    ],
    tests: [
      "handler/unusual-node.test.mjs",
      "handler/unusual-streams.test.mjs",
      "handler/unusual-requests.test.mjs",
      "handler/log.test.mjs",
      "handler/options.test.mjs",
      "handler/reconcile.test.mjs",
      "handler/table.test.mjs",
      "handler/body.test.mjs",
      "handler/network.test.mjs",
      "handler/hostile.test.mjs",
    ],
  },
  stores: {
    sources: [
      "handler/stores/digest.ts",
      "handler/stores/durations.ts",
      "handler/stores/late-statements.ts",
      "handler/stores/lease.ts",
      "handler/stores/memory.ts",
      "handler/stores/sql.ts",
      "shared/deadline.ts",
    ],
    tests: [
      "handler/stores/scripted/lease.test.mjs",
      "handler/stores/scripted/outcomes.test.mjs",
      "handler/stores/scripted/late-statements.test.mjs",
      "handler/stores/memory/memory.test.mjs",
    ],
  },
};

const repository = path.resolve(import.meta.dirname, "../..");
const { GROUP = "verify", CONCURRENCY = "2" } = process.env;

const { tests } = GROUPS[GROUP];

export default {
  ...(tests === undefined
    ? {
        testRunner: "in-process",
        plugins: [path.join(import.meta.dirname, "in-process.mjs")],
        coverageAnalysis: "perTest",
      }
    : {
        testRunner: "tap",
        plugins: ["@stryker-mutator/tap-runner"],
        tap: { testFiles: tests.map((name) => `tests/${name}`) },
        // Some of the tests start processes, in which it cannot see what is reached.
        coverageAnalysis: "off",
      }),
  // All mutants are in one copy of the source, and a variable chooses one: it is built once. The copy has no packages yet.
  buildCommand: [
    path.join(repository, "node_modules/node24/bin/node"),
    "--disable-warning=ExperimentalWarning",
    path.join(import.meta.dirname, "readable.mjs"),
    "pkg/src",
    "target/readable",
  ]
    .map((word) => word.replaceAll(" ", "\\ "))
    .join(" "),
  tempDirName: `target/mutants/${GROUP}`,
  cleanTempDir: "always",
  ignorePatterns: [
    ..."target www docs wasm fuzz benches examples xtask src".split(" ").map((name) => `/${name}`),
    ..."core www runtimes examples explain sandbox cli types".split(" ").map((name) => `/tests/${name}`),
  ],
  mutator: {
    // The sentences of errors are compared with the documentation by other tests.
    excludedMutations: ["StringLiteral"],
  },
  disableTypeChecks: false,
  // It would rewrite the configuration with a compiler of another version, and nothing here compiles by it.
  tsconfigFile: "none.json",
  checkers: [],
  concurrency: Number(CONCURRENCY),
  timeoutMS: 5000,
  // In one process loops are counted, and what is only slower has to come to its end; a test's process may wait for ever
  // for a response.
  timeoutFactor: tests === undefined ? 10 : 2,
  reporters: ["json", "progress-append-only", "event-recorder"],
  eventReporter: { baseDir: `target/mutants/${GROUP}-events` },
  jsonReporter: { fileName: `target/mutants/${GROUP}.json` },
};
