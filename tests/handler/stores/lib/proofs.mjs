// What every store is put through: disorder, processes that die, and a database that goes away.
//
// A kind is { kind, client, settings, server, prepare, inspect, isAtomic, hasLease, options, brief }: `isAtomic` where the
// order row and the note are one transaction; `brief` are options of a store that does not let anybody wait for long.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { KILL_EVERY_MS, KILLS, proveKills } from "./kills.mjs";
import { deliverAll, ordersOf, summarize } from "./outcomes.mjs";
import {
  deliver,
  deliverUntilHandled,
  forEachOf,
  freshId,
  freshIds,
  openJournal,
  shuffle,
  startShop,
  startShops,
  until,
} from "./shops.mjs";

/** Whether it is the whole proof, for which the gate has no time: `KILL_SECONDS=20`, and with every client. */
export const isWhole = process.env.KILL_SECONDS !== undefined;
export const onlyKills = { only: /random process/ };

async function assertOneOrderEach(database, ids) {
  const orders = await ordersOf(database, ids);
  const wrong = [...orders].filter(([, pids]) => pids.length !== 1);
  assert.deepEqual(wrong, [], "not exactly one order");
}

/**
 * Registers the proofs for one kind of database and client.
 *
 * @param {typeof import("node:test").test} test
 * @param {string} name
 * @param {(t: import("node:test").TestContext) => Promise<any>} start starts the database, and gives the kind
 * @param {{ only?: RegExp }} [options] the titles of the proofs that are wanted
 */
