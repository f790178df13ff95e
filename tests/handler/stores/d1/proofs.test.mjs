// The store under everything that happens to processes and to the database.

import { test } from "node:test";
import { onlyKills, testProofs } from "../lib/proofs.mjs";
import { inspect, prepare } from "./kind.mjs";
import { startServer } from "./server.mjs";

const server = await startServer({ after: (end) => test.after(end) });
await prepare(server.settings);
const kind = {
  kind: "d1",
  settings: server.settings,
  server,
  inspect,
  hasLease: true,
  options: { leaseMs: 3000 },
  brief: { leaseMs: 1000 },
};
testProofs(test, "D1, statements returned", async () => ({
  ...kind,
  client: "D1, statements returned",
  isAtomic: true,
}));
const run = { ...kind, client: "D1, statements run", isAtomic: false };
testProofs(test, "D1, statements run", async () => run, onlyKills);
