// Where it cannot work, it says why.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../lib/exec.mjs";

const script = `
import { sign } from "checkout-signature";
let error;
try { sign("{}", { secret: "secret" }); } catch (caught) { error = caught; }
console.log(typeof WebAssembly, error?.constructor.name, error?.message ?? "nothing was thrown");`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool }) {
  const folder = project("without");
  writeFileSync(path.join(folder, "without.mjs"), script);
  const node = tool("node24/bin/node");
  const version = (await run(node, ["--version"])).trim().slice(1);
  const seen = await run(node, ["--jitless", path.join(folder, "without.mjs")]);
  const clear = /^undefined Error checkout-signature cannot compile .*node --jitless/.test(seen);
  yield {
    runtime: "Node 24 with --jitless",
    version,
    result: "cannot: there is no WebAssembly; a clear error on first use",
    passed: clear ? 1 : 0,
    failed: clear ? [] : [`saw: ${seen}`],
  };
}
