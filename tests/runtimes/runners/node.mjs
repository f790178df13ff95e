// Node: imported, required, and the ESM file required where Node can do that.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { IMPORTED, REPORT, REQUIRED, result, run } from "../lib/exec.mjs";

const requiredEsm = `
const pkg = require("./node_modules/checkout-signature/dist/index.js");
const { check } = require("./suite.cjs");
const outcome = check(pkg, require("checkout-signature"));
${REPORT}`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool }) {
  const folder = project("node");
  writeFileSync(path.join(folder, "imported.mjs"), IMPORTED);
  writeFileSync(path.join(folder, "required.cjs"), REQUIRED);
  writeFileSync(path.join(folder, "required-esm.cjs"), requiredEsm);
  for (const name of ["node20", "node22", "node24", "node26"]) {
    const node = tool(`${name}/bin/node`);
    const version = (await run(node, ["--version"])).trim().slice(1);
    const major = version.split(".")[0];
    const script = async (file) => result(await run(node, [path.join(folder, file)]));
    yield { runtime: `Node ${major}, import`, version, ...(await script("imported.mjs")) };
    yield { runtime: `Node ${major}, require`, version, ...(await script("required.cjs")) };
    // Node 20 has it since 20.17 behind a flag only.
    if (Number(major) >= 22)
      yield { runtime: `Node ${major}, require(esm)`, version, ...(await script("required-esm.cjs")) };
  }
}
