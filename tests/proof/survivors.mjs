// Mutants of the package's verify and handler that no test notices, and why that is right. mutants.mjs holds this list to what
// it sees: a mutant that lives and is not in it fails, and so does one in it that is killed after all.

/** @typedef {{ source: string, line: string, code: string, becomes: string, reason: string }} Survivor */

const NUMBERS_ONLY =
  "Number.isInteger and isSafeInteger are false for anything but a number; the compiler does not know that.";

/** @type {Survivor[]} the line, the code in it that is replaced, and by what, as mutants.mjs prints them */
export const SURVIVORS = [
  {
    source: "pkg/src/handler/expectation.ts",
    line: 'if (typeof amount === "number" && Number.isInteger(amount)) return amount === paid;',
    code: 'typeof amount === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/options.ts",
    line: 'if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_TIMEOUT_MS)',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
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
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: 'return typeof value === "string" && value !== "";',
    code: 'typeof value === "string"',
    becomes: "true",
    reason: "canonicalId refuses what is not a string with the same code, before any payment is handled.",
  },
  {
    source: "pkg/src/handler/stores/durations.ts",
    line: 'if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/stores/durations.ts",
    line: 'typeof value === "number" &&',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/stores/lease.ts",
    line: 'await withDeadline(steps.release(token), MAX_RELEASE_MS, () => new Error("The store does not answer.',
    code: '() => new Error("The store does not answer.")',
    becomes: "() => undefined",
    reason: "The wait is over either way, and its error is dropped: what the work threw comes out.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: 'if (until !== undefined && until > this.#tick()) return "already-handled";',
    code: "until !== undefined",
    becomes: "true",
    reason: "undefined is greater than no number; the compiler does not allow the comparison.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: "if (until > tick) break;",
    code: "until > tick",
    becomes: "until >= tick",
    reason:
      "What ends in this second is dropped with the next payment; once() takes it for forgotten already.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: "return Math.floor((this.#now() - this.#startedAt) / MS_PER_TICK);",
    code: "this.#now() - this.#startedAt",
    becomes: "this.#now() + this.#startedAt",
    reason: "Ticks are only compared with each other; the start is taken off to keep them small.",
  },
];
