// SqliteStore alone: what it refuses, and connections that meet. In the runtimes that have a client.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { serverFolder } from "../lib/programs.mjs";
import { run, runtimes } from "./runtimes.mjs";

describe("SqliteStore alone", { concurrency: 5 }, () => {
  for (const [name, runtime] of Object.entries(runtimes)) {
    test(`${name}: SqliteStore alone`, { skip: runtime.missing }, async (t) => {
      const folder = serverFolder("sqlite");
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const outcome = JSON.parse(await run(runtime, "alone-run.mjs", [runtime.client, folder]));
      t.diagnostic(`${outcome.passed.length} checks: ${outcome.passed.join("; ")}`);
      assert.deepEqual(outcome.failures, []);
      assert.equal(path.isAbsolute(folder), true);
    });
  }
});
