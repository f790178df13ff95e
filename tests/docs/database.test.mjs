// The README's sample with PostgreSQL, as it stands there, over a real server.

import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { missing, startServer } from "../handler/stores/postgres/server.mjs";
import { consumer } from "../lib/consumer.mjs";
import { repository } from "./pages.mjs";

const secret = "a secret key of the test's";
const session = "4e0d7dd3c12441fba02981f60732a13f";
const paymentId = "e7dbc6b9fc2542c69eb53f9e9b978294";

test("the README's sample with a database writes the order once", {
  skip: missing,
  timeout: 60_000,
}, async (t) => {
  const readme = readFileSync(path.join(repository, "README.md"), "utf8");
  const [, code] = /^```js not-run\n(.*?PostgresStore.*?)^```$/ms.exec(readme);
  const file = path.join(consumer, "readme-database.mjs");
  writeFileSync(file, code);
  const installed = path.join(consumer, "node_modules/pg");
  if (!existsSync(installed)) symlinkSync(path.join(repository, "node_modules/pg"), installed, "junction");

  const { settings } = await startServer(t);
  const { host, port, user, database } = settings;
  Object.assign(process.env, { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database });
  process.env.CHECKOUT_SECRET = secret;
  const client = new pg.Client(settings);
  // It outlives the server.
  client.on("error", () => {});
  await client.connect();
  t.after(() => client.end());
  await client.query("CREATE TABLE orders (session text PRIMARY KEY, amount int NOT NULL, paid_by text)");
  await client.query("INSERT INTO orders VALUES ($1, 2000, NULL)", [session]);

  for (const name of /** @type {const} */ (["warn", "error"])) t.mock.method(console, name, () => {});
  const { handler } = await import(pathToFileURL(file).href);
  const { imported } = await import(pathToFileURL(path.join(consumer, "both.mjs")).href);
  const post = async (amount, sessionId = session) => {
    const body = JSON.stringify({ type: "payment-authorized", payload: { amount, paymentId, sessionId } });
    const headers = { Authorization: imported.sign(body, { secret }) };
    return (await handler(new Request("https://shop.test/callback", { method: "POST", body, headers })))
      .status;
  };
  assert.deepEqual([await post(1), await post(2000, paymentId)], [409, 409]);
  assert.deepEqual([await post(2000), await post(2000)], [200, 200]);
  const { rows } = await client.query("SELECT paid_by FROM orders");
  assert.deepEqual(rows, [{ paid_by: paymentId }]);
});
