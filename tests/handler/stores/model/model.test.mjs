// Every order in which two deliveries and a death can meet, over the stores themselves: by an explorer that decides which
// step comes next, and tries all decisions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Redis as IoRedis } from "ioredis";
import { connectTo } from "../d1/kind.mjs";
import { startServer as startD1 } from "../d1/server.mjs";
import { d1, handler, redis } from "../lib/package.mjs";
import { missing, startServer as startRedis } from "../redis/server.mjs";

const LEASE_MS = 60_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs the scenario once for each possible order of its steps.
 *
 * A scenario's actors call `step(actor, name)` and go on when they are chosen; `choices` adds what may also happen, such as
 * a death.
 *
 * @returns {Promise<number>} how many orders there are
 */
async function explore(scenario) {
  let orders = 0;
  /** Which of the possibilities was taken, at each decision; the last one is tried next. */
  let decisions = [];
  for (;;) {
    const taken = [];
    await scenario((count) => {
      const decision = decisions[taken.length] ?? 0;
      taken.push({ decision, count });
      return decision;
    });
    orders += 1;
    // The deepest decision that has another possibility is changed; what came after it begins anew.
    while (taken.length > 0 && taken.at(-1).decision + 1 >= taken.at(-1).count) taken.pop();
    if (taken.length === 0) return orders;
    decisions = taken.map(({ decision }) => decision);
    decisions[decisions.length - 1] += 1;
  }
}

/**
 * Two deliveries of a payment, and at most one death.
 *
 * @typedef {object} Scenario
 * @property {(actor: number, step: (name: string) => Promise<void>) => { once: Function }} makeStore each command to the
 *   database is a step
 * @property {boolean} mayDie
 * @property {() => unknown} [expire] ends the lease of the one that died
 * @property {boolean} [rejects] the first delivery's work fails
 *
 * @param {(count: number) => number} choose
 * @param {Scenario} scenario
 */
async function meet(choose, { makeStore, mayDie, expire, rejects = false }) {
  const waiting = new Map();
  const dead = new Set();
  const trace = [];
  const seen = {
    running: new Set(),
    most: 0,
    completed: 0,
    results: [undefined, undefined],
    diedAfterWork: false,
  };
  const step = (actor) => (name) =>
    new Promise((go, fail) => {
      // What is dead does nothing more.
      if (dead.has(actor)) fail(new Error("dead"));
      else waiting.set(actor, { name, go, fail });
    });
  const workers = [0, 1].map((actor) => {
    const store = makeStore(actor, step(actor));
    const work = async () => {
      seen.running.add(actor);
      seen.most = Math.max(seen.most, [...seen.running].filter((other) => !dead.has(other)).length);
      await step(actor)("work");
      seen.running.delete(actor);
      if (rejects && actor === 0) throw new Error("no");
      seen.completed += 1;
    };
    const note = (result) => {
      if (!dead.has(actor)) seen.results[actor] = result;
    };
    return store.once("key", work).then(note, note);
  });
  const isSettled = (actor) => dead.has(actor) || seen.results[actor] !== undefined;
  let deaths = 0;
  for (;;) {
    await turn();
    if ([0, 1].every(isSettled)) break;
    const ready = [0, 1].filter((actor) => !dead.has(actor) && waiting.has(actor));
    // A command is on its way to the database.
    if (ready.length < [0, 1].filter((actor) => !isSettled(actor)).length) continue;
    const dying = mayDie && deaths === 0 ? ready : [];
    const choice = choose(ready.length + dying.length);
    if (choice < ready.length) {
      const { name, go } = waiting.get(ready[choice]);
      waiting.delete(ready[choice]);
      trace.push(`${ready[choice]} ${name}`);
      go();
    } else {
      const victim = dying[choice - ready.length];
      const { name, fail } = waiting.get(victim);
      trace.push(`${victim} dies before ${name}`);
      if (/note/.test(name)) seen.diedAfterWork = true;
      deaths += 1;
      dead.add(victim);
      waiting.delete(victim);
      // Its lease has a timer, which ends with the work. A command just never comes.
      if (name === "work") fail(new Error("dead"));
      // Its lease ends some time later: here, at once, which is when it matters most.
      await expire?.();
    }
  }
  await Promise.all(workers.filter((_, actor) => !dead.has(actor)));
  // The API sends the callback again until it hears 200.
  const last = await makeStore(2, async () => {}).once("key", async () => (seen.completed += 1));
  const message = `${trace.join(", ")}: ${JSON.stringify({ ...seen, running: undefined, last })}`;
  assert.ok(seen.most <= 1, `two at a time: ${message}`);
  assert.equal(last, seen.results.includes("handled") ? "already-handled" : "handled", message);
  const expected = seen.diedAfterWork ? [1, 2] : [1];
  assert.ok(expected.includes(seen.completed), `handled ${seen.completed} times: ${message}`);
  for (const result of seen.results) {
    const known = [undefined, "handled", "already-handled", "in-progress"].includes(result);
    assert.ok(known || (rejects && result.message === "no"), message);
  }
}

