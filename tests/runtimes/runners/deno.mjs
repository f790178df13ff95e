// Deno, with no permission given: the package reads no file, no variable and no network.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { REPORT, result, run, SUBPATHS } from "../lib/exec.mjs";

const permissions = `
for (const name of ["env", "ffi", "net", "read", "run", "sys", "write"]) {
  if (Deno.permissions.querySync({ name }).state === "granted") outcome.failed.push(\`the permission "\${name}" was given\`);
}
${REPORT}`;

// Modules may require() packages only with leave to read, so the other copy is imported by its path.
const imported = `
import * as pkg from "checkout-signature";
import otherCopy from "./node_modules/checkout-signature/dist/cjs/index.js";
import { check } from "./suite.js";
${SUBPATHS}
const outcome = await checkSubpaths(subpaths, check(pkg, otherCopy));
${permissions}`;

// In a CommonJS script Deno's import() gives the CommonJS copy, whose names it then has to find.
const required = `
const pkg = require("checkout-signature");
Promise.all([
  import("checkout-signature"),
  import("./node_modules/checkout-signature/dist/index.js"),
  import("./suite.js"),
]).then(([{ verify }, otherCopy, { check }]) => {
  const outcome = check(pkg, otherCopy);
  if (typeof verify !== "function") outcome.failed.push("import() does not find the names of the CommonJS copy");
  ${permissions}
});`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const folder = project("deno");
  const args = [
    "run",
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--no-lock",
    "--node-modules-dir=manual",
  ];
  const env = { DENO_DIR: path.join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const script = async (name, source) => {
    writeFileSync(path.join(folder, name), source);
    return result(await run(tool("deno/deno"), [...args, name], { cwd: folder, env }));
  };
  const tried = { version: version("deno"), result: "the whole suite, with no permission" };
  yield { runtime: "Deno, import", ...tried, ...(await attempt(() => script("imported.mjs", imported))) };
  yield { runtime: "Deno, require", ...tried, ...(await attempt(() => script("required.cjs", required))) };
}
