// Runs the contract in the runtime that started it, and prints the outcome as JSON.
//
// usage: contract-run.mjs <client> <file of the database> <journal mode>

import { runContract } from "../contract.mjs";
import { connect, inspectWith, openShop, prepareWith } from "./kind.mjs";

const [name, file, journal] = process.argv.slice(2);
const settings = { file, journal };
await prepareWith(name, settings);
const database = await inspectWith(name, settings);
const shops = new Map();

const outcome = await runContract({
  isOneWriter: true,
  async open({ forgetAfterMs, busyTimeoutMs } = {}) {
    const options = { ...(forgetAfterMs && { forgetAfterMs }), ...(busyTimeoutMs && { busyTimeoutMs }) };
    const shop = await openShop(name, settings, options);
    shops.set(shop.store, shop);
    return shop.store;
  },
  write: (store, transaction, row) => shops.get(store).write(transaction, row),
  count: async (row) => (await database.orders()).filter(([id]) => id === row).length,
});
const client = await connect(name, settings);
const version = client.prepare("SELECT sqlite_version() AS version").get().version;
console.log(JSON.stringify({ ...outcome, version }));
process.exit(0);
