// Environments that lack what the package needs: it can be imported, and its first use says what is missing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { entry } from "../lib/consumer.mjs";

/** What the first use of either copy gives or throws, in a process of its own, and the second use too. */
function firstUse(before, call = 'verify("{}", "Bearer abc", { secret: "s" })') {
  const script = `
    ${before}
    const { imported, required } = await import(${JSON.stringify(entry)});
    const seen = [1, 2].map(() => [imported, required].map(({ verify, sign, signedPieces }) => {
      try {
        return ${call};
      } catch (error) {
        return [error.name, error.message, error.cause?.name];
      }
    }));
    console.log(JSON.stringify(seen));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  const [first, second] = JSON.parse(stdout);
  assert.deepEqual(second, first, "the second use");
  return first;
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

test("a byte order mark at the beginning of an id stays, from the first event on", () => {
  const id = "\\ufeffe7db";
  const body = `{"type":"payment-authorized","payload":{"amount":1,"paymentId":"${id}","sessionId":"s"}}`;
  const options = '{ secret: "s" }';
  const call = `verify('${body}', sign('${body}', ${options}), ${options}).payload.paymentId`;
  assert.deepEqual(firstUse("", call), ["\ufeffe7db", "\ufeffe7db"]);
});
