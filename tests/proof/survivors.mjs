// Mutants of the package's verify and handler that no test notices, and why that is right. mutants.mjs holds this list to what
// it sees: a mutant that lives and is not in it fails, and so does one in it that is killed after all.

/** @typedef {{ source: string, line: string, code: string, becomes: string, reason: string }} Survivor */

/** @type {Survivor[]} the line, the code in it that is replaced, and by what, as mutants.mjs prints them */
export const SURVIVORS = [
  {
    source: "pkg/src/handler/expectation.ts",
    line: 'if (typeof amount === "number" && Number.isInteger(amount)) return amount === paid;',
    code: 'typeof amount === "number"',
    becomes: "true",
    reason: "Number.isInteger is false for anything but a number; the compiler does not know that.",
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: "return time > 0;",
    code: "time > 0",
    becomes: "time >= 0",
    reason: "No payment was authorized in the first millisecond of 1970.",
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: 'if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0) {',
    code: 'typeof amount !== "number"',
    becomes: "false",
    reason: "Number.isSafeInteger is false for anything but a number; the compiler does not know that.",
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: 'return typeof value === "string" && value !== "";',
    code: 'typeof value === "string"',
    becomes: "true",
    reason: "canonicalId refuses what is not a string with the same code, before any payment is handled.",
  },
];