export function testProofs(test, name, start, { only } = {}) {
  const proof = (title, check) => {
    if (!only || only.test(title)) {
      test(`${name}: ${title}`, { timeout: 600_000 }, async (t) => {
        const kind = await start(t);
        const database = await kind.inspect(kind.settings);
        t.after(() => database.close());
        await check(t, kind, database);
      });
    }
  };

  proof(
    "1,000 deliveries of 100 payments over 4 processes, in disorder: each once",
    async (t, kind, database) => {
      const journal = openJournal(t);
      // The clocks of the processes jump by weeks, back and forth: no store reads them.
      const given = { options: kind.options, clockJumps: true, storeTimeoutMs: 60_000 };
      const shops = await startShops(4, t, kind, journal, given);
      const ids = freshIds(100);
      const before = await database.notes();
      const deliveries = shuffle(ids.flatMap((id) => Array(10).fill(id)));
      const refused = [];
      await forEachOf(deliveries, 64, async (id, n) => {
        const status = await deliver(shops[n % 4], id);
        if (status === 503) refused.push(id);
        else assert.equal(status, 200, `${status} ${JSON.stringify(journal.answers())}`);
      });
      await deliverAll(shops, refused);
      t.diagnostic(`${refused.length} of 1,000 were answered with 503`);
      await assertOneOrderEach(database, ids);
      assert.equal((await database.notes()) - before, 100);
      assert.equal(journal.count("began"), 100);
      assert.ok(shops.every((shop) => shop.isAlive()));
    },
  );

  proof(`a random process is killed every ${KILL_EVERY_MS} ms, ${KILLS} times`, (t, kind, database) =>
    proveKills(t, kind, database),
  );

  proof(
    "the database is restarted, stopped and killed under load: each payment once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const given = { options: kind.brief, workMs: 30, storeTimeoutMs: 3000 };
      const shops = await startShops(2, t, kind, journal, given);
      const ids = [];
      let isOver = false;
      const sending = Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          while (!isOver) {
            const id = freshId();
            ids.push(id);
            await deliverUntilHandled(n % 2 ? shops : shops.toReversed(), id);
          }
        }),
      );
      sending.catch(() => {});
      const handleMore = async () => {
        const handled = journal.count("ended");
        await until(() => journal.count("ended") > handled + 12, "more payments are handled");
      };
      await handleMore();
      for (const end of ["stop", "kill"]) {
        await server[end]();
        await sleep(300);
        await server.start();
        await handleMore();
      }
      isOver = true;
      await sending;
      const began = journal.count("began");
      // Connections of the pool may still be broken, or wait before they are opened again: that is a 500, and the API sends
      // again.
      await deliverAll(shops, ids);
      assert.equal(journal.count("began"), began, "a payment that was answered with 200 was handled again");
      if (kind.isAtomic) await assertOneOrderEach(database, ids);
      else await assertDoublesFailed(t, journal, database, ids);
      assert.ok(
        shops.every((shop) => shop.isAlive()),
        "a shop died",
      );
      t.diagnostic(`${ids.length} payments; answers: ${JSON.stringify(summarize(journal))}`);
    },
  );

  proof(
    "the database stands still, then goes on: 500 in time, and each payment once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const shop = await startShop(t, kind, journal, { options: kind.options, storeTimeoutMs: 1000 });
      await deliverUntilHandled([shop], freshId());
      server.freeze();
      const ids = freshIds(20);
      const sent = performance.now();
      const statuses = await Promise.all(ids.map((id) => deliver(shop, id)));
      const took = performance.now() - sent;
      server.thaw();
      assert.deepEqual(new Set(statuses), new Set([500]), JSON.stringify(journal.answers()));
      // That it stood still all the time is the bound above.
      assert.ok(took > 900, `${took} ms`);
      await deliverAll([shop], ids);
      await assertOneOrderEach(database, ids);
      assert.ok(shop.isAlive());
    },
  );

  proof(
    "the database cannot be reached: 500, nothing is handled, and the shop goes on when it is back",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const shop = await startShop(t, kind, journal, { options: kind.options, storeTimeoutMs: 2000 });
      await server.kill();
      const ids = freshIds(10);
      const statuses = await Promise.all(ids.map((id) => deliver(shop, id)));
      assert.deepEqual([new Set(statuses), journal.count("began")], [new Set([500]), 0]);
      await server.start();
      await deliverAll([shop], ids);
      await assertOneOrderEach(database, ids);
      assert.ok(shop.isAlive());
    },
  );

  proof(
    "the database goes away while a payment is handled: no 200, and then it is handled once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const given = { options: kind.brief, storeTimeoutMs: 1000 };
      // One payment before its order is written, and one after.
      const shops = [
        await startShop(t, kind, journal, { ...given, holdAt: "began" }),
        await startShop(t, kind, journal, { ...given, holdAt: "wrote" }),
      ];
      const ids = [freshId(), freshId()];
      const first = ids.map((id, n) => deliver(shops[n], id));
      await until(
        () => journal.pids("began", ids[0]).length === 1 && journal.pids("wrote", ids[1]).length === 1,
        "the payments are being handled",
      );
      await server.kill();
      journal.release();
      assert.deepEqual(await Promise.all(first), [500, 500], JSON.stringify(journal.answers()));
      await server.start();
      await deliverAll(shops, ids);
      assert.ok(shops.every((shop) => shop.isAlive()));
      if (kind.isAtomic) await assertOneOrderEach(database, ids);
    },
  );

  proof("a process dies while it handles a payment, then another handles it", async (t, kind, database) => {
    const journal = openJournal(t);
    const dying = await startShop(t, kind, journal, { options: kind.options, holdAt: "wrote" });
    const other = await startShop(t, kind, journal, { options: kind.brief });
    const id = freshId();
    const lost = deliver(dying, id);
    await until(() => journal.count("wrote") === 1, "the order is written");
    assert.equal(await deliver(other, id), 503);
    await dying.kill();
    assert.equal(await lost, 0);
    await deliverUntilHandled([other], id);
    assert.deepEqual(journal.pids("ended", id), [other.pid]);
    if (kind.isAtomic) await assertOneOrderEach(database, [id]);
  });

  proof("a process stands still: a lease is lost, a transaction is not", async (t, kind, database) => {
    const journal = openJournal(t);
    const still = await startShop(t, kind, journal, { options: kind.brief, holdAt: "began" });
    const other = await startShop(t, kind, journal, { options: kind.brief });
    const id = freshId();
    const first = deliver(still, id);
    await until(() => journal.count("began") === 1, "the payment is being handled");
    still.freeze();
    if (kind.hasLease) await deliverUntilHandled([other], id);
    else assert.equal(await deliver(other, id), 503);
    // What holds a lease must find out by itself that it has lost it.
    if (!kind.hasLease) journal.release();
    still.thaw();
    assert.equal(await first, kind.hasLease ? 500 : 200);
    journal.release();
    await deliverUntilHandled([other], id);
    if (kind.hasLease) {
      assert.ok(Object.keys(journal.answers()).some((answer) => answer.startsWith("500 lease-lost")));
      assert.deepEqual(journal.pids("aborted", id), [still.pid]);
    }
    if (kind.isAtomic) await assertOneOrderEach(database, [id]);
  });
}

/** Without a transaction around both, an order can be doubled where its sender did not hear 200. */
async function assertDoublesFailed(t, journal, database, ids) {
  const orders = await ordersOf(database, ids);
  const doubles = [...orders].filter(([, pids]) => pids.length > 1);
  t.diagnostic(
    `${doubles.length} of ${ids.length} orders were written twice while the database came and went`,
  );
  for (const [id, pids] of orders) {
    assert.ok(pids.length >= 1, `${id} has no order`);
    assert.ok(pids.length <= journal.pids("began", id).length);
  }
}
