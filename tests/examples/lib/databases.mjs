// What stands in for the shops' databases, from outside: orders are noted, payments read, and it can be put out of order.

import { execFileSync } from "node:child_process";
import { constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as postgresServer from "../../handler/stores/postgres/server.mjs";
import * as server from "../../handler/stores/redis/server.mjs";
import { imported, installed, Missing, postgres as postgresStore } from "./places.mjs";

const { canonicalId } = imported;
const { PostgresStore } = postgresStore;

/** @typedef {{ sessionId: string, amount: number }} Order */

/**
 * @typedef {object} Place where a shop is
 * @property {import("node:test").TestContext} t
 * @property {string} folder
 * @property {(sql: string, ...values: unknown[]) => Promise<any[]>} query runs a statement in the shop's process
 */

/**
 * @typedef {object} Database
 * @property {Record<string, string>} [env] what the shop is told of it
 * @property {(order: Order) => Promise<unknown>} note notes an order, or changes it
 * @property {() => Promise<string[]>} paid the payments that were handled, each as often as it was
 * @property {() => Promise<unknown>} fail orders can still be read, payments no longer noted
 * @property {() => Promise<unknown>} mend
 * @property {() => { noted: () => Promise<string>, end: () => void }} [hold] whoever notes a payment waits until `noted` has
 *   read it; afterwards `end`
 */

/** @returns {Promise<Database>} */
export async function files({ folder }) {
  const orders = path.join(folder, "orders.json");
  const paidFile = path.join(folder, "paid.txt");
  const aside = path.join(folder, "paid-before.txt");
  const noted = new Map();
  writeFileSync(orders, "[]");
  writeFileSync(paidFile, "");
  const restore = () => {
    rmSync(paidFile, { recursive: true });
    renameSync(aside, paidFile);
  };
  return {
    async note({ sessionId, amount }) {
      noted.set(sessionId, { sessionId, amount });
      // A shop that reads it meanwhile sees the old one or the new one.
      writeFileSync(`${orders}.new`, JSON.stringify([...noted.values()]));
      renameSync(`${orders}.new`, orders);
    },
    paid: async () => readFileSync(paidFile, "utf8").split("\n").filter(Boolean),
    async fail() {
      renameSync(paidFile, aside);
      mkdirSync(paidFile);
    },
    mend: async () => restore(),
    hold() {
      // Whoever writes to a pipe waits for somebody to read it.
      renameSync(paidFile, aside);
      execFileSync("mkfifo", [paidFile]);
      return { noted: () => readLine(paidFile), end: restore };
    },
  };
}

async function startRedis(t) {
  if (server.missing) throw new Missing(server.missing);
  return (await server.startServer(t)).settings;
}

/** Reads a line from a pipe; it does not wait for ever for somebody to write it. */
async function readLine(pipe) {
  const file = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let text = "";
    for (
      const deadline = Date.now() + 20_000;
      !text.endsWith("\n") && Date.now() < deadline;
      await sleep(10)
    ) {
      const { bytesRead, buffer } = await file.read().catch(nothingYet);
      text += buffer.toString("utf8", 0, bytesRead);
    }
    return text;
  } finally {
    await file.close();
  }
}

function nothingYet(error) {
  if (error.code !== "EAGAIN") throw error;
  return { bytesRead: 0, buffer: Buffer.alloc(0) };
}

/** Orders and payments in files, handled payments remembered in Redis. */
export async function filesAndRedis({ t, folder }) {
  const { url } = await startRedis(t);
  return { ...(await files({ folder })), env: { REDIS_URL: url } };
}

/** @returns {Promise<Database>} */
export async function redis({ t }) {
  const { url } = await startRedis(t);
  const { createClient } = createRequire(installed("redis/package.json"))("redis");
  // It outlives its server by a moment at the end.
  const client = createClient({ url }).on("error", () => {});
  await client.connect();
  t.after(() => client.destroy());
  return {
    env: { REDIS_URL: url },
    note: ({ sessionId, amount }) =>
      client.set(`order:${canonicalId(sessionId)}`, JSON.stringify({ amount })),
    paid: () => client.lRange("paid", 0, -1),
    async fail() {
      await client.rename("paid", "paid before");
      await client.set("paid", "no list");
    },
    mend: () => client.rename("paid before", "paid"),
  };
}

/** The tables that an example itself says to create. */
function readSchema(folder, file) {
  const text = readFileSync(path.join(folder, file), "utf8");
  return [...text.matchAll(/^\/\/ +(CREATE TABLE .*);$/gm)].map(([, statement]) => statement);
}

/**
 * Orders, payments and handled payments in PostgreSQL.
 *
 * @param {string} file the example, whose comments hold its tables
 * @returns {(place: Place) => Promise<Database>}
 */
export const postgres =
  (file) =>
  async ({ t, folder }) => {
    if (postgresServer.missing) throw new Missing(postgresServer.missing);
    const { settings } = await postgresServer.startServer(t);
    const { Pool } = createRequire(installed("pg/package.json"))("pg");
    const pool = new Pool(settings).on("error", () => {});
    t.after(() => pool.end());
    for (const statement of readSchema(folder, file)) await pool.query(statement);
    await new PostgresStore(pool).createTable();
    const { user, host, port, database } = settings;
    return {
      env: { DATABASE_URL: `postgres://${user}@${host}:${port}/${database}` },
      note: ({ sessionId, amount }) =>
        pool.query("INSERT INTO orders VALUES ($1, $2) ON CONFLICT (session_id) DO UPDATE SET amount = $2", [
          sessionId,
          amount,
        ]),
      async paid() {
        const { rows } = await pool.query("SELECT payment_id FROM shipments");
        return rows.map(({ payment_id }) => canonicalId(payment_id));
      },
      fail: () => pool.query("ALTER TABLE shipments RENAME TO shipments_before"),
      mend: () => pool.query("ALTER TABLE shipments_before RENAME TO shipments"),
    };
  };

/**
 * D1 lives in the Worker's own runtime, which runs statements for us.
 *
 * @returns {Promise<Database>}
 */
export async function d1({ folder, query }) {
  let created;
  const create = async () => {
    for (const statement of readSchema(folder, "cloudflare-worker.mjs")) await query(statement);
  };
  const ask = async (sql, ...values) => {
    await (created ??= create());
    return query(sql, ...values);
  };
  return {
    note: ({ sessionId, amount }) =>
      ask("INSERT OR REPLACE INTO orders (session_id, amount) VALUES (?, ?)", canonicalId(sessionId), amount),
    paid: async () => (await ask("SELECT payment_id FROM paid")).map(({ payment_id }) => payment_id),
    fail: () => ask("ALTER TABLE paid RENAME TO paid_before"),
    mend: () => ask("ALTER TABLE paid_before RENAME TO paid"),
  };
}
