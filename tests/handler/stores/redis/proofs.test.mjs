// The store under everything that happens to processes and to the database.

import { test } from "node:test";
import { isWhole, onlyKills, testProofs } from "../lib/proofs.mjs";
import { connect, inspect } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

if (missing) test("proofs", { skip: missing });
else {
  const server = await startServer({ after: (end) => test.after(end) });
  const kind = {
    kind: "redis",
    settings: server.settings,
    server,
    inspect,
    isAtomic: false,
    hasLease: true,
    options: { leaseMs: 3000 },
    brief: { leaseMs: 1000 },
  };
  for (const client of Object.keys(connect)) {
    if (["redis 6", "ioredis 6"].includes(client))
      testProofs(test, client, async () => ({ ...kind, client }));
    else if (isWhole) testProofs(test, client, async () => ({ ...kind, client }), onlyKills);
  }
}
