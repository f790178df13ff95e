// The lease over a Redis of this process, which a test can make silent, late or wrong at any step, and by a clock that a
// test moves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { redis } from "../lib/package.mjs";

const { RedisStore } = redis;
const LEASE_MS = 400;
const KEY = "payment-authorized:0123456789abcdef0123456789abcdef";
const isLost = (/** @type {any} */ error) =>
  error instanceof Error && /** @type {any} */ (error).code === "lease-lost";

/**
 * A store over a map, and what its scripts were called with after the store's own proof.
 *
 * @param {Record<string, (reply: () => string, call: number) => unknown>} [steps] what happens at a step instead; it can
 *   ask for the usual reply
 */
function makeStore(steps = {}, options = {}) {
  const held = new Map();
  const calls = [];
  const usual = {
    claim: (name, token) => {
      const holder = held.get(name);
      if (holder === undefined) held.set(name, token);
      if (holder?.startsWith("done:")) return "done";
      return holder === undefined || holder === token ? "acquired" : "busy";
    },
    renew: (name, token) => (held.get(name) === token ? "renewed" : "lost"),
    note: (name, token) => {
      if (held.has(name) && held.get(name) !== token) return "lost";
      held.set(name, `done:${token}`);
      return "noted";
    },
    release: (name, token) => {
      if (held.get(name) === token) held.delete(name);
      return "released";
    },
  };
  const words = { acquired: "claim", renewed: "renew", noted: "note", released: "release" };
  const run = async (script, [name], [token, ms]) => {
    const [, step] = Object.entries(words).find(([word]) => script.includes(`"${word}"`));
    const reply = () => usual[step](name, token);
    if (name.includes("proof:")) return reply();
    calls.push({ step, name, token, ms });
    const times = calls.filter((call) => call.step === step).length;
    return steps[step] ? steps[step](reply, times) : reply();
  };
  const store = new RedisStore(run, { leaseMs: LEASE_MS, ...options });
  return { store, run, calls, steps: () => calls.map(({ step }) => step) };
}

const STEP_MS = 10;
const turn = () => new Promise((resolve) => setImmediate(resolve));
/** By the clock of the test. */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes the clock; time passes only while the test waits for something with this. */
function makeClock(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const pass = async (ms = STEP_MS) => {
    for (const end = now + ms; now < end; ) {
      now += STEP_MS;
      t.mock.timers.tick(STEP_MS);
      await turn();
    }
  };
  /** Waits until a promise is settled; gives the value, or the error. */
  const settle = async (promise) => {
    /** @type {any} */
    let outcome;
    promise.then(
      (value) => (outcome = { value }),
      (error) => (outcome = { error }),
    );
    for (let turns = 0; outcome === undefined && turns < 1000; turns += 1) await pass();
    assert.ok(outcome, "it did not settle");
    return outcome;
  };
  return { pass, settle, now: () => now };
}

const silent = () => new Promise(() => {});

test("claimed, worked, noted: with one token, the lease and the time for which it is remembered", async () => {
  const { store, calls, steps } = makeStore({}, { forgetAfterMs: 5000 });
  const seen = [];
  const work = async (transaction, signal) => void seen.push(transaction, signal.aborted);
  assert.equal(await store.once(KEY, work), "handled");
  assert.deepEqual(steps(), ["claim", "note"]);
  assert.deepEqual(seen, [undefined, false]);
  assert.deepEqual(
    calls.map(({ ms }) => ms),
    [`${LEASE_MS}`, "5000"],
  );
  assert.equal(new Set(calls.map(({ token }) => token)).size, 1);
  assert.deepEqual([...new Set(calls.map(({ name }) => name))], [`checkout-signature:${KEY}`]);
  assert.equal(await store.once(KEY, () => assert.fail("handled before")), "already-handled");
});

test("while one works another is told so; where the work fails, the claim is given back", async () => {
  const { store, steps } = makeStore();
  const failed = new Error("the shop is closed");
  const first = store.once(KEY, async () => {
    assert.equal(await store.once(KEY, () => assert.fail("in progress")), "in-progress");
    throw failed;
  });
  await assert.rejects(first, (error) => error === failed);
  assert.deepEqual(steps(), ["claim", "claim", "release"]);
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"), "no timer that keeps the process alive");
  assert.equal(await store.once(KEY, async () => {}), "handled");
});

