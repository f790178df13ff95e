// Bun: imported, required, and compiled into one executable.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { IMPORTED, REPORT, REQUIRED, result, run, SUBPATHS } from "../lib/exec.mjs";

// A require() that the compiler cannot see would look for node_modules where the executable stands.
const compiled = `
import * as pkg from "checkout-signature";
import otherCopy from "./node_modules/checkout-signature/dist/cjs/index.js";
import { check } from "./suite.js";
${SUBPATHS}
const outcome = await checkSubpaths(subpaths, check(pkg, otherCopy));
${REPORT}`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const folder = project("bun");
  const bun = tool("bun/bin/bun.exe");
  const script = async (name, source) => {
    writeFileSync(path.join(folder, name), source);
    return result(await run(bun, [name], { cwd: folder }));
  };
  yield {
    runtime: "Bun, import",
    version: version("bun"),
    ...(await attempt(() => script("imported.mjs", IMPORTED))),
  };
  yield {
    runtime: "Bun, require",
    version: version("bun"),
    ...(await attempt(() => script("required.cjs", REQUIRED))),
  };
  const executable = async () => {
    writeFileSync(path.join(folder, "compiled.mjs"), compiled);
    // Away from the project, so that no folder above it has a node_modules.
    const elsewhere = mkdtempSync(path.join(tmpdir(), "compiled-"));
    try {
      const file = path.join(elsewhere, "callback");
      await run(bun, ["build", "--compile", "compiled.mjs", "--outfile", file], { cwd: folder });
      return result(await run(file, [], { cwd: elsewhere }));
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  };
  yield { runtime: "Bun, compiled", version: version("bun"), ...(await attempt(executable)) };
}
