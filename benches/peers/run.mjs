// Runs the comparison in every runtime that is installed here, and writes docs/performance.md's part and picture with --write.
//
// usage: node run.mjs <the repository> <the package's folder> [--write]

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { chromium, openPage } from "../../tests/runtimes/lib/browser.mjs";
import { writePage } from "../../tests/runtimes/lib/page.mjs";
import { draw } from "./draw.mjs";
import { writeTables } from "./tables.mjs";

const [repository, dist] = process.argv.slice(2, 4).map((argument) => path.resolve(argument));
const out = path.join(repository, "target/peers");
const script = path.join(out, "measure.mjs");

mkdirSync(out, { recursive: true });
/** @type {import("esbuild").BuildOptions} */
const common = { bundle: true, format: "esm", target: "es2022", logLevel: "warning" };
const inlined = { "checkout-signature": path.join(dist, "index.js") };
await build({
  ...common,
  entryPoints: [path.join(import.meta.dirname, "measure.mjs")],
  outfile: script,
  platform: "node",
  alias: inlined,
  // Packages that are CommonJS look for Node's own modules by require.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});

const modules = path.join(repository, "node_modules");
const node22 = path.join(modules, "node22/bin/node");
/** @type {[name: string, program: string, measure: (program: string) => unknown][]} */
const runtimes = [
  ["Node 20", path.join(modules, "node20/bin/node"), (node) => read(node, [script])],
  ["Node 26", path.join(modules, "node26/bin/node"), (node) => read(node, [script])],
  ["Bun", path.join(modules, "bun/bin/bun.exe"), (bun) => read(bun, [script])],
  [
    "Deno",
    path.join(modules, "deno/deno"),
    (deno) => read(deno, ["run", "--no-prompt", "--no-remote", "--no-lock", "--allow-env", script]),
  ],
  ["workerd", node22, measureInWorkerd],
  ["Chromium", "/usr/bin/chromium", measureInChromium],
];

function read(program, args) {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}

async function measureInWorkerd(node) {
  const worker = path.join(out, "worker.mjs");
  await build({
    ...common,
    entryPoints: [path.join(import.meta.dirname, "worker.mjs")],
    outfile: worker,
    platform: "node",
    conditions: ["workerd", "worker"],
    alias: { "checkout-signature": path.join(dist, "index.edge.js") },
    external: ["*.wasm?module"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire("file:///worker.mjs");',
    },
  });
  const driver = path.join(import.meta.dirname, "workerd.mjs");
  return read(node, [driver, worker, path.join(dist, "checkout_signature.wasm")]);
}

async function measureInChromium() {
  const folder = path.join(out, "page");
  mkdirSync(folder, { recursive: true });
  await build({
    ...common,
    entryPoints: [path.join(import.meta.dirname, "measure.mjs")],
    outfile: path.join(folder, "measure.js"),
    platform: "browser",
    alias: inlined,
    external: ["node:*", "stripe", "@hookflo/tern"],
  });
  writePage(folder, "measure.js");
  const { bodies, error } = await openPage(chromium, folder);
  if (error) throw new Error(error);
  return bodies;
}

const seen = [];
for (const [name, program, measure] of runtimes) {
  if (!existsSync(program)) {
    console.log(`SKIPPED  ${name}: not installed (${program})`);
    continue;
  }
  const bodies = await measure(program);
  seen.push({ runtime: name, bodies });
  print(name, bodies);
}
writeFileSync(path.join(out, "seen.json"), JSON.stringify(seen, undefined, 2));
if (process.argv.includes("--write")) {
  writeTables(path.join(repository, "docs/performance.md"), seen);
  draw(path.join(repository, "docs/performance.svg"), seen);
}

function print(name, bodies) {
  console.log(`\n${name}: µs for one callback, median (least, quartiles); times ours by the median`);
  for (const { body, bytes, jobs } of bodies) {
    console.log(`  ${body} (${bytes})`);
    for (const job of jobs) {
      const us = (/** @type {number} */ ns) => (ns / 1000).toFixed(2);
      const spread = `${us(job.least)}, ${us(job.quarter)}–${us(job.threeQuarters)}`;
      console.log(
        `    ${job.name.padEnd(28)}${us(job.median).padStart(10)}  (${spread})  ${(job.median / jobs[0].median).toFixed(2)}`,
      );
    }
  }
}
