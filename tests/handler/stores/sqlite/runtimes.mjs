// The runtimes and clients of SQLite that the tests run with, each an npm package with its program.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const program = (name) => path.join(root, "node_modules", name);
const betterSqlite3 = path.resolve(root, process.env.BETTER_SQLITE3 ?? "target/better-sqlite3");

/** Why better-sqlite3 cannot be loaded, if so: it is compiled for one version of Node, which takes minutes. */
const betterSqlite3Missing = (() => {
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

/** What a script prints that runs in this runtime. */
export async function run({ file }, script, args) {
  const given = [fileURLToPath(new URL(script, import.meta.url)), ...args];
  const { stdout } = await promisify(execFile)(file, given, { env: environment, timeout: 300_000 });
  return stdout;
}
