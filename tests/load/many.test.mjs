// Nothing grows: a small form of `node --expose-gc benches/many.mjs`, which takes ten million by itself.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const many = fileURLToPath(new URL("../../benches/many.mjs", import.meta.url));
const entry = path.join(process.env.CONSUMER ?? "", "node_modules/checkout-signature/dist/index.js");

test("100,000 mixed verifications leave the memory of the module and of the process as it was", (t) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", many, entry, "--count", "100000"],
    { encoding: "utf8" },
  );
  t.diagnostic(stdout.trim().split("\n").at(-1));
  assert.equal(stderr, "");
  assert.equal(status, 0);
});
