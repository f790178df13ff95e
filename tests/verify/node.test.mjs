// The conformance suite in Node, over the packed tarball: imported and required.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { imported, required } from "../lib/consumer.mjs";
import { conformance } from "./conformance.mjs";

const folder = path.join(import.meta.dirname, "../vectors");
const vectors = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [path.basename(name, ".json"), JSON.parse(readFileSync(path.join(folder, name), "utf8"))]),
);

describe("ESM", () => {
  for (const [name, run] of conformance({ pkg: imported, otherCopy: required, vectors, thorough: true }))
    test(name, run);
});

describe("CommonJS", () => {
  for (const [name, run] of conformance({ pkg: required, otherCopy: imported, vectors })) test(name, run);
});

test("the classes have their own names, which logs show", () => {
  for (const { VerificationError, Verifier, verify } of [imported, required]) {
    assert.deepEqual([VerificationError.name, Verifier.name], ["VerificationError", "Verifier"]);
    assert.throws(
      () => verify("", "", { secret: "s" }),
      (/** @type {Error} */ error) => String(error.stack).startsWith("VerificationError: "),
    );
  }
});