test("work that throws at once, and no promise, is given back too", async () => {
  const { store, steps } = makeStore();
  const failed = new Error("at once");
  const work = () => {
    throw failed;
  };
  await assert.rejects(store.once(KEY, work), (error) => error === failed);
  assert.deepEqual(steps(), ["claim", "release"]);
});

test("a lease is renewed a quarter of it after another, and not once the work is over", async (t) => {
  const clock = makeClock(t);
  const renewedAt = [];
  const { store, calls, steps } = makeStore({
    renew: (reply) => {
      renewedAt.push(clock.now());
      return reply();
    },
  });
  assert.deepEqual(await clock.settle(store.once(KEY, () => sleep(1.3 * LEASE_MS))), { value: "handled" });
  const pauses = renewedAt.map((at, n) => at - (n === 0 ? 0 : renewedAt[n - 1]));
  assert.ok(pauses[0] >= LEASE_MS / 4 && pauses[0] <= LEASE_MS / 4 + 2 * STEP_MS, `${pauses}`);
  assert.deepEqual(pauses.slice(1), Array(4).fill(LEASE_MS / 4));
  assert.ok(calls.filter(({ step }) => step === "renew").every(({ ms }) => ms === `${LEASE_MS}`));
  const before = steps().length;
  await clock.pass(2 * LEASE_MS);
  assert.equal(steps().length, before);
});

test("once the work has failed, nothing is renewed", async (t) => {
  const clock = makeClock(t);
  const { store, steps } = makeStore();
  const failed = new Error("the shop is closed");
  const work = () => sleep(LEASE_MS / 2).then(() => Promise.reject(failed));
  assert.deepEqual(await clock.settle(store.once(KEY, work)), { error: failed });
  const before = steps().length;
  await clock.pass(2 * LEASE_MS);
  assert.deepEqual([steps().length, steps().at(-1)], [before, "release"]);
});

test("two renewals may fail", async (t) => {
  const clock = makeClock(t);
  const { store } = makeStore({
    renew: (reply, call) => (call <= 2 ? Promise.reject(new Error("down")) : reply()),
  });
  assert.deepEqual(await clock.settle(store.once(KEY, () => sleep(2 * LEASE_MS))), { value: "handled" });
});

for (const [name, renew] of Object.entries({
  fails: () => Promise.reject(new Error("down")),
  "is never answered": silent,
})) {
  test(`each renewal ${name}: at the end of the lease the signal aborts, and the work's own end changes nothing`, async (t) => {
    const clock = makeClock(t);
    const { store, steps } = makeStore({ renew });
    /** @type {any} */
    let aborted;
    const work = (_, signal) => {
      signal.addEventListener("abort", () => (aborted = { reason: signal.reason, at: clock.now() }));
      return sleep(2 * LEASE_MS);
    };
    const { error } = await clock.settle(store.once(KEY, work));
    assert.ok(isLost(error));
    assert.match(error.message, /The lease of this payment was lost while it was handled/);
    assert.equal(aborted.reason, error);
    assert.ok(aborted.at >= LEASE_MS - STEP_MS && aborted.at <= LEASE_MS + STEP_MS, `${aborted.at} ms`);
    await clock.pass(3 * LEASE_MS);
    assert.ok(!steps().includes("note"));
  });
}

test("a claim that is another's by now: lost at the renewal", async (t) => {
  const clock = makeClock(t);
  const { store, steps } = makeStore({ renew: () => "lost" });
  /** @type {any} */
  let signal;
  const work = (_, given) => {
    signal = given;
    return sleep(2 * LEASE_MS);
  };
  const { error } = await clock.settle(store.once(KEY, work));
  assert.ok(isLost(error) && signal.aborted);
  assert.ok(clock.now() < LEASE_MS / 2, `${clock.now()} ms`);
  await clock.pass(LEASE_MS);
  assert.equal(steps().filter((step) => step === "renew").length, 1, "and it is not asked for again");
});

