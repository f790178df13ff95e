// What databases say seldom, by clients that say it at once: the stores of SQL, and D1's.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { d1, mysql, postgres, redis, sqlite } from "../lib/package.mjs";

const KEY = "payment-authorized:0123456789abcdef0123456789abcdef";
const invalid = { name: "TypeError", code: "invalid-option" };
const failing = (properties, message = "the database is down") =>
  Object.assign(new Error(message), properties);

// ── D1 ──

/** A database whose batches a test answers; each statement shows its SQL and its values. */
function makeD1(answer) {
  const statement = (sql, values = []) => ({
    sql,
    values,
    bind: (...bound) => statement(sql, bound),
    run: async () => (await database.batch([statement(sql, values)]))[0],
    raw: async () => [],
  });
  const batches = [];
  const database = {
    prepare: (sql) => statement(sql),
    batch: async (statements) => {
      batches.push(statements);
      return answer(statements, batches.length);
    },
  };
  return { database, batches };
}

/** Answers a claim as the database does, and a note with `note`. */
const d1Answers = (note) => (statements) => {
  const [{ sql, values }] = statements;
  if (/ON CONFLICT/.test(sql)) return [{ results: [] }, { results: [{ token: values[1] }] }];
  if (/DELETE/.test(sql)) return [{ results: [], meta: {} }];
  return note(statements);
};

test("what is not a D1 database is refused when the store is made", () => {
  for (const database of [undefined, null, "DB", {}, { prepare() {} }, { batch() {} }]) {
    assert.throws(() => new d1.D1Store(/** @type {any} */ (database)), invalid);
  }
});

test("D1: the statements that the work returned are in one batch with the note, one or an array", async () => {
  for (const isArray of [false, true]) {
    const { database, batches } = makeD1(d1Answers(() => []));
    const store = new d1.D1Store(database, { table: "notes", forgetAfterMs: 7000 });
    const order = database.prepare("UPDATE orders").bind(1);
    assert.equal(await store.once(KEY, async () => (isArray ? [order, order] : order)), "handled");
    const [guard, ...rest] = batches.at(-1).map(({ sql }) => sql);
    assert.match(guard, /INSERT INTO "notes".*NULL\s+WHERE NOT EXISTS/);
    assert.deepEqual(rest.slice(0, -1), Array(isArray ? 2 : 1).fill("UPDATE orders"));
    assert.match(rest.at(-1), /UPDATE "notes" SET token = NULL/);
    assert.deepEqual(batches.at(-1).at(-1).values, [KEY, 7000]);
  }
  for (const returned of [undefined, "paid", [], ["a row"], { run() {} }]) {
    const { database, batches } = makeD1(d1Answers(() => []));
    assert.equal(await new d1.D1Store(database).once(KEY, async () => returned), "handled");
    assert.equal(batches.at(-1).length, 2);
  }
});

test("D1: an array of which some are statements is refused, and nothing is noted", async () => {
  const { database, batches } = makeD1(d1Answers(() => assert.fail("nothing is noted")));
  const mixed = async () => [database.prepare("UPDATE orders"), undefined];
  await assert.rejects(
    new d1.D1Store(database).once(KEY, mixed),
    /some are statements of D1 and some are not/,
  );
  assert.equal(batches.length, 1);
});

test("D1: the claim is another's: lease-lost; statements that fail give it back, and without any it is kept", async () => {
  const guard = failing({}, "D1_ERROR: NOT NULL constraint failed: notes.expires_at: SQLITE_CONSTRAINT");
  const outcome = async (error, returned) => {
    const { database, batches } = makeD1(d1Answers(() => Promise.reject(error)));
    const store = new d1.D1Store(database, { table: "notes" });
    const work = async () => (returned ? database.prepare("UPDATE orders") : undefined);
    const thrown = await store.once(KEY, work).catch((reason) => reason);
    return [thrown, batches.slice(2).map(([{ sql }]) => /DELETE/.test(sql))];
  };
  const [lost, released] = await outcome(guard, true);
  assert.deepEqual([lost.code, released], ["lease-lost", []]);
  const other = failing({}, "NOT NULL constraint failed: orders.expires_at");
  assert.deepEqual(await outcome(other, true), [other, [true]]);
  assert.deepEqual(await outcome(other, false), [other, []]);
});

test("D1: a claim is ours, another's or a note; what is not there counts as another's", async () => {
  for (const [results, expected] of [
    [[{ token: "another" }], "in-progress"],
    [[{ token: null }], "already-handled"],
    [[], "in-progress"],
  ]) {
    const { database } = makeD1(() => [{ results: [] }, { results }]);
    const work = () => assert.fail("this work must not run");
    assert.equal(await new d1.D1Store(database).once(KEY, work), expected);
  }
});

