// What only the long forms need from npm, from a lock file of its own and without install scripts.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const cwd = import.meta.dirname;
const LOCK = "package-lock.json";

export function installProofPackages() {
  if (isInstalled()) return;
  const options = ["--ignore-scripts", "--workspaces=false", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["ci", ...options], { cwd, stdio: "inherit" });
}

/** Whether what is there has the versions of today's lock file. */
function isInstalled() {
  const installed = path.join(cwd, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const versions = (file) =>
    Object.entries(JSON.parse(readFileSync(file, "utf8")).packages).map(([name, { version }]) => [
      name,
      version,
    ]);
  const has = new Map(/** @type {[string, string][]} */ (versions(installed)));
  return versions(path.join(cwd, LOCK)).every(
    ([name, version]) => name === "" || !has.has(name) || has.get(name) === version,
  );
}
