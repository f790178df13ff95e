// The contract over the server of a SQL database, with every client of it.

import { describe, test } from "node:test";
import { testContract } from "../contract.mjs";

/**
 * Registers the contract for each client of a kind, with tables of its own in one database.
 *
 * @param {string} title
 * @param {{ connect: object, inspect: Function, openShop: Function, prepare: Function }} kind
 * @param {{ missing?: string, startServer: (t: { after: Function }) => Promise<{ settings: object }> }} program
 */
export async function testSqlContract(title, kind, { missing, startServer }) {
  if (missing) {
    test(title, { skip: missing });
    return;
  }
  const { settings } = await startServer({ after: (end) => test.after(end) });
  await kind.prepare(settings);
  describe(title, { concurrency: 4 }, () => {
    for (const [n, name] of Object.keys(kind.connect).entries()) {
      testContract({ describe, test }, name, { write: true }, async (t) => {
        const shops = new Map();
        const database = await kind.inspect(settings);
        t.after(() => database.close());
        return {
          async open({ forgetAfterMs } = {}) {
            const options = { table: `deliveries_${n}`, ...(forgetAfterMs && { forgetAfterMs }) };
            const shop = await kind.openShop(name, settings, options);
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
