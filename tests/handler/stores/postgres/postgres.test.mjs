// PostgresStore alone: what it refuses, its names, and transactions that go wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgres as exported } from "../lib/package.mjs";
import { startDatabase } from "./fixture.mjs";
import { openShop } from "./kind.mjs";
import { missing } from "./server.mjs";

const { PostgresStore } = exported;
/**
 * @param {unknown} error
 * @returns {error is TypeError}
 */
const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";

test("what is not a pool, and options that cannot work, are refused at once", () => {
  for (const none of [undefined, null, "postgres://127.0.0.1", {}, () => {}, { query() {} }, new Map()]) {
    assert.throws(() => new PostgresStore(none), invalid);
  }
  assert.throws(
    () => new PostgresStore(new pg.Client()),
    (error) => invalid(error) && /Pool/.test(error.message),
  );
  const pool = new pg.Pool();
  for (const name of ["", "a b", 'a"b', "a.b", "1a", "é", "a;", "x".repeat(64), 1, null]) {
    for (const option of ["table", "schema"]) {
      assert.throws(() => new PostgresStore(pool, { [option]: name }), invalid, `${option} ${name}`);
    }
  }
  for (const options of [
    { forgetAfterMs: 0 },
    { forgetAfterMs: 1.5 },
    { forgetAfterMs: "1; --" },
    { tabel: "x" },
    null,
  ]) {
    assert.throws(() => new PostgresStore(pool, options), invalid, JSON.stringify(options));
  }
});

