// PostgreSQL, as the proofs use it: with each client, a store and a shop that notes its orders in the same database.

import pg from "pg";
import postgres from "postgres";

const { PostgresStore } = (await import("../lib/package.mjs")).postgres;
const INSERT = "INSERT INTO orders (payment_id, pid) VALUES ($1, $2)";

export const connect = {
  pg(settings) {
    const client = new pg.Pool({ ...settings, max: 20 });
    // A pool tells of connections that break while nobody uses them; without a listener that ends the process.
    client.on("error", () => {});
    return {
      client,
      write: (transaction, paymentId) => transaction.query(INSERT, [paymentId, process.pid]),
      close: () => client.end(),
    };
  },
  postgres(settings) {
    const client = postgres({
      ...settings,
      max: 20,
      // Its own default waits for up to 20 seconds.
      backoff: 0.02,
      // Where the database goes away while a new connection asks for the types of arrays, postgres 3.4.9 ends the process with a
      // rejection that nobody can catch.
      fetch_types: false,
      onnotice() {},
    });
    return {
      client,
      write: (transaction, paymentId) =>
        transaction`INSERT INTO orders (payment_id, pid) VALUES (${paymentId}, ${process.pid})`,
      close: () => client.end({ timeout: 1 }),
    };
  },
};

/** A shop's side of the store: `write` is what its function does for a payment, in the transaction. */
export async function openShop(name, settings, options) {
  const { client, write, close } = connect[name](settings);
  return { store: new PostgresStore(client, options), write, close, client };
}

export async function prepare(settings) {
  const client = new pg.Client(settings);
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS orders (payment_id text NOT NULL, pid int NOT NULL)");
  await client.end();
  const { store, close } = await openShop("pg", settings, {});
  await store.createTable();
  await close();
}

/** What is in the database: the process that wrote each order, and how many payments are noted. */
export async function inspect(settings) {
  const client = new pg.Pool({ ...settings, max: 1 });
  client.on("error", () => {});
  return {
    query: (sql, values) => client.query(sql, values),
    orders: async () =>
      (await client.query("SELECT payment_id, pid FROM orders")).rows.map((row) => [
        row.payment_id,
        `${row.pid}`,
      ]),
    notes: async () =>
      Number((await client.query("SELECT count(*) AS n FROM checkout_deliveries")).rows[0].n),
    close: () => client.end(),
  };
}
