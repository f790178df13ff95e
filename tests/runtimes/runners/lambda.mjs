// AWS Lambda: handlers for API Gateway's events, under the versions of Node that Lambda offers.

import { cpSync } from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { result, run } from "../lib/exec.mjs";

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool }) {
  const folder = project("lambda");
  cpSync(path.join(import.meta.dirname, "../fixtures/lambda"), folder, { recursive: true });
  for (const major of [22, 24]) {
    const node = tool(`node${major}/bin/node`);
    const version = (await run(node, ["--version"])).trim().slice(1);
    const invoke = async () =>
      result(
        await run(node, ["invoke.mjs"], {
          cwd: folder,
          env: { CHECKOUT_SECRET: "correct horse battery staple" },
        }),
      );
    yield {
      runtime: `AWS Lambda, Node ${major} handler`,
      version,
      result: "the whole suite, and API Gateway's events",
      ...(await attempt(invoke)),
    };
  }
}
