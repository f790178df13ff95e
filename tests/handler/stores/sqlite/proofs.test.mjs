// The store under everything that happens to processes; there is no server that could go away.

import { rmSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { serverFolder } from "../lib/programs.mjs";
import { isWhole, onlyKills, testProofs } from "../lib/proofs.mjs";
import { environment, run, runtimes } from "./runtimes.mjs";

const needNoServer = { only: /disorder|random process|dies/ };

const inGate = ["Node 24, node:sqlite", "better-sqlite3"];
for (const [name, runtime] of Object.entries(runtimes)) {
  if (!isWhole && !inGate.includes(name)) continue;
  if (runtime.missing) {
    test(name, { skip: runtime.missing });
    continue;
  }
  testProofs(
    test,
    name,
    async (t) => {
      const folder = serverFolder("sqlite");
      t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      const settings = { file: path.join(folder, "shop.db") };
      const ask = async (what) =>
        JSON.parse(await run(runtime, "inspect-run.mjs", [runtime.client, settings.file, what]));
      await ask("prepare");
      return {
        kind: "sqlite",
        client: runtime.client,
        settings,
        runtime: { file: runtime.file, env: environment },
        isAtomic: true,
        // One writer, and a slow machine: better to wait than to be asked again.
        options: { busyTimeoutMs: 5000 },
        brief: { busyTimeoutMs: 1000 },
        inspect: async () => ({
          orders: async () => ask("orders"),
          notes: async () => ask("notes"),
          close: async () => {},
        }),
      };
    },
    inGate.includes(name) ? needNoServer : onlyKills,
  );
}
