// MariaDB, as the proofs use it: with each client, a store and a shop that notes its orders in the same database.

import callbacks from "mysql2";
import mysql from "mysql2/promise";

const { MysqlStore } = (await import("../lib/package.mjs")).mysql;
const INSERT = "INSERT INTO orders (payment_id, pid) VALUES (?, ?)";
const write = (transaction, paymentId) => transaction.execute(INSERT, [paymentId, process.pid]);
const limits = { connectionLimit: 20 };

export const connect = {
  "mysql2/promise": (settings) => {
    const client = mysql.createPool({ ...settings, ...limits });
    return { client, write, close: () => client.end() };
  },
  mysql2: (settings) => {
    const client = callbacks.createPool({ ...settings, ...limits });
    return { client, write, close: () => client.promise().end() };
  },
  // What can be set for all of a pool's statements, and changes what they return.
  "mysql2, with options that change results": (settings) => {
    const changes = {
      rowsAsArray: true,
      namedPlaceholders: true,
      bigNumberStrings: true,
      supportBigNumbers: true,
    };
    const client = mysql.createPool({
      ...settings,
      ...limits,
      ...changes,
      flags: ["-FOUND_ROWS"],
      charset: "latin1",
    });
    return { client, write, close: () => client.end() };
  },
};

/** A shop's side of the store: `write` is what its function does for a payment, in the transaction. */
export async function openShop(name, settings, options) {
  const { client, close } = connect[name](settings);
  return { store: new MysqlStore(client, options), write, close, client };
}

export async function prepare(settings) {
  const { store, client, close } = await openShop("mysql2/promise", settings, {});
  await client.query("CREATE TABLE IF NOT EXISTS orders (payment_id VARCHAR(64) NOT NULL, pid INT NOT NULL)");
  await store.createTable();
  await close();
}

/** What is in the database: the process that wrote each order, and how many payments are noted. */
export async function inspect(settings) {
  const client = mysql.createPool({ ...settings, connectionLimit: 1 });
  return {
    query: async (sql, values) => (await client.query(sql, values))[0],
    async orders() {
      const [rows] = /** @type {[import("mysql2").RowDataPacket[], unknown]} */ (
        await client.query("SELECT payment_id, pid FROM orders")
      );
      return rows.map((row) => [row.payment_id, `${row.pid}`]);
    },
    notes: async () => Number((await client.query("SELECT count(*) AS n FROM checkout_deliveries"))[0][0].n),
    close: () => client.end(),
  };
}
