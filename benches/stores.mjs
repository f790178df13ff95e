// Each store beside the same endpoint by hand, on the same client and the same server: payments a second.
//
// Both sides run in this process, over the same connections, in turns: what is compared is what a store adds to the
// statements that a careful merchant would write. The sender is left out, since it costs both the same and hides the
// difference.
//
// usage: node stores.mjs <the package's dist folder> [--quick]

import path from "node:path";
import { pathToFileURL } from "node:url";
import { Redis as IoRedis } from "ioredis";
import mysql from "mysql2/promise";
import pg from "pg";
import postgres from "postgres";
import { createClient } from "redis";
import { missing as noMysql, startServer as startMysql } from "../tests/handler/stores/mysql/server.mjs";
import {
  missing as noPostgres,
  startServer as startPostgres,
} from "../tests/handler/stores/postgres/server.mjs";
import { missing as noRedis, startServer as startRedis } from "../tests/handler/stores/redis/server.mjs";

const [dist, flag] = process.argv.slice(2);
const ROUNDS = flag === "--quick" ? 5 : 15;
const PAYMENTS = flag === "--quick" ? 300 : 1000;
const AT_ONCE = 16;

const load = (name) => import(pathToFileURL(path.resolve(dist, `${name}.js`)).href);
const { PostgresStore } = await load("postgres");
const { MysqlStore } = await load("mysql");
const { RedisStore } = await load("redis");

const ends = [];
const t = { after: (end) => ends.push(end) };
let payments = 0;
const freshKey = () => `payment-authorized:${String((payments += 1)).padStart(32, "0")}`;

async function postgresSides() {
  const { settings } = await startPostgres(t);
  const pool = new pg.Pool({ ...settings, max: AT_ONCE });
  const sql = postgres({ ...settings, max: AT_ONCE, onnotice() {} });
  pool.on("error", () => {});
  ends.unshift(
    () => pool.end(),
    () => sql.end(),
  );
  await pool.query("CREATE TABLE orders (payment_id text NOT NULL)");
  await pool.query(
    "CREATE TABLE by_hand (payment_id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
  );
  const [INSERT, NOTE] = [
    "INSERT INTO orders VALUES ($1)",
    "INSERT INTO by_hand VALUES ($1) ON CONFLICT DO NOTHING",
  ];
  const store = new PostgresStore(pool);
  await store.createTable();
  const ofSql = new PostgresStore(sql);
  return {
    "PostgreSQL, pg": {
      ours: (key) => store.once(key, (transaction) => transaction.query(INSERT, [key])),
      async byHand(key) {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          const { rowCount } = await client.query(NOTE, [key]);
          if (rowCount === 1) await client.query(INSERT, [key]);
          await client.query("COMMIT");
          return rowCount === 1 ? "handled" : "already-handled";
        } catch (error) {
          await client.query("ROLLBACK");
          throw error;
        } finally {
          client.release();
        }
      },
    },
    "PostgreSQL, postgres": {
      ours: (key) => ofSql.once(key, (transaction) => transaction`INSERT INTO orders VALUES (${key})`),
      byHand: (key) =>
        sql.begin(async (transaction) => {
          const { count } = await transaction`INSERT INTO by_hand VALUES (${key}) ON CONFLICT DO NOTHING`;
          if (count === 1) await transaction`INSERT INTO orders VALUES (${key})`;
          return count === 1 ? "handled" : "already-handled";
        }),
    },
  };
}

async function mysqlSides() {
  const { settings } = await startMysql(t);
  const pool = mysql.createPool({ ...settings, connectionLimit: AT_ONCE });
  ends.unshift(() => pool.end());
  await pool.query("CREATE TABLE orders (payment_id VARCHAR(64) NOT NULL)");
  await pool.query("CREATE TABLE by_hand (payment_id VARCHAR(64) PRIMARY KEY)");
  const store = new MysqlStore(pool);
  await store.createTable();
  return {
    "MariaDB, mysql2": {
      ours: (key) =>
        store.once(key, (transaction) => transaction.execute("INSERT INTO orders VALUES (?)", [key])),
      async byHand(key) {
        const connection = await pool.getConnection();
        try {
          await connection.query("START TRANSACTION");
          const [{ affectedRows }] = /** @type {any} */ (
            await connection.execute("INSERT IGNORE INTO by_hand VALUES (?)", [key])
          );
          if (affectedRows === 1) await connection.execute("INSERT INTO orders VALUES (?)", [key]);
          await connection.query("COMMIT");
          return affectedRows === 1 ? "handled" : "already-handled";
        } catch (error) {
          await connection.query("ROLLBACK");
          throw error;
        } finally {
          connection.release();
        }
      },
    },
  };
}