test("D1: a lease is renewed while it is ours", async () => {
  const renewals = [];
  const { database } = makeD1((statements) => {
    if (!/RETURNING/.test(statements[0].sql)) return d1Answers(() => [])(statements);
    renewals.push(statements[0].values);
    return [{ results: renewals.length === 1 ? [{ 1: 1 }] : [] }];
  });
  const store = new d1.D1Store(database, { leaseMs: 1000 });
  const work = (_, signal) => new Promise((resolve) => signal.addEventListener("abort", resolve));
  await assert.rejects(store.once(KEY, work), { code: "lease-lost" });
  assert.equal(renewals.length, 2);
  assert.deepEqual([renewals[0][0], renewals[0][2]], [KEY, 1000]);
});

test("D1: deleteForgotten gives how many rows went, and 0 where the database does not say", async () => {
  for (const [meta, count] of [
    [{ changes: 3 }, 3],
    [{}, 0],
  ]) {
    const { database, batches } = makeD1(() => [{ results: [], meta }]);
    assert.equal(await new d1.D1Store(database).deleteForgotten(), count);
    assert.match(batches[0][0].sql, /^DELETE FROM "checkout_deliveries" WHERE expires_at <= /);
  }
});

test("a key is written as it is, or as its SHA-256 where a database may hold it for another", async () => {
  const write = async (key) => {
    const { database, batches } = makeD1(d1Answers(() => []));
    assert.equal(await new d1.D1Store(database).once(key, async () => {}), "handled");
    return batches[0][0].values[0];
  };
  for (const key of [KEY, "x".repeat(191), "!~", "no-sha256:"]) {
    assert.equal(await write(key), key);
  }
  const others = ["", "x".repeat(192), "a b", "é", "é-plain", "plain-é", "plain\n", "\u007f", "sha256:00"];
  for (const key of others) {
    assert.equal(await write(key), `sha256:${createHash("sha256").update(key).digest("hex")}`, key);
  }
});

test("a table's name that is not safe in a statement, and times that no store can keep, are refused", () => {
  const { database } = makeD1(() => assert.fail("it was asked"));
  const make = (options) => new d1.D1Store(database, options);
  for (const table of ["A_1", "_", "x".repeat(63)]) make({ table });
  const unsafe = ["", "1a", "-a", 'a"', "a b", "a;", "é", "x".repeat(64), "a\n", 7, null, ["notes"]];
  for (const table of unsafe) assert.throws(() => make({ table }), invalid, String(table));
  for (const leaseMs of [100, 2 ** 31 - 1]) make({ leaseMs });
  for (const leaseMs of [99, 2 ** 31, 100.5, -1000, NaN, Infinity, "1000", null, [1000]]) {
    assert.throws(() => make({ leaseMs }), invalid, String(leaseMs));
    assert.throws(() => new redis.RedisStore(async () => "", { leaseMs }), invalid, String(leaseMs));
  }
  make({ forgetAfterMs: 1 });
  for (const forgetAfterMs of [0, -1, 1.5, NaN, Infinity, 2 ** 53, "1000", null]) {
    assert.throws(() => make({ forgetAfterMs }), invalid, String(forgetAfterMs));
  }
});

// ── SQL ──

test("a store that remembers for ever has nothing to delete, and asks nothing", async () => {
  const ask = () => assert.fail("it was asked");
  const pool = { connect: ask, query: ask, totalCount: 0 };
  assert.equal(await new postgres.PostgresStore(pool).deleteForgotten(), 0);
  assert.equal(
    await new mysql.MysqlStore({ getConnection: ask, query: ask, execute: ask }).deleteForgotten(),
    0,
  );
  assert.equal(await new sqlite.SqliteStore({ exec: ask, prepare: ask }).deleteForgotten(), 0);
});

test("PostgreSQL: a table that another process has just made is there; any other error comes out", async () => {
  const storeThat = (error) =>
    new postgres.PostgresStore({ connect() {}, totalCount: 0, query: () => Promise.reject(error) });
  for (const code of ["23505", "42P07", "42710"]) {
    assert.match(await storeThat(failing({ code })).createTable(), /^CREATE TABLE IF NOT EXISTS/);
  }
  for (const error of [failing({ code: "42501" }), failing({})]) {
    await assert.rejects(storeThat(error).createTable(), (thrown) => thrown === error);
  }
});

/** A database that is busy for some statements, as each client says it; and what was run on it. */
function makeSqlite(isBusyFor, busy) {
  const ran = [];
  const row = { timeout: 5000 };
  const database = {
    exec(sql) {
      ran.push(sql);
      if (isBusyFor.test(sql)) throw busy;
    },
    prepare: (sql) => ({ get: () => (/PRAGMA/.test(sql) ? row : { 1: 1 }), run: () => ({ changes: 1 }) }),
  };
  return { database, ran };
}

