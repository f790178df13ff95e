// What every store is put through: disorder, processes that die, and a database that goes away.
//
// A kind is { kind, client, settings, server, prepare, inspect, isAtomic, hasLease, options }: `isAtomic` where the
// order row and the note are one transaction.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
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

/** How long processes are killed, in seconds: the gate has no time for more, and `KILL_SECONDS=20` is the whole proof. */
const KILL_SECONDS = Number(process.env.KILL_SECONDS ?? 8);

const KILL_EVERY_MS = 100;

/** The orders of these payments: by id, the processes that wrote one. */
async function ordersOf(database, ids) {
  const orders = new Map(ids.map((id) => [id, []]));
  for (const [id, pid] of await database.orders()) orders.get(id)?.push(Number(pid));
  return orders;
}

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
      test(`${name}: ${title}`, { timeout: 240_000 }, async (t) => {
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
      const shops = await startShops(4, t, kind, journal, { clockJumps: true });
      const ids = freshIds(100);
      const before = await database.notes();
      const deliveries = shuffle(ids.flatMap((id) => Array(10).fill(id)));
      const refused = [];
      await forEachOf(deliveries, 64, async (id, n) => {
        const status = await deliver(shops[n % 4], id);
        if (status === 503) refused.push(id);
        else assert.equal(status, 200, `${status} ${JSON.stringify(journal.answers())}`);
      });
      await forEachOf(refused, 16, (id) => deliverUntilHandled(shops, id));
      t.diagnostic(`${refused.length} of 1,000 were answered with 503`);
      await assertOneOrderEach(database, ids);
      assert.equal((await database.notes()) - before, 100);
      assert.equal(journal.count("began"), 100);
      assert.ok(shops.every((shop) => shop.isAlive()));
    },
  );

  proof(`a random process is killed every ${KILL_EVERY_MS} ms for ${KILL_SECONDS} s`, (t, kind, database) =>
    proveKills(t, kind, database),
  );

  proof(
    "the database is restarted, stopped and killed under load: each payment once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const given = { options: kind.options, workMs: 30, storeTimeoutMs: 3000 };
      const shops = await startShops(2, t, kind, journal, given);
      const ids = freshIds(120);
      const sending = forEachOf(ids, 12, async (id, n) => {
        await sleep(20);
        await deliverUntilHandled(n % 2 ? shops : shops.toReversed(), id);
      });
      sending.catch(() => {});
      await until(() => journal.count("ended") > 10, "payments are handled");
      for (const end of ["stop", "kill"]) {
        await server[end]();
        await sleep(300);
        await server.start();
        const handled = journal.count("ended");
        if (end === "stop")
          await until(() => journal.count("ended") > handled + 5, "payments are handled again");
      }
      await sending;
      if (kind.isAtomic) await assertOneOrderEach(database, ids);
      else await assertDoublesFailed(t, journal, database, ids);
      assert.ok(
        shops.every((shop) => shop.isAlive()),
        "a shop died",
      );
      await forEachOf(ids, 12, async (id) => assert.equal(await deliver(shops[0], id), 200));
      t.diagnostic(`answers: ${JSON.stringify(summary(journal))}`);
    },
  );

  proof(
    "the database stands still, then goes on: 500 in time, and each payment once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const shop = await startShop(t, kind, journal, { options: kind.options, storeTimeoutMs: 1000 });
      assert.equal(await deliver(shop, freshId()), 200);
      server.freeze();
      const ids = freshIds(20);
      const sent = performance.now();
      const statuses = await Promise.all(ids.map((id) => deliver(shop, id)));
      const took = performance.now() - sent;
      server.thaw();
      assert.deepEqual(new Set(statuses), new Set([500]), JSON.stringify(journal.answers()));
      assert.ok(took > 900 && took < 8000, `${took} ms`);
      await forEachOf(ids, 8, (id) => deliverUntilHandled([shop], id));
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
      await forEachOf(ids, 4, (id) => deliverUntilHandled([shop], id));
      await assertOneOrderEach(database, ids);
      assert.ok(shop.isAlive());
    },
  );

  proof(
    "the database goes away while a payment is handled: no 200, and then it is handled once",
    async (t, kind, database) => {
      const { server } = kind;
      const journal = openJournal(t);
      const given = { options: kind.options, workMs: 1500, storeTimeoutMs: 1000 };
      const shop = await startShop(t, kind, journal, given);
      const id = freshId();
      const first = deliver(shop, id);
      await until(() => journal.count("began") === 1, "the payment is being handled");
      await server.kill();
      assert.equal(await first, 500, JSON.stringify(journal.answers()));
      await server.start();
      await deliverUntilHandled([shop], id);
      assert.ok(shop.isAlive());
      if (kind.isAtomic) await assertOneOrderEach(database, [id]);
    },
  );

  proof("a process dies while it handles a payment, then another handles it", async (t, kind, database) => {
    const journal = openJournal(t);
    const dying = await startShop(t, kind, journal, { options: kind.options, workMs: 0 });
    const other = await startShop(t, kind, journal, { options: kind.options });
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

  proof(
    "a process stands still for longer than any lease: the payment is noted once",
    async (t, kind, database) => {
      const journal = openJournal(t);
      const given = { options: kind.options, workMs: 600 };
      const [still, other] = await startShops(2, t, kind, journal, given);
      const id = freshId();
      const first = deliver(still, id);
      await until(() => journal.count("began") === 1, "the payment is being handled");
      still.freeze();
      const second = deliverUntilHandled([other], id, { forMs: kind.hasLease ? 30_000 : 3000 }).catch(
        () => undefined,
      );
      // A transaction is not taken away from a process that stands still; a lease is.
      if (kind.isAtomic) await sleep(1000);
      else await second;
      still.thaw();
      const status = await first;
      await second;
      await deliverUntilHandled([other], id);
      if (kind.isAtomic) {
        assert.equal(status, 200);
        await assertOneOrderEach(database, [id]);
      } else {
        assert.equal(status, 500);
        assert.ok(Object.keys(journal.answers()).some((answer) => answer.startsWith("500 lease-lost")));
        assert.deepEqual(journal.pids("aborted", id), [still.pid]);
      }
    },
  );
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

function summary(journal) {
  const counts = {};
  for (const [answer, count] of Object.entries(journal.answers())) {
    const code = answer.split(" ").slice(0, 2).join(" ");
    counts[code] = (counts[code] ?? 0) + count;
  }
  return counts;
}

/** Processes die at any moment, while payments come again and again. */
async function proveKills(t, kind, database) {
  const journal = openJournal(t);
  const given = { options: kind.options, workMs: 20, storeTimeoutMs: 5000 };
  const shops = await startShops(4, t, kind, journal, given);
  const until = performance.now() + KILL_SECONDS * 1000;
  const isOver = () => performance.now() >= until;
  const killed = new Set();
  let deliveries = 0;
  const ids = freshIds(100);
  const active = [...ids];

  const killer = async () => {
    for (; !isOver(); await sleep(KILL_EVERY_MS)) {
      const running = shops.flatMap((shop, n) => (shop ? [n] : []));
      // With the last one there would be nobody to kill.
      if (running.length < 2) continue;
      const n = running[Math.floor(Math.random() * running.length)];
      const victim = shops[n];
      shops[n] = undefined;
      killed.add(victim.pid);
      await victim.kill();
      startShop(t, kind, journal, given).then((shop) => {
        shops[n] = shop;
      });
    }
  };
  const sender = async () => {
    while (!isOver()) {
      const place = Math.floor(Math.random() * active.length);
      const shop = shops[Math.floor(Math.random() * shops.length)];
      if (!shop) {
        await sleep(5);
        continue;
      }
      deliveries += 1;
      const status = await deliver(shop, active[place]);
      // It comes some more times; then a new one takes its place.
      if (status === 200 && Math.random() < 0.3) {
        const id = freshId();
        ids.push(id);
        active[place] = id;
      }
    }
  };
  await Promise.all([killer(), ...Array.from({ length: 12 }, sender)]);
  while (shops.some((shop) => !shop)) await sleep(20);
  await forEachOf(ids, 12, (id) => deliverUntilHandled(shops, id));

  const orders = await ordersOf(database, ids);
  const doubles = [...orders].filter(([, pids]) => pids.length !== 1);
  const began = journal.count("began");
  const message = `${killed.size} kills, ${deliveries} deliveries of ${ids.length} payments, ${began} began, ${doubles.length} doubled`;
  t.diagnostic(message);
  // A process takes its time to start, on a machine that is busy above all.
  assert.ok(killed.size >= KILL_SECONDS / 4, message);
  if (kind.isAtomic) assert.deepEqual(doubles, [], message);
  // Of the processes that wrote an order, all but the last one died before they had noted it.
  for (const [id, pids] of doubles) {
    assert.ok(pids.length > 1, `${id} has no order`);
    assert.deepEqual(
      pids.slice(0, -1).filter((pid) => !killed.has(pid)),
      [],
      `${id} was doubled without a death`,
    );
  }
  const counted = await database.notes();
  assert.ok(counted >= ids.length, `${counted} notes of ${ids.length} payments`);
  t.diagnostic(`answers: ${JSON.stringify(summary(journal))}`);
}
