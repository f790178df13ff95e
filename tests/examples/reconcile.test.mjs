// The nightly job as it stands: an endpoint that was down for 24 hours, and a customer who has paid all the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../runtimes/lib/exec.mjs";
import { goToPay } from "./lib/customer.mjs";
import { postgres } from "./lib/databases.mjs";
import { installed, sandbox } from "./lib/places.mjs";
import { openShop, secret } from "./lib/shop.mjs";

const DAY_MS = 24 * 60 * 60 * 1000;
const API_KEY = "sandbox-api-key";

/** A project with the endpoint and the job in it. */
const example = {
  name: "reconcile",
  files: ["express.mjs", "reconcile.mjs"],
  packages: ["express", "pg"].map(installed),
  command: () => [process.execPath, "express.mjs"],
  get: 404,
  database: postgres("express.mjs"),
};

test("a payment whose callback never came is handled by the nightly job, once", {
  timeout: 120_000,
}, async (t) => {
  const opened = await openShop(t, example);
  if (!opened) return;
  const { database, open, folder } = opened;
  const api = sandbox.createSandbox({ secret, speed: 0 });
  t.after(() => api.close());
  const address = await serveSandbox(t, api);
  const shop = await open();
  const paid = await goToPay(api, shop.url);
  const other = await goToPay(api, shop.url, 3000);
  await database.note({ sessionId: paid.sessionId, amount: 2000 });
  await database.note({ sessionId: other.sessionId, amount: 3000 });

  await shop.close();
  await paid.approve();
  await api.advance(DAY_MS + 1);
  assert.equal(paid.delivery().state, "given-up");
  assert.deepEqual(await database.paid(), []);

  const env = {
    ...database.env,
    CHECKOUT_SECRET: secret,
    CHECKOUT_API: address,
    CHECKOUT_MERCHANT: "1001",
    CHECKOUT_API_KEY: API_KEY,
  };
  const job = () => run(process.execPath, ["reconcile.mjs"], { cwd: folder, env });
  assert.match(await job(), new RegExp(`^${paid.paymentId}: handled: `));
  assert.deepEqual(await database.paid(), [paid.paymentId]);
  // The next night: the order is paid, and the one that nobody has paid for stays open.
  assert.equal(await job(), "");

  const late = await open();
  const { method, headers, body } = paid.delivery().request;
  const response = await fetch(late.url, { method, headers, body });
  assert.deepEqual([response.status, await database.paid()], [200, [paid.paymentId]]);
});

/** The sandbox where another process reaches it. */
async function serveSandbox(t, api) {
  const { createServer } = await import("node:http");
  const { getRequestListener } = await import("@hono/node-server");
  const server = createServer(getRequestListener(api)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