test("SQLite: busy for longer than busyTimeoutMs, as each client says it", async () => {
  for (const properties of [
    { code: "SQLITE_BUSY" },
    { code: "SQLITE_BUSY_SNAPSHOT", errno: 1 },
    { code: "ERR_SQLITE_ERROR", errcode: 5 },
    { code: "ERR_SQLITE_ERROR", errcode: 517 },
    { errno: 5 },
  ]) {
    const busy = failing(properties, "database is locked");
    const create = makeSqlite(/CREATE/, busy);
    await assert.rejects(
      new sqlite.SqliteStore(create.database, { busyTimeoutMs: 50 }).createTable(),
      /wrote to the SQLite database all the time/,
    );
    assert.ok(create.ran.filter((sql) => /CREATE/.test(sql)).length > 1, "tried again");
    // Its own waiting is off meanwhile, and then as it was.
    assert.deepEqual(create.ran.slice(0, 1), ["PRAGMA busy_timeout = 0"]);
    assert.equal(create.ran.at(-1), "PRAGMA busy_timeout = 5000");
    const commit = makeSqlite(/COMMIT/, busy);
    await assert.rejects(
      new sqlite.SqliteStore(commit.database, { busyTimeoutMs: 10 }).once(KEY, async () => {}),
      /so nothing was noted/,
    );
    assert.equal(commit.ran.at(-1), "ROLLBACK");
    const begin = makeSqlite(/BEGIN/, busy);
    const work = () => assert.fail("this work must not run");
    assert.equal(
      await new sqlite.SqliteStore(begin.database, { busyTimeoutMs: 10 }).once(KEY, work),
      "in-progress",
    );
  }
});

test("SQLite: any other error is not busy, and comes out at once", async () => {
  for (const error of [failing({ code: "SQLITE_FULL" }), failing({ errcode: 13 }), failing({}), "text"]) {
    const { database, ran } = makeSqlite(/BEGIN/, error);
    const store = new sqlite.SqliteStore(database, { busyTimeoutMs: 10_000 });
    await assert.rejects(
      store.once(KEY, async () => {}),
      (thrown) => thrown === error,
    );
    assert.equal(ran.filter((sql) => /BEGIN/.test(sql)).length, 1);
  }
});

test("SQLite: a transaction that is gone when the work is over: nothing is noted, and the error says why", async () => {
  const { database, ran } = makeSqlite(/ROLLBACK/, failing({}, "cannot rollback - no transaction is active"));
  const { prepare } = database;
  const lost = {
    ...database,
    prepare: (sql) => (/SELECT/.test(sql) ? { get: () => undefined } : prepare(sql)),
  };
  const store = new sqlite.SqliteStore(lost);
  await assert.rejects(
    store.once(KEY, async () => {}),
    /SQLite has undone the transaction, because a statement in it failed/,
  );
  assert.ok(!ran.includes("COMMIT"));
});

test("SQLite: a transaction that could not be rolled back is, before the next one begins; no other is", async () => {
  const { database, ran } = makeSqlite(/^$/, undefined);
  const busy = failing({}, "This database connection is busy executing a query");
  let isReading = true;
  const reading = {
    ...database,
    inTransaction: true,
    exec(sql) {
      database.exec(sql);
      if (isReading && sql === "ROLLBACK") throw busy;
    },
  };
  const store = new sqlite.SqliteStore(reading);
  const failed = failing({}, "mine");
  const fail = () => Promise.reject(failed);
  await assert.rejects(store.once(KEY, fail), (error) => error === failed);
  isReading = false;
  const statements = () => ran.splice(0).filter((sql) => !/PRAGMA/.test(sql));
  assert.deepEqual(statements(), ["BEGIN IMMEDIATE", "ROLLBACK"]);
  assert.equal(await store.once(KEY, async () => {}), "handled");
  assert.deepEqual(statements(), ["ROLLBACK", "BEGIN IMMEDIATE", "COMMIT"]);
  assert.equal(await store.once(KEY, async () => {}), "handled");
  assert.deepEqual(statements(), ["BEGIN IMMEDIATE", "COMMIT"]);
  isReading = true;
  const undone = () => false;
  const closed = () => {
    throw failing({}, "Database has closed");
  };
  for (const get of [undone, closed]) {
    Object.defineProperty(reading, "inTransaction", { get, configurable: true });
    await assert.rejects(store.once(KEY, fail), (error) => error === failed);
    assert.equal(await store.once(KEY, async () => {}), "handled");
    assert.deepEqual(statements(), ["BEGIN IMMEDIATE", "ROLLBACK", "BEGIN IMMEDIATE", "COMMIT"]);
  }
});