test("a renewal whose answer comes after the work is over changes nothing", async (t) => {
  const clock = makeClock(t);
  const { store } = makeStore({ renew: () => sleep(LEASE_MS).then(() => "lost") });
  /** @type {any} */
  let signal;
  const work = (_, given) => {
    signal = given;
    return sleep(LEASE_MS / 2);
  };
  assert.deepEqual(await clock.settle(store.once(KEY, work)), { value: "handled" });
  await clock.pass(2 * LEASE_MS);
  assert.equal(signal.aborted, false);
});

test("a claim that is another's by now: lost at the note", async () => {
  const { store, steps } = makeStore({ note: () => "lost" });
  await assert.rejects(
    store.once(KEY, async () => {}),
    isLost,
  );
  assert.deepEqual(steps(), ["claim", "note"]);
});

test("a claim whose reply comes after its lease: nothing runs, and it is given back", async (t) => {
  const clock = makeClock(t);
  const { store, steps } = makeStore({ claim: (reply) => sleep(LEASE_MS).then(reply) });
  let ran = 0;
  const { error } = await clock.settle(store.once(KEY, async () => (ran += 1)));
  assert.ok(isLost(error), String(error));
  assert.deepEqual(steps(), ["claim", "release"]);
  assert.equal(ran, 0);
});

test("a release that fails, or is never answered, does not hide what the work threw", async (t) => {
  const clock = makeClock(t);
  const failed = new Error("the shop is closed");
  const broken = makeStore({ release: () => Promise.reject(new Error("down")) });
  const outcome = (store) => clock.settle(store.once(KEY, () => Promise.reject(failed)));
  assert.deepEqual(await outcome(broken.store), { error: failed });
  const begun = clock.now();
  const mute = makeStore({ release: silent });
  assert.deepEqual(await outcome(mute.store), { error: failed });
  const waited = clock.now() - begun;
  assert.ok(waited >= 2000 && waited <= 2000 + 5 * STEP_MS, `${waited} ms`);
});

test("the note is tried again for as long as a lease, and then the store's error comes out", async (t) => {
  const clock = makeClock(t);
  const { store, calls } = makeStore({
    note: (reply, call) => (call <= 2 ? Promise.reject(new Error("down")) : reply()),
  });
  assert.deepEqual(await clock.settle(store.once(KEY, async () => {})), { value: "handled" });
  assert.equal(calls.filter(({ step }) => step === "note").length, 3);
  const begun = clock.now();
  const error = new Error("down for good");
  const down = makeStore({ note: () => Promise.reject(error) });
  assert.deepEqual(await clock.settle(down.store.once(KEY, async () => {})), { error });
  const tried = clock.now() - begun;
  assert.ok(tried >= LEASE_MS && tried <= 2 * LEASE_MS, `${tried} ms`);
});

test("a reply that no script gives is an error, and the work does not run", async () => {
  const { store } = makeStore({ claim: () => "granted" });
  await assert.rejects(
    store.once(KEY, () => assert.fail("this work must not run")),
    /Redis replied "granted", not acquired or done or busy/,
  );
});

test("a script goes by its digest once Redis has had it: where Redis does not take that, its text; else the error comes out", async () => {
  /** What is sent for a payment where each digest is answered with an error. */
  const send = async (message) => {
    const { run } = makeStore();
    const sent = [];
    const client = {
      defineCommand() {},
      duplicate() {},
      eval(script, _, name, token, ms) {
        sent.push("text");
        return run(script, [name], [token, ms]);
      },
      evalsha() {
        sent.push("digest");
        return Promise.reject(new Error(message));
      },
    };
    const outcome = await new RedisStore(client).once(KEY, async () => {}).catch((error) => error.message);
    return [outcome, sent.join(" ")];
  };
  // The store's own proof is a claim, a claim and a release; then come the claim and the note.
  assert.deepEqual(await send("NOSCRIPT No matching script"), [
    "handled",
    "text digest text text digest text text",
  ]);
  assert.deepEqual(await send("NOPERM this user may not run evalsha"), [
    "handled",
    "text digest text text text text",
  ]);
  const down = "READONLY You can't write against a read only replica.";
  assert.deepEqual(await send(down), [down, "text digest"]);
});
