// The stores of docs/stores.md, as they stand there, over a real PostgreSQL.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import makeKnex from "knex";
import pg from "pg";
import { testContract } from "../contract.mjs";
import { inspect } from "../postgres/kind.mjs";
import { missing, startServer } from "../postgres/server.mjs";
import { load, page } from "./samples.mjs";

const lasting = { after: (end) => test.after(end) };

if (missing) test("stores over your own transaction", { skip: missing });
else {
  const server = await startServer(lasting);
  const pool = new pg.Pool(server.settings);
  pool.on("error", () => {});
  await pool.query(/^```sql\n(.*?)^```$/ms.exec(page)[1]);
  await pool.query("CREATE TABLE orders (payment_id text NOT NULL, pid int NOT NULL)");
  const knex = makeKnex({ client: "pg", connection: server.settings, pool: { min: 0, max: 20 } });
  const database = await inspect(server.settings);
  for (const end of [() => knex.destroy(), () => pool.end(), () => database.close()]) test.after(end);

  const { drizzleStore } = await load(lasting, "Drizzle");
  const { knexStore } = await load(lasting, "Knex");
  const libraries = {
    Drizzle: {
      open: () => drizzleStore(drizzle(pool)),
      write: (transaction, row) => transaction.execute(sql`INSERT INTO orders VALUES (${row}, 0)`),
      fail: (transaction) => transaction.execute(sql`SELECT 1/0`),
    },
    Knex: {
      open: () => knexStore(knex),
      write: (transaction, row) => transaction("orders").insert({ payment_id: row, pid: 0 }),
      fail: (transaction) => transaction.raw("SELECT 1/0"),
      rejectsWithErrorsOnly: true,
    },
  };

  for (const [name, { open, write, fail, ...traits }] of Object.entries(libraries)) {
    testContract({ describe, test }, name, { write, remembersForEver: true, ...traits }, async () => {
      await pool.query("TRUNCATE checkout_deliveries");
      return {
        open: async () => open(),
        write: (_store, transaction, row) => write(transaction, row),
        count: async (row) => (await database.orders()).filter(([id]) => id === row).length,
      };
    });

    test(`${name}: an error that the work has caught undoes all, so it is not handled`, async () => {
      const store = open();
      const careless = store.once(`${name} careless`, async (transaction) => {
        await write(transaction, `${name} careless`);
        await fail(transaction).catch(() => {});
      });
      await assert.rejects(careless);
      assert.equal(await store.once(`${name} careless`, async () => {}), "handled");
    });
  }
}
