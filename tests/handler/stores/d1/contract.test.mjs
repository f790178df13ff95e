// The contract in a Worker, with a real D1 database.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startServer } from "./server.mjs";

test("D1 in workerd: the contract", async (t) => {
  const server = await startServer(t);
  const response = await fetch(`${server.settings.url}/contract`, { method: "POST" });
  const { passed, failures } = await response.json();
  t.diagnostic(`${passed} cases`);
  assert.deepEqual(failures, []);
  assert.ok(passed >= 10);
});
