// PostgresStore with the package `postgres` alone: savepoints, connections that end in them, and whose error comes out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { postgres as exported } from "../lib/package.mjs";
import { startDatabase } from "./fixture.mjs";
import { openShop } from "./kind.mjs";
import { missing } from "./server.mjs";

const { PostgresStore } = exported;

test("the package postgres over a real PostgreSQL", { skip: missing }, async (t) => {
  const { settings, database, freshKey } = await startDatabase(t);

  const scopes = {
    "during a statement of a savepoint": (sql) => sql.savepoint((saved) => saved`SELECT pg_sleep(5)`),
    "during a savepoint in a savepoint": (sql) =>
      sql.savepoint("outer", (saved) => saved.savepoint("inner", () => sleep(200))),
    "during a savepoint that is one statement": (sql) => sql.savepoint`SELECT pg_sleep(${5})`,
    "before a savepoint throws": (sql) =>
      sql.savepoint(() => sleep(200).then(() => Promise.reject(new Error("mine")))),
    "before a savepoint's next statement": (sql) =>
      sql.savepoint(async (saved) => {
        await sleep(200);
        await saved`SELECT 1`;
      }),
    "during a statement whose error is caught": (sql) => sql`SELECT pg_sleep(5)`.catch(() => {}),
    "before a statement is waited for that was made before": async (sql) => {
      const made = [sql`SELECT 1`, sql.unsafe("SELECT 2")];
      await sleep(200);
      await Promise.all(made);
    },
    "during a statement whose error is caught, and another comes": async (sql) => {
      await sql`SELECT pg_sleep(5)`.catch(() => {});
      await sql`SELECT 1`;
    },
    "during a savepoint whose error is caught, and another comes": async (sql) => {
      await sql.savepoint((saved) => saved.unsafe("SELECT pg_sleep(5)")).catch(() => {});
      await sql.savepoint(() => {});
    },
  };
  await t.test(
    "postgres: the connection is ended in a scope of the transaction",
    { concurrency: true },
    async (t) => {
      const tests = Object.entries(scopes).map(([when, work]) =>
        t.test(`${when}: once rejects, nothing is noted, and the process lives`, async (t) => {
          const { store, close } = await openShop("postgres", settings, {});
          t.after(close);
          const key = freshKey();
          let isWaiting = true;
          const working = store.once(key, async (sql) => {
            const [{ pid }] = await sql`SELECT pg_backend_pid() AS ${sql("pid")}`;
            setTimeout(() => database.query("SELECT pg_terminate_backend($1)", [pid]), 20);
            await work(sql).finally(() => {
              isWaiting = false;
            });
          });
          await assert.rejects(working, { code: "CONNECTION_CLOSED" });
          await sleep(300);
          assert.equal(isWaiting, false, "the function waits for ever");
          assert.equal(await store.once(key, async () => {}), "handled");
        }),
      );
      await Promise.all(tests);
    },
  );

  await t.test("postgres: savepoints do what the package's do", async (t) => {
    const { store, write, close } = await openShop("postgres", settings, {});
    t.after(close);
    const key = freshKey();
    const error = new Error("mine");
    const work = async (sql) => {
      assert.equal(await sql.savepoint(() => "given"), "given");
      await sql.savepoint("named", (saved) => write(saved, key));
      // Statements that are given are sent, as in the package itself.
      const [[one], [two]] = await sql.savepoint((saved) => [saved`SELECT 1 AS n`, saved`SELECT 2 AS n`]);
      assert.deepEqual([one, two], [{ n: 1 }, { n: 2 }]);
      const undone = sql.savepoint(async (saved) => {
        await write(saved, key);
        throw error;
      });
      await assert.rejects(undone, (thrown) => thrown === error);
      await assert.rejects(sql.savepoint`SELECT 1/${0}::int`, { code: "22012" });
      await sql.savepoint`INSERT INTO orders (payment_id, pid) VALUES (${key}, 0)`;
    };
    assert.equal(await store.once(key, work), "handled");
    assert.equal((await database.orders()).filter(([id]) => id === key).length, 2);
  });

  await t.test(
    "postgres: the rejection is the work's own, also where an earlier statement failed",
    async () => {
      const sql = postgres({ ...settings, onnotice() {} });
      const store = new PostgresStore(sql);
      const error = new Error("mine");
      const work = async (transaction) => {
        await transaction`SELECT 1/0`.catch(() => {});
        throw error;
      };
      await assert.rejects(store.once(freshKey(), work), (thrown) => thrown === error);
      await sql.end();
    },
  );
});