async function redisSides() {
  const { settings } = await startRedis(t);
  const client = createClient(settings);
  client.on("error", () => {});
  await client.connect();
  const ioredis = new IoRedis(settings.url);
  ends.unshift(
    () => client.destroy(),
    () => ioredis.disconnect(),
  );
  const [stores, DAYS] = [[new RedisStore(client), new RedisStore(ioredis)], 72 * 60 * 60 * 1000];
  return {
    "Redis, redis": {
      ours: (key) => stores[0].once(key, () => client.rPush("orders", key)),
      async byHand(key) {
        if (!(await client.set(key, "busy", { NX: true, PX: 30_000 }))) {
          return (await client.get(key)) === "done" ? "already-handled" : "in-progress";
        }
        await client.rPush("orders", key);
        await client.set(key, "done", { PX: DAYS });
        return "handled";
      },
    },
    "Redis, ioredis": {
      ours: (key) => stores[1].once(key, () => ioredis.rpush("orders", key)),
      async byHand(key) {
        if (!(await ioredis.set(key, "busy", "PX", 30_000, "NX"))) {
          return (await ioredis.get(key)) === "done" ? "already-handled" : "in-progress";
        }
        await ioredis.rpush("orders", key);
        await ioredis.set(key, "done", "PX", DAYS);
        return "handled";
      },
    },
  };
}

/** Payments a second, each key once. */
async function measure(once, keys, expected) {
  const queue = keys.values();
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const key of queue) {
        const result = await once(key);
        if (result !== expected) throw new Error(`${key}: ${result}, not ${expected}`);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return {
    rate: (keys.length / (performance.now() - begun)) * 1000,
    cpu: (user + system) / keys.length,
  };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

async function compare(name, sides) {
  for (const what of ["new payments", "the same again"]) {
    const known = {
      ours: Array.from({ length: PAYMENTS }, freshKey),
      byHand: Array.from({ length: PAYMENTS }, freshKey),
    };
    if (what !== "new payments")
      for (const side of ["ours", "byHand"]) await measure(sides[side], known[side], "handled");
    const rounds = [];
    for (let round = -2; round < ROUNDS; round += 1) {
      const pair = {};
      // Whoever is first may find the machine in another state: they take turns.
      for (const side of round % 2 ? ["ours", "byHand"] : ["byHand", "ours"]) {
        const isNew = what === "new payments";
        const keys = isNew ? Array.from({ length: PAYMENTS }, freshKey) : known[side];
        pair[side] = await measure(sides[side], keys, isNew ? "handled" : "already-handled");
      }
      if (round >= 0) rounds.push(pair);
    }
    const numbers = [
      median(rounds.map(({ ours, byHand }) => ours.rate / byHand.rate)).toFixed(2),
      median(rounds.map(({ ours, byHand }) => byHand.cpu / ours.cpu)).toFixed(2),
      ...["ours", "byHand"].map((side) => median(rounds.map((pair) => pair[side].rate)).toFixed(0)),
    ];
    const cells = numbers.map((cell) => cell.padStart(10));
    console.log(`${name.padEnd(22)}${what.padEnd(16)}${cells.join("")}`);
  }
}

console.log(
  `Node ${process.version}; medians of ${ROUNDS} rounds of ${PAYMENTS} payments, ${AT_ONCE} at once, interleaved\nratios: more than 1 is for the store; the CPU time is this process's\n`,
);
console.log(
  `${" ".repeat(38)}${["of rates", "of CPU", "store /s", "by hand /s"].map((head) => head.padStart(10)).join("")}`,
);
for (const [isMissing, makeSides] of /** @type {any[][]} */ ([
  [noPostgres, postgresSides],
  [noRedis, redisSides],
  [noMysql, mysqlSides],
])) {
  if (isMissing) console.log(`skipped: ${isMissing}`);
  else for (const [name, sides] of Object.entries(await makeSides())) await compare(name, sides);
}
for (const end of ends) await end();
