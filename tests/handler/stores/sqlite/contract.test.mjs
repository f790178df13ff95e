// The contract over a file of SQLite, with every client, in the runtimes that have it.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { serverFolder } from "../lib/programs.mjs";
import { run, runtimes } from "./runtimes.mjs";

// Most of the time they wait for what is forgotten after a second and a half.
describe("SqliteStore", { concurrency: 10 }, () => {
  for (const [name, runtime] of Object.entries(runtimes)) {
    for (const journal of ["wal", "delete"]) {
      test(`${name}, journal mode ${journal}: the contract`, { skip: runtime.missing }, async (t) => {
        const folder = serverFolder("sqlite");
        t.after(() => rmSync(folder, { recursive: true, force: true }));
        const args = [runtime.client, path.join(folder, "shop.db"), journal];
        const { passed, failures, version } = JSON.parse(await run(runtime, "contract-run.mjs", args));
        t.diagnostic(`${passed} cases, SQLite ${version}`);
        assert.deepEqual(failures, []);
        assert.ok(passed >= 10);
      });
    }
  }
});
