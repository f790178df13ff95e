// What only the long forms need from npm, from a lock file of its own and without install scripts.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

export function installProofPackages() {
  const cwd = import.meta.dirname;
  if (existsSync(path.join(cwd, "node_modules"))) return;
  const options = ["--ignore-scripts", "--workspaces=false", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["ci", ...options], { cwd, stdio: "inherit" });
}
