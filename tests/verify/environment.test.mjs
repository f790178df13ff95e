// Environments that lack what the package needs: it can be imported, and its first use says what is missing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { entry } from "../lib/consumer.mjs";

/** What the first use of either copy throws, in a process of its own. */
function firstUse(before, call = 'verify("{}", "Bearer abc", { secret: "s" })') {
  const script = `
    ${before}
    const { imported, required } = await import(${JSON.stringify(entry)});
    const seen = [imported, required].map(({ verify, signedPieces }) => {
      try {
        return ${call};
      } catch (error) {
        return [error.name, error.message, error.cause?.name];
      }
    });
    console.log(JSON.stringify(seen));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("without TextEncoder, as in Jest's jsdom", () => {
  for (const [name, message, cause] of firstUse(
    "delete globalThis.TextEncoder; delete globalThis.TextDecoder;",
  )) {
    assert.deepEqual([name, cause], ["Error", "ReferenceError"]);
    assert.match(message, /needs TextEncoder and TextDecoder.*@jest-environment node/);
  }
});

test("without WebAssembly, as with --jitless or a Content-Security-Policy", () => {
  for (const [name, message, cause] of firstUse(
    "WebAssembly.Module = function Module() { throw new WebAssembly.CompileError('refused'); };",
  )) {
    assert.deepEqual([name, cause], ["Error", "CompileError"]);
    assert.match(message, /cannot compile its WebAssembly module here.*wasm-unsafe-eval/);
  }
});

test("what is signed can be shown before anything is verified", () => {
  assert.deepEqual(
    firstUse("", 'signedPieces("{ }")'),
    Array(2).fill([
      [0, 1],
      [2, 3],
    ]),
  );
});
