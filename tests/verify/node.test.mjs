// The conformance suite in Node, over the packed tarball: imported and required.
//
// CONSUMER is a folder in which the tarball is installed; `cargo xtask test` makes it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { conformance } from "./conformance.mjs";

const consumer = process.env.CONSUMER ?? "";
const { imported, required } = await import(pathToFileURL(path.join(consumer, "both.mjs")).href);

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
