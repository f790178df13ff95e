// What of the package's verify, handler and stores no test reaches, and why. coverage.mjs holds this list to what it sees: a
// line that is not in it fails, and so does one in it that is reached after all.

/** @typedef {{ source: string, code: string, missing: string, reason: string }} Unreached */

const JOIN_BYTES = "explain and the sandbox join chunks, in bundles of their own, which their suites test.";
const NOT_IN_THE_TABLE = "The types ask for it: the module gives no number that is not in its own table.";

/** @type {Unreached[]} the trimmed line, and what of it is not reached as coverage.mjs prints it */
export const UNREACHED = [
  {
    source: "pkg/src/handler/stores/postgres-clients.ts",
    code: "const query: Query = async (text, values = [], name) =>",
    missing: "default-arg 1",
    reason:
      "The type has it for statements outside of a transaction; inside, each of the store's has values.",
  },
  ...[
    "const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));",
    "let offset = 0;",
    "for (const chunk of chunks) {",
    "joined.set(chunk, offset);",
    "offset += chunk.length;",
    "return joined;",
  ].map((code) => ({ source: "pkg/src/shared/bytes.ts", code, missing: "line", reason: JOIN_BYTES })),
  {
    source: "pkg/src/shared/challenge.ts",
    code: 'return header.split(",").some((challenge) => challenge.trim().toUpperCase() === CHALLENGE);',
    missing: "line",
    reason: "explain recognises a header of its own with it, in a bundle of its own, which its suite tests.",
  },
  {
    source: "pkg/src/shared/read-body.ts",
    code: "const outcome = await (timeoutMs === undefined ? reading : endsBy(reading, timeoutMs));",
    missing: "cond-expr 1",
    reason: "The sandbox reads without a time limit, in a bundle of its own, which its suite tests.",
  },
  {
    source: "pkg/src/verify/core.ts",
    code: "if (row === undefined) throw new Error(`The module gave the verdict ${verdict}.`);",
    missing: "if 1",
    reason: NOT_IN_THE_TABLE,
  },
  {
    source: "pkg/src/verify/verifier.ts",
    code: 'export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");',
    missing: "binary-expr 2",
    reason: "Every Node.js that the package supports has the symbol, and it cannot be taken away.",
  },
  {
    source: "pkg/src/verify/verifier.ts",
    code: "const [code, message] = SIGN_ERRORS[-signed - 1] ?? SIGN_ERRORS[0];",
    missing: "binary-expr 2",
    reason: NOT_IN_THE_TABLE,
  },
  {
    source: "pkg/src/verify/verifier.ts",
    code: "const [code, message] = SECRET_ERRORS[readResult(0) - 1] ?? SECRET_ERRORS[0];",
    missing: "binary-expr 2",
    reason: NOT_IN_THE_TABLE,
  },
];