test("MemoryStore: two deliveries, of which one may fail", async (t) => {
  for (const rejects of [false, true]) {
    const orders = await explore((choose) => {
      const store = new handler.MemoryStore();
      // The other stores begin with a command; this one has none, so that its beginning is a step.
      const makeStore = (_actor, step) => ({
        once: async (key, work) => {
          await step("delivery");
          return store.once(key, work);
        },
      });
      return meet(choose, { makeStore, mayDie: false, rejects });
    });
    t.diagnostic(`${orders} orders`);
  }
});

test("the explorer finds what a store does wrong", async () => {
  /** Looks first and claims then, as two commands: what many write by hand. */
  const makeStore = (known) => (_actor, step) => ({
    async once(key, work) {
      await step("look");
      if (known.has(key)) return known.get(key);
      await step("claim");
      known.set(key, "in-progress");
      await work();
      known.set(key, "already-handled");
      return "handled";
    },
  });
  const looking = explore((choose) => meet(choose, { makeStore: makeStore(new Map()), mayDie: false }));
  await assert.rejects(looking, /two at a time|handled 2 times/);
  /** Notes the payment before its work. */
  const hasty = (known) => (_actor, step) => ({
    async once(key, work) {
      await step("claim");
      if (known.has(key)) return "already-handled";
      known.add(key);
      await work();
      return "handled";
    },
  });
  const noting = explore((choose) =>
    meet(choose, { makeStore: hasty(new Set()), mayDie: false, rejects: true }),
  );
  await assert.rejects(noting, /handled 0 times|already-handled/);
});

test("RedisStore: two deliveries and a death, at every step", {
  skip: missing,
  timeout: 300_000,
}, async (t) => {
  const server = await startRedis(t);
  const client = new IoRedis(server.settings.url);
  t.after(() => client.disconnect());
  const name = "checkout-signature:key";
  const makeStore = (_actor, step) =>
    new redis.RedisStore(
      async (script, keys, args) => {
        const command = /return "(\w+)"\s*$/.exec(script)[1];
        if (keys[0] === name) await step(command === "noted" ? "note" : command);
        return client.eval(script, 1, ...keys, ...args);
      },
      { leaseMs: LEASE_MS },
    );
  for (const [mayDie, rejects] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ]) {
    const orders = await explore(async (choose) => {
      await client.flushall();
      const expire = async () => {
        if (!(await client.get(name))?.startsWith("done:")) await client.del(name);
      };
      await meet(choose, { makeStore, mayDie, expire, rejects });
    });
    t.diagnostic(
      `${orders} orders${mayDie ? ", with a death" : ""}${rejects ? ", the first one fails" : ""}`,
    );
  }
});

test("D1Store: two deliveries and a death, at every step", { timeout: 300_000 }, async (t) => {
  const server = await startD1(t);
  const client = connectTo(server.settings.url);
  await new d1.D1Store(client).createTable();
  const makeStore = (_actor, step) => {
    const run = async (statements) => {
      const isNote = statements.some(({ sql }) => /token = NULL/.test(sql));
      const isClaim = statements.some(({ sql }) => /ON CONFLICT/.test(sql));
      await step(isNote ? "note" : isClaim ? "claim" : "release");
      return client.batch(statements);
    };
    const prepare = (sql, values = []) => ({
      sql,
      values,
      bind: (...bound) => prepare(sql, bound),
      run: async () => (await run([{ sql, values }]))[0],
      raw() {},
    });
    return new d1.D1Store({ prepare, batch: run }, { leaseMs: LEASE_MS });
  };
  const change = (sql) => client.prepare(sql).run();
  for (const [mayDie, rejects] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ]) {
    const orders = await explore(async (choose) => {
      await change("DELETE FROM checkout_deliveries");
      const expire = () => change("UPDATE checkout_deliveries SET expires_at = 0 WHERE token IS NOT NULL");
      await meet(choose, { makeStore, mayDie, expire, rejects });
    });
    t.diagnostic(
      `${orders} orders${mayDie ? ", with a death" : ""}${rejects ? ", the first one fails" : ""}`,
    );
  }
});
