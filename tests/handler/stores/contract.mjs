// What every store must do, whatever it is made of. The cases know no test runner, so that they also run in a Worker.

import assert from "node:assert/strict";

/** @typedef {{ forgetAfterMs?: number, busyTimeoutMs?: number }} OpenOptions what a case opens a store with */

/**
 * What decides which cases apply: of `write`, whether there is one.
 *
 * @typedef {Partial<Record<Exclude<keyof Backend, "open">, unknown>>} Traits
 */

/**
 * @typedef {object} Backend
 * @property {(options?: OpenOptions) => Promise<any>} open a store with a client of its own, over the one database
 * @property {boolean} [isOneWriter] payments are handled one after the other
 * @property {boolean} [remembersForEver] it has no `forgetAfterMs`
 * @property {boolean} [rejectsWithErrorsOnly] another rejection of the work becomes an error
 * @property {(store: any, transaction: any, row: string) => unknown} [write] writes a row, as work does
 * @property {(row: string) => Promise<number>} [count] how many such rows there are
 */

let keys = 0;
/** Made at the first use: a Worker has no random numbers before its first request. */
let run = "";
function freshKey() {
  run ||= crypto.randomUUID().replaceAll("-", "").slice(0, 24);
  keys += 1;
  return `payment-authorized:${run}${String(keys).padStart(8, "0")}`;
}
const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** Work that waits until it is told how to end. */
function heldWork() {
  const held = { runs: 0 };
  held.began = new Promise((resolve) => (held.begin = resolve));
  const end = new Promise((resolve, reject) => Object.assign(held, { resolve, reject }));
  end.catch(() => {});
  held.work = () => {
    held.runs += 1;
    held.begin();
    return end;
  };
  return held;
}

const never = () => assert.fail("this work must not run");

/** Keys that differ only in what a database may take for equal, or that break a statement that is not careful. */
const AWKWARD = [
  "a",
  "A",
  "a ",
  " a",
  "a\t",
  "a\n",
  "á",
  "a\u0301",
  "ａ",
  "ß",
  "ss",
  "ı",
  "I",
  "😀",
  "\u{1f600}\u{1f3fd}",
  "\ufeffa",
  "a\u200b",
  "'",
  "''",
  '"',
  "`",
  "\\",
  "\\'",
  "%",
  "_",
  "?",
  "$1",
  ":key",
  "@key",
  "a;b",
  "'); DROP TABLE checkout_deliveries; --",
  "{a}",
  "{b}",
  "done",
  "done:",
  "__proto__",
  "constructor",
  "toString",
  "sha256:",
  `sha256:${"0".repeat(64)}`,
  "0",
  "00",
  "1e3",
  "1000",
  "null",
  "true",
  "x".repeat(190),
  "x".repeat(191),
  "x".repeat(192),
  "x".repeat(255),
  "x".repeat(20_000),
  `${"x".repeat(20_000)}y`,
  "é".repeat(5000),
  `${"é".repeat(5000)}e`,
];

