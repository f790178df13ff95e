// What users download may not grow unnoticed. Who has a reason raises the number with it.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const MAX_BYTES = {
  module: { raw: 57_000, gzip: 26_300, brotli: 22_900 },
  /** The smallest program that verifies, minified; the runtimes' runner holds the other bundlers to their own. */
  app: { gzip: 35_000 },
  /** The smallest Worker: its script, minified, and the module. */
  worker: { gzip: 33_000 },
  tarball: { raw: 185_000 },
};

const consumer = process.env.CONSUMER ?? "";
const installed = path.join(consumer, "node_modules/checkout-signature");
const module = readFileSync(path.join(installed, "dist/checkout_signature.wasm"));

/** @param {Uint8Array} bytes */
const measure = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/**
 * @param {import("node:test").TestContext} t
 * @param {Partial<ReturnType<typeof measure>>} sizes
 * @param {Partial<ReturnType<typeof measure>>} most
 */
function check(t, sizes, most) {
  t.diagnostic(JSON.stringify(sizes));
  for (const [name, bytes] of Object.entries(most)) {
    assert.ok(sizes[name] <= bytes, `${name}: ${sizes[name]} bytes, at most ${bytes}`);
  }
}

/** @param {string[]} conditions */
async function bundle(conditions) {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { verify } from "checkout-signature"; globalThis.paid = verify;',
      resolveDir: consumer,
    },
    bundle: true,
    minify: true,
    format: "esm",
    conditions,
    external: ["*.wasm?module"],
    write: false,
  });
  return outputFiles[0].contents;
}

test("the module", (t) => check(t, measure(module), MAX_BYTES.module));

test("the smallest app", async (t) => check(t, measure(await bundle([])), MAX_BYTES.app));

test("the smallest Worker", async (t) => {
  const script = measure(await bundle(["workerd"])).gzip;
  check(t, { gzip: script + measure(module).gzip }, MAX_BYTES.worker);
});

test("the tarball", (t) => {
  const { dependencies } = JSON.parse(readFileSync(path.join(consumer, "package.json"), "utf8"));
  const file = dependencies["checkout-signature"].replace(/^file:/, "");
  check(t, { raw: statSync(path.resolve(consumer, file)).size }, MAX_BYTES.tarball);
});
