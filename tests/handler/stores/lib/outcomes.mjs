// What has come of payments that were delivered.

import assert from "node:assert/strict";
import { deliverUntilHandled, forEachOf } from "./shops.mjs";

/** The orders of these payments: by id, the processes that wrote one. */
export async function ordersOf(database, ids) {
  const orders = new Map(ids.map((id) => [id, []]));
  for (const [id, pid] of await database.orders()) orders.get(id)?.push(Number(pid));
  return orders;
}

/** Delivers each payment until it is answered with 200; says which ones never are. */
export async function deliverAll(shops, ids) {
  const stuck = [];
  await forEachOf(ids, 12, (id) =>
    deliverUntilHandled(shops, id).catch(({ message }) => stuck.push(message)),
  );
  assert.deepEqual(stuck, []);
}

/** How often each status and code was answered. */
export function summarize(journal) {
  const counts = {};
  for (const [answer, count] of Object.entries(journal.answers())) {
    const code = answer.split(" ").slice(0, 2).join(" ");
    counts[code] = (counts[code] ?? 0) + count;
  }
  return counts;
}
