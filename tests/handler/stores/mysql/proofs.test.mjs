// The store under everything that happens to processes and to the database.

import { test } from "node:test";
import { testProofs } from "../lib/proofs.mjs";
import { inspect, prepare } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

if (missing) test("proofs", { skip: missing });
else {
  const server = await startServer({ after: (end) => test.after(end) });
  await prepare(server.settings);
  const kind = { kind: "mysql", settings: server.settings, server, inspect, isAtomic: true };
  for (const client of ["mysql2/promise"]) {
    testProofs(test, client, async () => ({ ...kind, client }));
  }
}
