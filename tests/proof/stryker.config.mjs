// Mutants of the package's verify and handler. cargo-mutants tries the core's.
//
// usage: node tests/proof/mutants.mjs [--mutate <files>]

export default {
  mutate: [
    "pkg/src/verify/*.ts",
    "pkg/src/handler/*.ts",
    "pkg/src/shared/{bytes,caller-error,deadline,ids,read-body,tell}.ts",
  ],
  testRunner: "command",
  commandRunner: { command: "node tests/proof/try-mutant.mjs" },
  // All mutants are in one copy of the source, and a variable chooses one: it is bundled once.
  tempDirName: "target/mutants",
  cleanTempDir: "always",
  ignorePatterns: [
    "/target",
    "/www",
    "/docs",
    "/wasm",
    "/fuzz",
    "/benches",
    "/examples",
    "/tests/runtimes",
    "/tests/www",
  ],
  mutator: {
    // The sentences of errors are compared with the documentation by other tests.
    excludedMutations: ["StringLiteral"],
  },
  disableTypeChecks: false,
  // It would rewrite the configuration with a compiler of another version, and nothing here compiles by it.
  tsconfigFile: "none.json",
  checkers: [],
  concurrency: 2,
  timeoutMS: 60_000,
  reporters: ["clear-text"],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
};
