// The module that is compiled is, byte for byte, the file that edge runtimes take: it travels as text in the other entries.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const consumer = process.env.CONSUMER ?? "";
const file = path.join(consumer, "node_modules/checkout-signature/dist/checkout_signature.wasm");
/** The decoder's own module is a small one. */
const MIN_BYTES = 10_000;

for (const copy of ["imported", "required"]) {
  test(`the bytes of the ${copy} copy`, () => {
    const script = `
      const { imported, required } = await import(${JSON.stringify(pathToFileURL(path.join(consumer, "both.mjs")).href)});
      const { Module } = WebAssembly;
      WebAssembly.Module = function (bytes) {
        if (bytes.length > ${MIN_BYTES}) process.stdout.write(bytes);
        return new Module(bytes);
      };
      ${copy}.sign("{}", { secret: "a secret" });`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script]);
    assert.equal(String(stderr), "");
    assert.ok(stdout.equals(readFileSync(file)), `${stdout.length} bytes were compiled`);
  });
}
