// Other realms: errors and inputs that come from another global object.

import { cpSync } from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { result, run } from "../lib/exec.mjs";

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool }) {
  const folder = project("realms");
  cpSync(path.join(import.meta.dirname, "../fixtures/realms.mjs"), path.join(folder, "realms.mjs"));
  const node = tool("node24/bin/node");
  const version = (await run(node, ["--version"])).trim().slice(1);
  const script = async () => result(await run(node, [path.join(folder, "realms.mjs")]));
  yield {
    runtime: "Node 24, another realm",
    version,
    result: "takes inputs and errors of other realms",
    ...(await attempt(script)),
  };
}
