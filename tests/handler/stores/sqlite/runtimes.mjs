// The runtimes and clients of SQLite that the tests run with, each an npm package with its program.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const program = (name) => path.join(root, "node_modules", name);
export const betterSqlite3 = process.env.BETTER_SQLITE3 ?? path.join(root, "target/better-sqlite3");

/** Why better-sqlite3 cannot be loaded, if so: it is compiled for one version of Node, which takes minutes. */
export const betterSqlite3Missing = (() => {
  try {
    new (createRequire(`${betterSqlite3}/`)("better-sqlite3"))(":memory:").close();
    return undefined;
  } catch (error) {
    return `better-sqlite3 is not installed in ${betterSqlite3}: ${error.message}`;
  }
})();

export const runtimes = {
  "Node 22, node:sqlite": { file: program("node22/bin/node"), client: "node:sqlite" },
  "Node 24, node:sqlite": { file: program("node24/bin/node"), client: "node:sqlite" },
  "Node 26, node:sqlite": { file: program("node26/bin/node"), client: "node:sqlite" },
  "Bun, bun:sqlite": { file: program(".bin/bun"), client: "bun:sqlite" },
  "better-sqlite3": { file: process.execPath, client: "better-sqlite3", missing: betterSqlite3Missing },
};

export const environment = { ...process.env, BETTER_SQLITE3: betterSqlite3, NODE_NO_WARNINGS: "1" };

export function run({ file }, script, args) {
  /** @type {import("node:child_process").ExecFileSyncOptionsWithStringEncoding} */
  const options = {
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 120_000,
  };
  return execFileSync(file, [fileURLToPath(new URL(script, import.meta.url)), ...args], options);
}
