// Processes die at any moment, while payments come again and again.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { deliverAll, ordersOf, summarize } from "./outcomes.mjs";
import { deliver, freshId, freshIds, openJournal, startShop, startShops } from "./shops.mjs";

/** How long processes are killed, in seconds. */
const KILL_SECONDS = Number(process.env.KILL_SECONDS ?? 1);
export const KILL_EVERY_MS = 100;
/** A slow machine takes longer, and kills as many. */
export const KILLS = Math.ceil((KILL_SECONDS * 1000) / KILL_EVERY_MS);
/** Processes that were started before the first is killed: a machine cannot start ten in a second. */
const MAX_SPARES = 100;

/** The proof, for one kind of database and client. */
export async function proveKills(t, kind, database) {
  const journal = openJournal(t);
  const given = { options: kind.brief, workMs: 20, storeTimeoutMs: 5000 };
  const before = await database.notes();
  const shops = await startShops(4, t, kind, journal, given);
  const takeSpare = await startSpares(KILLS, t, kind, journal, given);
  const killed = new Set();
  let isOver = false;
  let deliveries = 0;
  const ids = freshIds(100);
  const active = [...ids];

  const killer = async () => {
    for (let count = 0; count < KILLS; count += 1) {
      const [spare] = await Promise.all([takeSpare(), sleep(KILL_EVERY_MS)]);
      const n = Math.floor(Math.random() * shops.length);
      const [victim] = shops.splice(n, 1, spare);
      killed.add(victim.pid);
      await victim.kill();
    }
    isOver = true;
  };
  const sender = async () => {
    while (!isOver) {
      const place = Math.floor(Math.random() * active.length);
      deliveries += 1;
      const status = await deliver(shops[Math.floor(Math.random() * shops.length)], active[place]);
      // It comes some more times; then a new one takes its place.
      if (status === 200 && Math.random() < 0.3) {
        const id = freshId();
        ids.push(id);
        active[place] = id;
      }
    }
  };
  const begun = performance.now();
  await Promise.all([killer(), ...Array.from({ length: 12 }, sender)]);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  await deliverAll(shops, ids);

  const orders = await ordersOf(database, ids);
  const doubles = [...orders].filter(([, pids]) => pids.length !== 1);
  const message = `${killed.size} kills in ${seconds} s, ${deliveries} deliveries of ${ids.length} payments, ${doubles.length} doubled`;
  t.diagnostic(message);
  t.diagnostic(`answers: ${JSON.stringify(summarize(journal))}`);
  assert.equal(killed.size, KILLS);
  if (kind.isAtomic) assert.deepEqual(doubles, [], message);
  // Of the processes that wrote an order, all but the last one died before they had noted it, or were told that they had lost
  // their lease.
  for (const [id, pids] of doubles) {
    assert.ok(pids.length > 1, `${id} has no order`);
    const aborted = journal.pids("aborted", id);
    assert.deepEqual(
      pids.slice(0, -1).filter((pid) => !killed.has(pid) && !aborted.includes(pid)),
      [],
      `${id} was doubled without a death`,
    );
  }
  assert.equal((await database.notes()) - before, ids.length, "not one note for each payment");
}

/**
 * Starts so many shops, most of them in advance; gives what hands out one after the other.
 *
 * @param {number} count
 * @param {Parameters<typeof startShop>} given
 */
async function startSpares(count, ...given) {
  const ready = [];
  let [left, free] = [count, MAX_SPARES];
  const fill = async () => {
    while (left > 0) {
      if (free === 0) {
        await sleep(10);
        continue;
      }
      left -= 1;
      free -= 1;
      ready.push(await startShop(...given));
    }
  };
  const filling = Promise.all([fill(), fill()]);
  filling.catch(() => {});
  while (ready.length < Math.min(count, MAX_SPARES)) await Promise.race([filling, sleep(10)]);
  return async () => {
    while (ready.length === 0) await Promise.race([filling, sleep(10)]);
    free += 1;
    return ready.shift();
  };
}
