// SQLite, as the proofs use it: with each client that this runtime has.

import { createRequire } from "node:module";

const { SqliteStore } = (await import("../lib/package.mjs")).sqlite;
const INSERT = "INSERT INTO orders (payment_id, pid) VALUES (?, ?)";

/** How to open a file with each client; `BETTER_SQLITE3` is the folder in which that package is installed. */
const openers = {
  async "node:sqlite"(file) {
    const { DatabaseSync } = await import("node:sqlite");
    return new DatabaseSync(file);
  },
  async "better-sqlite3"(file) {
    const Database = createRequire(`${process.env.BETTER_SQLITE3}/`)("better-sqlite3");
    return new Database(file);
  },
  async "bun:sqlite"(file) {
    const { Database } = await import("bun:sqlite");
    return new Database(file);
  },
};

export const connect = async (name, { file, journal = "wal" }) => {
  const database = await openers[name](file);
  database.exec("PRAGMA busy_timeout = 5000");
  database.exec(`PRAGMA journal_mode = ${journal}`);
  // The tests kill processes, not the machine: what the kernel has is as good as written.
  database.exec("PRAGMA synchronous = off");
  return database;
};

/** A shop's side of the store: `write` is what its function does for a payment, in the transaction. */
export async function openShop(name, settings, options) {
  const client = await connect(name, settings);
  return {
    store: new SqliteStore(client, options),
    write: async (transaction, paymentId) => void transaction.prepare(INSERT).run(paymentId, process.pid),
    close: async () => client.close(),
    client,
  };
}

export async function prepareWith(name, settings) {
  const { store, client, close } = await openShop(name, settings, {});
  client.exec("CREATE TABLE IF NOT EXISTS orders (payment_id TEXT NOT NULL, pid INTEGER NOT NULL)");
  await store.createTable();
  await close();
}

/** What is in the database: the process that wrote each order, and how many payments are noted. */
export async function inspectWith(name, settings) {
  const client = await connect(name, settings);
  return {
    orders: async () =>
      client
        .prepare("SELECT payment_id, pid FROM orders")
        .all()
        .map((row) => [row.payment_id, `${row.pid}`]),
    notes: async () => Number(client.prepare("SELECT count(*) AS n FROM checkout_deliveries").get().n),
    close: async () => client.close(),
  };
}
