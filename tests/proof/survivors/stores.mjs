// Of the stores.

import { NUMBERS_ONLY } from "./reasons.mjs";

/** @type {import("./index.mjs").Survivor[]} */
export const STORES = [
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
