// Runs the checks of SqliteStore in the runtime that started it, and prints the outcome as JSON.
//
// usage: alone-run.mjs <client> <folder>

import assert from "node:assert/strict";
import path from "node:path";
import { sqlite } from "../lib/package.mjs";
import { connect, openShop, prepareWith } from "./kind.mjs";

const { SqliteStore } = sqlite;
const [name, folder] = process.argv.slice(2);
const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const never = () => assert.fail("this work must not run");
const count = (database, id) =>
  Number(database.prepare("SELECT count(*) AS n FROM orders WHERE payment_id = ?").get(id).n);

const checks = {
  async "what is not a database, and wrong options, are refused at once"() {
    for (const none of [undefined, null, "shop.db", {}, () => {}, new Map()]) {
      assert.throws(() => new SqliteStore(none), invalid);
    }
    const database = await connect(name, { file: ":memory:" });
    for (const table of ["", "a b", 'a"b', "a.b", "1a", "x".repeat(64), 1, null]) {
      assert.throws(() => new SqliteStore(database, { table }), invalid);
      assert.throws(() => new SqliteStore(database, { schema: table }), invalid);
    }
    for (const options of [
      { forgetAfterMs: 0 },
      { busyTimeoutMs: 0 },
      { busyTimeoutMs: "1" },
      { tabel: "x" },
      null,
    ]) {
      assert.throws(() => new SqliteStore(database, options), invalid);
    }
  },

  async "two stores on one connection take turns, and undo nothing of each other"(settings) {
    const { store, write, client } = await openShop(name, settings, {});
    const other = new SqliteStore(client);
    const failing = store.once("fails", async (transaction) => {
      await write(transaction, "fails");
      await sleep(30);
      throw new Error("no");
    });
    const working = other.once("works", async (transaction) => write(transaction, "works"));
    await assert.rejects(failing, /no/);
    assert.equal(await working, "handled");
    assert.deepEqual([count(client, "fails"), count(client, "works")], [0, 1]);
  },

  async "two connections of one process do not hold it while one waits for the other"(settings) {
    const [one, other] = [await openShop(name, settings, {}), await openShop(name, settings, {})];
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 10);
    const first = one.store.once("slow", () => sleep(500));
    const second = other.store.once("waits", async () => {});
    assert.deepEqual(await Promise.all([first, second]), ["handled", "handled"]);
    clearInterval(clock);
    assert.ok(ticks > 10, `the process stood still: ${ticks} ticks`);
    assert.equal(other.client.prepare("PRAGMA busy_timeout").get().timeout, 5000, "the client's own setting");
  },

  async "a writer that takes too long: in progress, and nothing runs"(settings) {
    const [one, other] = [
      await openShop(name, settings, {}),
      await openShop(name, settings, { busyTimeoutMs: 50 }),
    ];
    one.client.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    assert.equal(await other.store.once("busy", never), "in-progress");
    assert.ok(performance.now() - began < 2000);
    one.client.exec("ROLLBACK");
    assert.equal(await other.store.once("busy", async () => {}), "handled");
  },

  async "SQLite has undone the transaction, and the work has caught the error: not handled"(settings) {
    const { store, client, write } = await openShop(name, settings, {});
    client.exec("CREATE TABLE IF NOT EXISTS strict_ids (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK)");
    client.exec("INSERT INTO strict_ids VALUES (1)");
    const careless = store.once("undone", async (transaction) => {
      await write(transaction, "undone");
      try {
        transaction.exec("INSERT INTO strict_ids VALUES (1)");
      } catch {
        // As careless programs do.
      }
    });
    await assert.rejects(careless, /undone the transaction/);
    assert.equal(count(client, "undone"), 0);
    assert.equal(await store.once("undone", async () => {}), "handled");
  },

  async "a connection that is inside a transaction already: once rejects, and undoes nothing of it"(
    settings,
  ) {
    const { store, client } = await openShop(name, settings, {});
    client.exec("BEGIN");
    client.exec("INSERT INTO orders VALUES ('mine', 1)");
    await assert.rejects(store.once("nested", never), /transaction/);
    client.exec("COMMIT");
    assert.equal(count(client, "mine"), 1);
    assert.equal(await store.once("nested", async () => {}), "handled");
  },

  async "rows that are still read when the work throws: the transaction ends all the same, with the next payment"(
    settings,
  ) {
    const { store, client, write } = await openShop(name, settings, {});
    for (const id of ["one", "two"]) await write(client, id);
    let rows;
    const reading = store.once("reads", async (transaction) => {
      await write(transaction, "reads");
      rows = transaction.prepare("SELECT payment_id FROM orders").iterate();
      rows.next();
      throw new Error("mine");
    });
    await assert.rejects(reading, /mine/);
    // better-sqlite3 runs nothing else until then.
    rows.return();
    assert.equal(
      await store.once("another", async (transaction) => write(transaction, "another")),
      "handled",
    );
    assert.equal(await store.once("reads", async () => {}), "handled");
    assert.deepEqual([count(client, "reads"), count(client, "another")], [0, 1]);
  },

  async "the work closes the database: what it threw comes out"(settings) {
    const { store, client } = await openShop(name, settings, {});
    const error = new Error("mine");
    const work = async () => {
      client.close();
      throw error;
    };
    await assert.rejects(store.once("closed", work), (thrown) => thrown === error);
    await assert.rejects(store.once("closed", never), /clos|not open/);
  },

  async "without its table the store rejects, and names it"(settings) {
    const { store } = await openShop(name, settings, { table: "absent" });
    await assert.rejects(store.once("key", never), /absent/);
  },

  async "an attached database is a schema"(settings) {
    const { store, client } = await openShop(name, settings, { schema: "archive" });
    client.exec(`ATTACH ':memory:' AS archive`);
    assert.match(await store.createTable(), /"archive"."checkout_deliveries"/);
    assert.equal(await store.once("key", async () => {}), "handled");
    assert.equal(await store.once("key", never), "already-handled");
  },
};

const outcome = { passed: [], failures: [] };
for (const [n, [title, check]] of Object.entries(checks).entries()) {
  const settings = { file: path.join(folder, `${n}.db`) };
  await prepareWith(name, settings);
  try {
    await check(settings);
    outcome.passed.push(title);
  } catch (error) {
    outcome.failures.push({ title, error: String(error?.stack ?? error) });
  }
}
console.log(JSON.stringify(outcome));
process.exit(0);
