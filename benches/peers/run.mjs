// Runs the comparison in every runtime that is installed here, and writes docs/performance.md's part and picture with --write.
//
// usage: node run.mjs <the repository> <the package's folder> [--write]

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { draw } from "./draw.mjs";
import { writeTables } from "./tables.mjs";

const [repository, dist] = process.argv.slice(2, 4).map((argument) => path.resolve(argument));
const out = path.join(repository, "target/peers");
const script = path.join(out, "measure.mjs");

mkdirSync(out, { recursive: true });
await build({
  entryPoints: [path.join(import.meta.dirname, "measure.mjs")],
  outfile: script,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  alias: { "checkout-signature": path.join(dist, "index.js") },
  // Packages that are CommonJS look for Node's own modules by require.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});

const modules = path.join(repository, "node_modules");
/** @type {[name: string, program: string, args: string[]][]} */
const runtimes = [
  ["Node 20", path.join(modules, "node20/bin/node"), [script]],
  ["Node 26", path.join(modules, "node26/bin/node"), [script]],
  ["Bun", path.join(modules, "bun/bin/bun.exe"), [script]],
  [
    "Deno",
    path.join(modules, "deno/deno"),
    ["run", "--no-prompt", "--no-remote", "--no-lock", "--allow-env", script],
  ],
];

const seen = [];
for (const [name, program, args] of runtimes) {
  if (!existsSync(program)) {
    console.log(`SKIPPED  ${name}: not installed (${program})`);
    continue;
  }
  const bodies = JSON.parse(
    execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }),
  );
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
