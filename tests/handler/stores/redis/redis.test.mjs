// Several merchants' processes around one Redis: a payment is handled once, whatever dies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { freshId } from "../../harness.mjs";
import { deliver, deliverUntilHandled, notebook, shop, until } from "./harness.mjs";
import { redis } from "./server.mjs";

const LEASE = 2000;
const payments = (count) => Array.from({ length: count }, freshId);
const shops = (count, ...given) => Promise.all(Array.from({ length: count }, () => shop(...given)));
/** How often each payment was noted, for a message that tells which one is wrong. */
const counts = (notes, what, ids) => Object.fromEntries(ids.map((id) => [id, notes.pids(what, id).length]));
const once = (ids) => Object.fromEntries(ids.map((id) => [id, 1]));

test("1,000 deliveries of 100 payments at once to 4 processes: each is handled once", async (t) => {
  const notes = notebook(t);
  const own = await shops(4, t, await redis(t), notes);
  const ids = payments(100);
  // Neighbours are the same payment at different processes: that is where a claim that is not atomic fails.
  const deliveries = ids.flatMap((id) =>
    Array.from({ length: 10 }, (_, n) => ({ id, to: own[n % own.length] })),
  );
  const statuses = await Promise.all(deliveries.map(({ id, to }) => deliver(to, id)));
  assert.deepEqual(
    statuses.filter((status) => status !== 200 && status !== 503),
    [],
  );
  const refused = deliveries.filter((_, n) => statuses[n] === 503);
  assert.ok(refused.length > 0, "no two deliveries of a payment met");
  assert.deepEqual(counts(notes, "ended", ids), once(ids));
  const again = await Promise.all(refused.map(({ id, to }) => deliver(to, id)));
  assert.deepEqual(
    again.filter((status) => status !== 200),
    [],
  );
  assert.deepEqual(counts(notes, "began", ids), once(ids));
});

test("a process is killed while it handles a payment: 503 until its lease ends, then another handles it", async (t) => {
  const [server, notes] = [await redis(t), notebook(t)];
  const dying = await shop(t, server, notes, { leaseMs: LEASE, workMs: 0 });
  const other = await shop(t, server, notes, { leaseMs: LEASE });
  const [id] = payments(1);
  const sent = performance.now();
  const unanswered = assert.rejects(deliver(dying, id));
  await until(() => notes.count("began") === 1, "the payment is being handled");
  await dying.kill();
  await unanswered;
  assert.equal(await deliver(other, id), 503);
  const statuses = await deliverUntilHandled([other], id);
  assert.deepEqual(new Set(statuses.slice(0, -1)), new Set([503]));
  // The claim came after the delivery was sent, and Redis counts its lease in whole milliseconds of its own clock.
  assert.ok(performance.now() - sent > LEASE - 5, "the lease was cut short");
  assert.deepEqual([notes.pids("began", id), notes.pids("ended", id)], [[dying.pid, other.pid], [other.pid]]);
});

for (const how of ["stop", "kill"]) {
  test(`Redis is restarted (${how}) between deliveries: none is lost, and none is handled after its 200`, async (t) => {
    const [server, notes] = [await redis(t), notebook(t)];
    const own = await shops(2, t, server, notes, { leaseMs: LEASE });
    const ids = payments(150);
    const seen = { before: 0, down: new Set(), after: 0 };
    let [goneAt, backAt] = [Infinity, Infinity];
    // Two senders for each payment, so that some meet while Redis goes away.
    const senders = ids.flatMap((id, n) =>
      [own, own.toReversed()].map(async (order) => {
        await sleep(n * 10);
        return deliverUntilHandled(order, id, {
          heard(status, sentAt) {
            const now = performance.now();
            if (sentAt > goneAt && now < backAt) seen.down.add(status);
            if (status === 200 && now < goneAt) seen.before += 1;
            if (status === 200 && sentAt > backAt) seen.after += 1;
            if (status === 200)
              assert.ok(notes.pids("ended", id).length > 0, `200 for ${id}, which was not handled`);
          },
        });
      }),
    );
    const all = Promise.all(senders);
    all.catch(() => {});
    await until(() => seen.before > 40, "deliveries are under way");
    await server[how]();
    goneAt = performance.now();
    await until(() => seen.down.size > 0, "a delivery without Redis");
    await sleep(200);
    backAt = performance.now();
    await server.start();
    const heard = await all;
    assert.deepEqual(seen.down, new Set([500]));
    assert.ok(seen.before > 0 && seen.after > 0, JSON.stringify(seen));
    assert.deepEqual(
      heard.flat().filter((status) => ![200, 500, 503].includes(status)),
      [],
    );

    const began = counts(notes, "began", ids);
    for (const [n, id] of ids.entries()) {
      // A payment is handled once more only where Redis went away before it was noted, and the sender heard 500 of it.
      const failed = [...heard[2 * n], ...heard[2 * n + 1]].filter((status) => status === 500).length;
      assert.ok(
        began[id] >= 1 && began[id] <= 1 + failed,
        `${id}: handled ${began[id]} times, ${failed} times 500`,
      );
    }
    const again = await Promise.all(ids.map((id) => deliver(own[0], id)));
    assert.deepEqual(
      again.filter((status) => status !== 200),
      [],
    );
    assert.deepEqual(counts(notes, "began", ids), began, "handled again after 200");
  });
}

test("Redis is gone: 500 at once, nothing is handled, and the shop goes on when it is back", async (t) => {
  const [server, notes] = [await redis(t), notebook(t)];
  const own = await shop(t, server, notes, { timeoutMs: 10_000 });
  await server.kill();
  const ids = payments(20);
  const sent = performance.now();
  const statuses = await Promise.all(ids.map((id) => deliver(own, id)));
  assert.ok(performance.now() - sent < 10_000, "not before the store's limit");
  assert.deepEqual([new Set(statuses), notes.count("began"), own.alive()], [new Set([500]), 0, true]);
  await server.start();
  for (const id of ids) await deliverUntilHandled([own], id);
  assert.deepEqual([counts(notes, "ended", ids), own.alive()], [once(ids), true]);
});

test("Redis hangs: 500 when the store's time is over, nothing is handled, and the shop goes on", async (t) => {
  const [server, notes] = [await redis(t), notebook(t)];
  const own = await shop(t, server, notes, { timeoutMs: 1000, leaseMs: LEASE });
  server.pause();
  const ids = payments(20);
  const sent = performance.now();
  const statuses = await Promise.all(ids.map((id) => deliver(own, id)));
  const took = performance.now() - sent;
  assert.ok(took > 900 && took < 5000, `${took} ms`);
  assert.deepEqual([new Set(statuses), notes.count("began"), own.alive()], [new Set([500]), 0, true]);
  server.resume();
  await Promise.all(ids.map((id) => deliverUntilHandled([own], id)));
  assert.deepEqual([ids.every((id) => notes.pids("ended", id).length > 0), own.alive()], [true, true]);
});

test("Redis goes away while a payment is handled: 500, not 200, although the function has run", async (t) => {
  const [server, notes] = [await redis(t), notebook(t)];
  const own = await shop(t, server, notes, { leaseMs: LEASE, workMs: 300 });
  const [id] = payments(1);
  const answer = deliver(own, id);
  await until(() => notes.count("began") === 1, "the payment is being handled");
  await server.kill();
  assert.equal(await answer, 500);
  assert.deepEqual([notes.count("ended"), own.alive()], [1, true]);
});
