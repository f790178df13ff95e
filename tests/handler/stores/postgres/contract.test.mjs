// The contract over a real PostgreSQL, with every client that PostgresStore knows.

import { describe, test } from "node:test";
import { testContract } from "../contract.mjs";
import { connect, inspect, openShop, prepare } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

if (missing) test("PostgresStore", { skip: missing });
else {
  const server = await startServer({ after: (end) => test.after(end) });
  await prepare(server.settings);
  describe("PostgresStore", { concurrency: 4 }, () => {
    for (const [n, name] of Object.keys(connect).entries()) {
      testContract({ describe, test }, name, { write: true }, async (t) => {
        const shops = new Map();
        const database = await inspect(server.settings);
        t.after(() => database.close());
        return {
          async open({ forgetAfterMs } = {}) {
            const options = { table: `deliveries_${n}`, ...(forgetAfterMs && { forgetAfterMs }) };
            const shop = await openShop(name, server.settings, options);
            t.after(shop.close);
            await shop.store.createTable();
            shops.set(shop.store, shop);
            return shop.store;
          },
          write: (store, transaction, row) => shops.get(store).write(transaction, row.slice(-64)),
          count: async (row) => (await database.orders()).filter(([id]) => id === row.slice(-64)).length,
        };
      });
    }
  });
}
