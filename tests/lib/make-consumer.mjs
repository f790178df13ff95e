// Makes a project of a user's: an empty folder in which the packed tarball is installed.
//
// usage: node make-consumer.mjs <tarball> <folder>

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const [tarball, folder] = process.argv.slice(2).map((argument) => path.resolve(argument));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "package.json"), '{ "name": "consumer", "private": true }\n');
execFileSync(
  "npm",
  ["install", "--offline", "--no-update-notifier", "--no-audit", "--no-fund", "--loglevel=error", tarball],
  { cwd: folder, stdio: "inherit" },
);
writeFileSync(
  path.join(folder, "both.mjs"),
  `
import { createRequire } from "node:module";
export * as imported from "checkout-signature";
export * as handler from "checkout-signature/handler";
export * as redis from "checkout-signature/redis";
export * as postgres from "checkout-signature/postgres";
export * as mysql from "checkout-signature/mysql";
export * as sqlite from "checkout-signature/sqlite";
export * as d1 from "checkout-signature/d1";
export * as explain from "checkout-signature/explain";
export * as sandbox from "checkout-signature/sandbox";
export const required = createRequire(import.meta.url)("checkout-signature");
`,
);
