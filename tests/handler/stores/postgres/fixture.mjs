// A PostgreSQL with the tables of the tests, which ends with the test.

import { inspect, prepare } from "./kind.mjs";
import { startServer } from "./server.mjs";

/** Starts it; gives its settings, what is in it, and keys that no other test of the file has. */
export async function startDatabase(t) {
  const { settings } = await startServer(t);
  await prepare(settings);
  const database = await inspect(settings);
  t.after(() => database.close());
  let keys = 0;
  return { settings, database, freshKey: () => `key ${(keys += 1)}` };
}
