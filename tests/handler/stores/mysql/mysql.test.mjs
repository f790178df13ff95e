// MysqlStore alone: what it refuses, its names, its locks, and transactions that go wrong.

import assert from "node:assert/strict";
import net from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import mysql from "mysql2/promise";
import { mysql as exported } from "../lib/package.mjs";
import { inspect, prepare } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

const { MysqlStore } = exported;
const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";

test("what is not a pool, and options that cannot work, are refused at once", async () => {
  for (const none of [undefined, null, "mysql://127.0.0.1", {}, () => {}, { query() {}, execute() {} }]) {
    assert.throws(() => new MysqlStore(none), invalid);
  }
  const pool = mysql.createPool({});
  for (const name of ["", "a b", "a`b", "a.b", "1a", "é", "a;", "x".repeat(64), 1, null]) {
    for (const option of ["table", "schema"]) {
      assert.throws(() => new MysqlStore(pool, { [option]: name }), invalid, `${option} ${name}`);
    }
  }
  for (const options of [{ forgetAfterMs: 0 }, { forgetAfterMs: "1" }, { tabel: "x" }, null]) {
    assert.throws(() => new MysqlStore(pool, options), invalid, JSON.stringify(options));
  }
  await pool.end();
});

test("over a real MariaDB", { skip: missing }, async (t) => {
  const server = await startServer(t);
  await prepare(server.settings);
  const database = await inspect(server.settings);
  t.after(() => database.close());
  const open = (t, options, settings = {}) => {
    const pool = mysql.createPool({ ...server.settings, ...settings });
    t.after(() => pool.end());
    return { pool, store: new MysqlStore(pool, options) };
  };
  let keys = 0;
  const freshKey = () => `key${(keys += 1)}`;
  const notes = async (key) =>
    (await database.query("SELECT count(*) AS n FROM checkout_deliveries WHERE delivery_key = ?", [key]))[0]
      .n;

  await t.test("createTable in ten processes at once, in another database", async (t) => {
    await database.query("CREATE DATABASE IF NOT EXISTS other_shop");
    const shops = Array.from({ length: 10 }, () => open(t, { schema: "other_shop", table: "Select" }));
    const statements = await Promise.all(shops.map(({ store }) => store.createTable()));
    assert.match(statements[0], /^CREATE TABLE IF NOT EXISTS `other_shop`.`Select` \(/);
    assert.equal(await shops[0].store.once("key", async () => {}), "handled");
    assert.equal(await shops[1].store.once("key", async () => {}), "already-handled");
  });

  await t.test("the lock is given back in every way in which a payment can end", async (t) => {
    const { store, pool } = open(t, {}, { connectionLimit: 2 });
    const other = open(t, {}).store;
    const [handled, rejected] = [freshKey(), freshKey()];
    const error = new Error("no");
    for (let n = 0; n < 5; n += 1) {
      await store.once(handled, async () => {});
      await assert.rejects(
        store.once(rejected, () => Promise.reject(error)),
        (thrown) => thrown === error,
      );
    }
    assert.equal(await other.once(handled, async () => {}), "already-handled");
    assert.equal(await other.once(rejected, async () => {}), "handled");
    const [rows] = await pool.query(
      "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%GET_LOCK%' AND id <> connection_id()",
    );
    assert.equal(rows[0].n, 0);
  });

  await t.test("a deadlock that the work has caught undoes all, so it is not handled", async (t) => {
    const { store, pool } = open(t, {});
    await pool.query("CREATE TABLE accounts (id INT PRIMARY KEY, n INT NOT NULL) ENGINE = InnoDB");
    await pool.query("INSERT INTO accounts VALUES (1, 0), (2, 0)");
    const rival = await pool.getConnection();
    const key = freshKey();
    const add = (connection, id) => connection.query("UPDATE accounts SET n = n + 1 WHERE id = ?", [id]);
    let isVictim = false;
    const working = store.once(key, async (transaction) => {
      await add(transaction, 1);
      await rival.query("START TRANSACTION");
      // The one who has changed more rows is not chosen.
      await rival.query("INSERT INTO accounts SELECT seq, 0 FROM seq_10_to_200");
      await add(rival, 2);
      const waiting = add(rival, 1);
      await sleep(300);
      await add(transaction, 2).catch((error) => {
        isVictim = error.errno === 1213;
      });
      await waiting;
      await rival.query("ROLLBACK");
    });
    await assert.rejects(working, /undone the transaction/);
    rival.release();
    assert.ok(isVictim, "there was no deadlock");
    assert.equal(await notes(key), 0);
    assert.equal(await store.once(key, async () => {}), "handled");
  });

  await t.test("the connection is ended during the work: once rejects, and the process lives", async (t) => {
    const { store } = open(t, {});
    const key = freshKey();
    const working = store.once(key, async (transaction) => {
      await database.query("KILL ?", [transaction.threadId]);
      await sleep(200);
    });
    await assert.rejects(working);
    assert.equal(await notes(key), 0);
    // MariaDB closes the connection of a thread that is killed, and only then gives its locks back.
    let result = "in-progress";
    for (let tries = 0; result === "in-progress" && tries < 500; tries += 1) {
      await sleep(20);
      result = await store.once(key, async () => {});
    }
    assert.equal(result, "handled");
  });

  await t.test(
    "the server says that it closes the connection, and the network fails: the process lives",
    async (t) => {
      /** @type {any} */
      let socket;
      const connect = () => {
        socket = net.connect(server.settings.port, server.settings.host);
        return socket;
      };
      const { store, pool } = open(t, {}, { stream: connect });
      const key = freshKey();
      const says = Buffer.from("....\xff\xbf\x0f#HY000The client was disconnected", "latin1");
      says.writeUInt32LE(says.length - 4);
      const failed = Object.assign(new Error("read ETIMEDOUT"), { code: "ETIMEDOUT" });
      const working = store.once(key, async () => {
        socket.emit("data", says);
        socket.destroy(failed);
        await sleep(50);
      });
      await assert.rejects(working);
      assert.equal(await notes(key), 0);
      assert.equal(await store.once(key, async () => {}), "handled");
      // One listener for each time that a connection was lent would be a leak.
      const counts = [];
      for (let n = 0; n < 2; n += 1)
        await store.once(freshKey(), async ({ connection }) =>
          counts.push(connection.listenerCount("error")),
        );
      const lent = await pool.getConnection();
      counts.push(lent.connection.listenerCount("error") + 1);
      lent.release();
      assert.deepEqual(counts, [2, 2, 2]);
    },
  );

  await t.test("what a function that has thrown leaves running writes nothing", async (t) => {
    const { store } = open(t, {});
    const key = freshKey();
    const error = new Error("the warehouse is closed");
    const insert = { sql: "INSERT INTO orders (payment_id, pid) VALUES (?, 0)", values: [key] };
    const leftovers = {
      query: (transaction) => transaction.query(insert),
      execute: (transaction) => transaction.execute(insert),
      prepare: async (transaction) => (await transaction.prepare(insert.sql)).execute([key]),
    };
    for (const write of Object.values(leftovers)) {
      let leftover;
      const work = async (transaction) => {
        leftover = (async () => {
          for (let n = 0; n < 20; n += 1) await write(transaction);
        })();
        // Nobody waits for this one: its rejection must not end the process.
        setTimeout(() => transaction.query(insert));
        await Promise.all([leftover, Promise.reject(error)]);
      };
      await assert.rejects(store.once(key, work), (thrown) => thrown === error);
      await assert.rejects(leftover, /has thrown, so this transaction is over/);
      assert.equal((await database.orders()).filter(([id]) => id === key).length, 0);
    }
    assert.equal(await store.once(key, leftovers.query), "handled");
  });

  await t.test("the same key in another database is another payment", async (t) => {
    await database.query("CREATE DATABASE IF NOT EXISTS third_shop");
    const [one, other] = [open(t, {}).store, open(t, {}, { database: "third_shop" }).store];
    await other.createTable();
    const key = freshKey();
    const nested = async () => assert.equal(await other.once(key, async () => {}), "handled");
    assert.equal(await one.once(key, nested), "handled");
  });

  await t.test("without its table the store rejects, and names it", async (t) => {
    const { store } = open(t, { table: "absent" }, { connectionLimit: 1 });
    // Each with a key of its own: the first one's lock ends with its connection, a moment later.
    for (const key of ["key", "another"])
      await assert.rejects(
        store.once(key, () => assert.fail("must not run")),
        /absent/,
      );
  });
});
