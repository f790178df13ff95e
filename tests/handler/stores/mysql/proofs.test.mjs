// The store under everything that happens to processes and to the database.

import { test } from "node:test";
import { isWhole, onlyKills, testProofs } from "../lib/proofs.mjs";
import { inspect, prepare } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

if (missing) test("proofs", { skip: missing });
else {
  const server = await startServer({ after: (end) => test.after(end) });
  await prepare(server.settings);
  const kind = { kind: "mysql", settings: server.settings, server, inspect, isAtomic: true };
  testProofs(test, "mysql2/promise", async () => ({ ...kind, client: "mysql2/promise" }));
  if (isWhole) testProofs(test, "mysql2", async () => ({ ...kind, client: "mysql2" }), onlyKills);
}
