// A Worker with a D1 database: it runs the contract, and takes statements over HTTP from processes that have no workerd.

import { D1Store } from "checkout-signature/d1";
import { runContract } from "../contract.mjs";

let tables = 0;

export default {
  async fetch(request, { DB }) {
    const { pathname } = new URL(request.url);
    try {
      if (pathname === "/contract") return Response.json(await contract(DB));
      if (pathname === "/counts") return Response.json(globalThis.__coverage__);
      const statements = (await request.json()).map(({ sql, values }) => DB.prepare(sql).bind(...values));
      return Response.json({ results: await DB.batch(statements) });
    } catch (error) {
      return Response.json({ error: error.message });
    }
  },
};

async function contract(database) {
  await database.exec("CREATE TABLE IF NOT EXISTS contract_orders (payment_id TEXT NOT NULL)");
  const table = `contract_${(tables += 1)}`;
  return runContract({
    async open({ forgetAfterMs } = {}) {
      const store = new D1Store(database, { table, ...(forgetAfterMs && { forgetAfterMs }) });
      await store.createTable();
      return store;
    },
    write: (_store, _transaction, row) =>
      database.prepare("INSERT INTO contract_orders (payment_id) VALUES (?)").bind(row),
    count: (row) =>
      database.prepare("SELECT count(*) AS n FROM contract_orders WHERE payment_id = ?").bind(row).first("n"),
  });
}