test("over a real PostgreSQL", { skip: missing }, async (t) => {
  const { settings, database, freshKey } = await startDatabase(t);
  const noted = async (key) => {
    const pool = new pg.Pool(settings);
    const result = await new PostgresStore(pool)
      .once(key, () => Promise.reject(new Error("free")))
      .catch(() => "free");
    await pool.end();
    return result !== "free";
  };

  for (const client of ["pg", "postgres"]) {
    const open = async (t, options) => {
      const shop = await openShop(client, settings, options);
      t.after(shop.close);
      return shop;
    };

    await t.test(`${client}: createTable in ten processes at once, in a schema of its own`, async (t) => {
      const schema = `Shop_${client}`;
      await database.query(`CREATE SCHEMA "${schema}"`);
      const shops = await Promise.all(Array.from({ length: 10 }, () => open(t, { schema, table: "Select" })));
      const statements = await Promise.all(shops.map(({ store }) => store.createTable()));
      assert.deepEqual(new Set(statements), new Set([shops[0].store.createTableStatement]));
      assert.match(statements[0], /^CREATE TABLE IF NOT EXISTS "Shop_\w+"."Select" \(/);
      assert.equal(await shops[0].store.once("key", async () => {}), "handled");
      assert.equal(await shops[1].store.once("key", async () => {}), "already-handled");
    });

    await t.test(`${client}: two tables are two memories, and do not hold each other`, async (t) => {
      const [one, other] = [
        await open(t, { table: `one_${client}` }),
        await open(t, { table: `other_${client}` }),
      ];
      for (const { store } of [one, other]) await store.createTable();
      const nested = async () => assert.equal(await other.store.once("key", async () => {}), "handled");
      assert.equal(await one.store.once("key", nested), "handled");
    });

    await t.test(
      `${client}: an error that the work has caught undoes all, so it is not handled`,
      async (t) => {
        const { store, write } = await open(t);
        const key = freshKey();
        const careless = async (transaction) => {
          await write(transaction, key);
          await (transaction.query?.("SELECT 1/0") ?? transaction`SELECT 1/0`).catch(() => {});
        };
        await assert.rejects(store.once(key, careless));
        assert.equal((await database.orders()).filter(([id]) => id === key).length, 0);
        assert.equal(await noted(key), false);
        assert.equal(
          await store.once(key, async (transaction) => void (await write(transaction, key))),
          "handled",
        );
      },
    );

    for (const [when, after] of Object.entries({
      "during the work": async () => sleep(200),
      "during a statement": (transaction) =>
        transaction.query?.("SELECT pg_sleep(5)") ?? transaction`SELECT pg_sleep(5)`,
      "before another statement of the work": async (transaction, write) => {
        await sleep(200);
        await write(transaction, "after the end");
      },
    })) {
      await t.test(
        `${client}: the connection is ended ${when}: once rejects, and the process lives`,
        async (t) => {
          const { store, write } = await open(t, {});
          const key = freshKey();
          const own = "SELECT pg_backend_pid() AS pid";
          const working = store.once(key, async (transaction) => {
            await write(transaction, key);
            const rows = transaction.query
              ? (await transaction.query(own)).rows
              : await transaction.unsafe(own);
            setTimeout(() => database.query("SELECT pg_terminate_backend($1)", [rows[0].pid]), 20);
            await after(transaction, write);
          });
          await assert.rejects(working);
          assert.equal(await noted(key), false);
          // A connection that was opened again must not go on with what is over.
          for (let n = 0; n < 3; n += 1)
            assert.equal(await store.once(freshKey(), async () => {}), "handled");
          await sleep(300);
          const orders = (await database.orders()).map(([id]) => id);
          assert.ok(!orders.includes(key) && !orders.includes("after the end"));
          assert.equal(await store.once(key, async () => {}), "handled");
        },
      );
    }

    await t.test(`${client}: what a function that has thrown leaves running writes nothing`, async (t) => {
      const { store, write } = await open(t);
      const key = freshKey();
      const error = new Error("the warehouse is closed");
      let leftover;
      const work = async (transaction) => {
        leftover = (async () => {
          for (let n = 0; n < 20; n += 1) await write(transaction, key);
        })();
        // Nobody waits for this one: its rejection must not end the process.
        if (client === "pg") setTimeout(() => write(transaction, key));
        // A throw there would end the process.
        setTimeout(() => {
          write(transaction, key).then(
            () => assert.fail("written"),
            () => {},
          );
          if (client === "postgres") transaction.unsafe("SELECT 1").simple();
        }, 50);
        await Promise.all([leftover, Promise.reject(error)]);
      };
      await assert.rejects(store.once(key, work), (thrown) => thrown === error);
      await assert.rejects(leftover, /has thrown, so this transaction is over/);
      await sleep(100);
      assert.equal((await database.orders()).filter(([id]) => id === key).length, 0);
      assert.equal(await store.once(key, (transaction) => write(transaction, key)), "handled");
    });

    await t.test(
      `${client}: a database whose default is serializable or read-only changes nothing`,
      async (t) => {
        const modes = "default_transaction_isolation = 'serializable'";
        await database.query(`ALTER DATABASE postgres SET ${modes}`);
        await database.query("ALTER DATABASE postgres SET default_transaction_read_only = on");
        try {
          const { store } = await open(t);
          const key = freshKey();
          let runs = 0;
          const results = await Promise.all(
            Array.from({ length: 20 }, () => store.once(key, async () => (runs += 1))),
          );
          assert.equal(runs, 1);
          assert.equal(results.filter((result) => result === "handled").length, 1);
        } finally {
          await database.query("BEGIN READ WRITE; ALTER DATABASE postgres RESET ALL; COMMIT");
        }
      },
    );

    await t.test(
      `${client}: a transaction that waits at COMMIT for a deferred constraint fails as one`,
      async (t) => {
        await database.query(
          "CREATE TABLE IF NOT EXISTS deferred (id text, UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)",
        );
        const { store } = await open(t);
        const key = freshKey();
        const insert = "INSERT INTO deferred (id) VALUES ('same')";
        const work = async (transaction) => {
          for (const _ of [1, 2]) await (transaction.query?.(insert) ?? transaction.unsafe(insert));
        };
        await assert.rejects(store.once(key, work), { code: "23505" });
        assert.equal(await noted(key), false);
      },
    );

    await t.test(`${client}: without its table the store rejects, and names it`, async (t) => {
      const { store } = await open(t, { table: "absent" });
      await assert.rejects(
        store.once("key", () => assert.fail("must not run")),
        /absent/,
      );
    });
  }

  await t.test("pg: a proxy that loses prepared statements costs one more try, and no payment", async () => {
    const pool = new pg.Pool({ ...settings, max: 1 });
    const store = new PostgresStore(pool);
    const statements = async () => (await pool.query("SELECT name FROM pg_prepared_statements")).rows.length;
    assert.equal(await store.once(freshKey(), async () => {}), "handled");
    assert.equal(await statements(), 1);
    await pool.query("DEALLOCATE ALL");
    const key = freshKey();
    let runs = 0;
    assert.equal(await store.once(key, async () => (runs += 1)), "handled");
    assert.equal(await store.once(key, () => assert.fail("twice")), "already-handled");
    assert.deepEqual([runs, await statements()], [1, 0]);
    // Two deliveries at once, on two connections that have lost it.
    const pair = new pg.Pool({ ...settings, max: 2 });
    const both = new PostgresStore(pair);
    const meet = () => Promise.all([1, 2].map(() => both.once(freshKey(), () => sleep(50))));
    assert.deepEqual(await meet(), ["handled", "handled"]);
    const clients = await Promise.all([pair.connect(), pair.connect()]);
    for (const client of clients) {
      await client.query("DEALLOCATE ALL");
      client.release();
    }
    assert.deepEqual(await meet(), ["handled", "handled"]);
    await pair.end();
    // The same error of the work itself is the work's: it is not run again.
    const other = new PostgresStore(pool);
    const executing = (transaction) => {
      runs += 1;
      return transaction.query("EXECUTE nothing");
    };
    await assert.rejects(other.once(freshKey(), executing), { code: "26000" });
    assert.equal(runs, 2);
    await pool.end();
  });

  await t.test("pg: a store for each delivery prepares one statement, as a store for all does", async () => {
    const pool = new pg.Pool({ ...settings, max: 1 });
    for (let n = 0; n < 3; n += 1)
      assert.equal(await new PostgresStore(pool).once(freshKey(), async () => {}), "handled");
    const { rows } = await pool.query("SELECT name FROM pg_prepared_statements");
    assert.equal(rows.length, 1);
    await pool.end();
  });

  await t.test("pg: no connection stays lent, whatever happened", async () => {
    const pool = new pg.Pool({ ...settings, max: 2 });
    const store = new PostgresStore(pool);
    for (let n = 0; n < 10; n += 1) {
      await store.once(freshKey(), async () => {});
      await assert.rejects(store.once(freshKey(), () => Promise.reject(new Error("no"))));
      await assert.rejects(store.once(freshKey(), (client) => client.query("SELECT 1/0")));
    }
    assert.equal(pool.idleCount, pool.totalCount);
    await pool.end();
  });
});