/** @type {[name: string, check: (backend: Backend) => Promise<void>, needs?: (traits: Traits) => unknown][]} */
export const cases = [
  [
    "a key is handled once, and remembered by every store of the database",
    async ({ open }) => {
      const [one, other] = [await open(), await open()];
      const key = freshKey();
      let runs = 0;
      assert.equal(await one.once(key, async () => (runs += 1)), "handled");
      assert.equal(await one.once(key, never), "already-handled");
      assert.equal(await other.once(key, never), "already-handled");
      assert.equal(runs, 1);
    },
  ],
  [
    "while the work runs, the same key is in progress, for the same store and for another",
    async ({ open }) => {
      const [one, other] = [await open(), await open({ busyTimeoutMs: 100 })];
      const key = freshKey();
      const held = heldWork();
      const first = one.once(key, held.work);
      await held.began;
      assert.equal(await one.once(key, never), "in-progress");
      assert.equal(await other.once(key, never), "in-progress");
      assert.equal(await Promise.race([first, tick(20)]), undefined, "once ended before its work");
      held.resolve();
      assert.equal(await first, "handled");
      assert.equal(await other.once(key, never), "already-handled");
      assert.equal(held.runs, 1);
    },
  ],
  [
    "of forty deliveries at once, over two stores, one runs and never two at a time",
    async ({ open }) => {
      const stores = [await open(), await open()];
      const key = freshKey();
      let [running, most, runs] = [0, 0, 0];
      const work = async () => {
        runs += 1;
        running += 1;
        most = Math.max(most, running);
        await tick(5);
        running -= 1;
      };
      const results = await Promise.all(Array.from({ length: 40 }, (_, n) => stores[n % 2].once(key, work)));
      assert.deepEqual([runs, most], [1, 1]);
      assert.equal(results.filter((result) => result === "handled").length, 1);
      assert.equal(await stores[1].once(key, never), "already-handled");
    },
  ],
  [
    "where the work rejects, once rejects with the same value, and nothing is noted",
    async ({ open, rejectsWithErrorsOnly }) => {
      const [one, other] = [await open(), await open()];
      const key = freshKey();
      const errors = [new Error("no"), Object.freeze(new TypeError("frozen"))];
      const others = ["text", undefined, null, 0, { code: "lease-lost-not" }];
      const thrown = rejectsWithErrorsOnly ? errors : [...errors, ...others];
      for (const value of thrown) {
        const rejected = await one.once(key, () => Promise.reject(value)).then(never, (error) => ({ error }));
        assert.ok(Object.is(rejected.error, value), `${String(value)} became ${String(rejected.error)}`);
      }
      let runs = 0;
      assert.equal(await other.once(key, async () => (runs += 1)), "handled");
      assert.equal(await one.once(key, never), "already-handled");
      assert.equal(runs, 1);
    },
  ],
  [
    "work that throws before it returns a promise rejects too, and frees the key",
    async ({ open }) => {
      const store = await open();
      const key = freshKey();
      const error = new Error("at once");
      const throwing = () => {
        throw error;
      };
      await assert.rejects(store.once(key, throwing), (thrown) => thrown === error);
      assert.equal(await store.once(key, async () => {}), "handled");
    },
  ],
  [
    "a rejected delivery and one at the same time: the key is free again afterwards",
    async ({ open }) => {
      const [one, other] = [await open(), await open({ busyTimeoutMs: 100 })];
      const key = freshKey();
      const held = heldWork();
      const first = one.once(key, held.work);
      await held.began;
      assert.equal(await other.once(key, never), "in-progress");
      const error = new Error("changed its mind");
      held.reject(error);
      await assert.rejects(first, (thrown) => thrown === error);
      assert.equal(await other.once(key, async () => {}), "handled");
    },
  ],
  [
    "what the work resolves with changes nothing",
    async ({ open }) => {
      const store = await open();
      for (const value of [undefined, null, 0, "", "already-handled", [], [1], {}, { bind: 1 }, false]) {
        const key = freshKey();
        assert.equal(await store.once(key, async () => value), "handled");
        assert.equal(await store.once(key, never), "already-handled");
      }
    },
  ],
  [
    "a key that is being handled does not hold another one",
    async ({ open }) => {
      const store = await open();
      const held = heldWork();
      const first = store.once(freshKey(), held.work);
      await held.began;
      assert.equal(await store.once(freshKey(), async () => {}), "handled");
      held.resolve();
      assert.equal(await first, "handled");
    },
    ({ isOneWriter }) => !isOneWriter,
  ],
  [
    "150 keys at once, three deliveries each, over two stores: each is handled once",
    async ({ open }) => {
      const stores = [await open(), await open({ busyTimeoutMs: 20_000 })];
      const runs = new Map(Array.from({ length: 150 }, () => [freshKey(), 0]));
      const deliveries = [...runs.keys()].flatMap((key) => [key, key, key]);
      const results = await Promise.all(
        deliveries.map((key, n) =>
          stores[n % 2].once(key, async () => {
            runs.set(key, runs.get(key) + 1);
          }),
        ),
      );
      assert.equal(results.filter((result) => result === "handled").length, 150);
      assert.deepEqual(new Set(runs.values()), new Set([1]));
      for (const key of runs.keys()) assert.equal(await stores[0].once(key, never), "already-handled");
    },
  ],
  [
    "keys of any form: none is another, and none breaks a statement",
    async ({ open }) => {
      const store = await open();
      const handled = [];
      for (const key of AWKWARD) {
        let runs = 0;
        const result = await store.once(key, async () => (runs += 1));
        if (result !== "handled" || runs !== 1) handled.push([key.slice(0, 40), result]);
      }
      assert.deepEqual(handled, [], "these were taken for another key");
      for (const key of AWKWARD)
        assert.equal(await store.once(key, never), "already-handled", key.slice(0, 40));
    },
  ],
  [
    "a payment is forgotten after forgetAfterMs, and then handled again",
    async ({ open }) => {
      // Long enough for a machine that is busy, and the memory's clock has whole seconds.
      const store = await open({ forgetAfterMs: 1500 });
      const key = freshKey();
      assert.equal(await store.once(key, async () => {}), "handled");
      assert.equal(await store.once(key, never), "already-handled");
      await tick(2600);
      assert.equal(await store.once(key, async () => {}), "handled");
      assert.equal(await store.once(key, never), "already-handled");
    },
    ({ remembersForEver }) => !remembersForEver,
  ],
  [
    "deleteForgotten deletes what is older, and nothing else",
    async ({ open }) => {
      const store = await open({ forgetAfterMs: 1500 });
      // What other cases have noted.
      await tick(1600);
      await store.deleteForgotten();
      const [old, young] = [freshKey(), freshKey()];
      assert.equal(await store.once(old, async () => {}), "handled");
      await tick(1600);
      assert.equal(await store.once(young, async () => {}), "handled");
      assert.equal(await store.deleteForgotten(), 1);
      assert.equal(await store.deleteForgotten(), 0);
      assert.equal(await store.once(young, never), "already-handled");
    },
    ({ write, remembersForEver }) => write && !remembersForEver,
  ],
  [
    "what the work wrote is there where it resolved, and undone where it rejected",
    async ({ open, write, count }) => {
      const store = await open();
      const [kept, undone] = [freshKey(), freshKey()];
      assert.equal(await store.once(kept, async (transaction) => write(store, transaction, kept)), "handled");
      const error = new Error("after the write");
      const failing = store.once(undone, async (transaction) => {
        await write(store, transaction, undone);
        throw error;
      });
      await assert.rejects(failing, (thrown) => thrown === error);
      assert.deepEqual([await count(kept), await count(undone)], [1, 0]);
      assert.equal(
        await store.once(undone, async (transaction) => write(store, transaction, undone)),
        "handled",
      );
      assert.deepEqual([await count(kept), await count(undone)], [1, 1]);
    },
    ({ write }) => write,
  ],
];

/**
 * Runs the cases one after the other, where there is no test runner; gives what went wrong, by name.
 *
 * @param {Backend} backend
 */
export async function runContract(backend) {
  const failures = [];
  const own = cases.filter(([, , needs = () => true]) => needs(backend));
  for (const [title, check] of own) {
    try {
      await check(backend);
    } catch (error) {
      failures.push({ title, error: String(error?.stack ?? error) });
    }
  }
  return { passed: own.length - failures.length, failures };
}

/**
 * Registers every case that applies to the store as a test of its own.
 *
 * @param {Pick<typeof import("node:test"), "describe" | "test">} runner
 * @param {string} name
 * @param {Traits} traits
 * @param {(t: import("node:test").TestContext) => Backend | Promise<Backend>} backend
 */
export function testContract({ describe, test }, name, traits, backend) {
  // One after the other: some cases delete what others have noted.
  describe(name, { concurrency: 1 }, () => {
    for (const [title, check, needs = () => true] of cases) {
      if (needs(traits))
        test(title, async (t) => check(/** @type {Backend} */ ({ ...traits, ...(await backend(t)) })));
    }
  });
}
