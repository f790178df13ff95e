// What the handler does with a store: what the store is called with, and what each of its outcomes is answered with.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { callback, freshId, handler, post, secret, serve } from "./harness.mjs";

const { MemoryStore, nodeHandler } = handler;

/** A server over a store; what it told the log and the merchant. */
async function shop(t, once, options = {}) {
  const seen = { payments: [], answers: [] };
  const listener = nodeHandler({
    secret,
    store: typeof once === "function" ? { once } : once,
    onPaymentAuthorized: (event, context) => void seen.payments.push([event, context]),
    onAnswer: (answer) => seen.answers.push(answer),
    ...options,
  });
  const port = await serve(t, listener);
  const deliver = async (paymentId = freshId()) => {
    const { status } = await post(port, callback({ paymentId }));
    return `${status} ${seen.answers.at(-1).code}`;
  };
  return { deliver, ...seen };
}

test("once is called with the event's type and the canonical id; transaction and signal reach the merchant", async (t) => {
  const keys = [];
  const transaction = { query() {} };
  const { signal } = new AbortController();
  const expected = [];
  const own = await shop(
    t,
    async (key, work) => {
      keys.push(key);
      await work(transaction, signal);
      return "handled";
    },
    { expect: (payload, context) => expected.push(context) > 0 },
  );
  assert.equal(await own.deliver("E7DBC6B9-FC25-42C6-9EB5-3F9E9B978294"), "200 handled");
  assert.deepEqual(keys, ["payment-authorized:e7dbc6b9fc2542c69eb53f9e9b978294"]);
  assert.deepEqual(expected, [{ transaction }]);
  assert.equal(own.payments[0][1].transaction, transaction);
  assert.equal(own.payments[0][1].signal, signal);
});

test("what the merchant's function returned is what the store's work resolves with", async (t) => {
  const returned = [];
  const once = async (key, work) => {
    returned.push(await work());
    return "handled";
  };
  const own = await shop(t, once, { onPaymentAuthorized: async () => ["a statement"] });
  assert.equal(await own.deliver(), "200 handled");
  assert.deepEqual(returned, [["a statement"]]);
});

test("the store is down, before the work or after it: 500 store-failed, never 200", async (t) => {
  const down = new Error("connection refused");
  const before = await shop(t, () => Promise.reject(down));
  assert.equal(await before.deliver(), "500 store-failed");
  assert.deepEqual([before.payments.length, before.answers[0].error], [0, down]);
  const after = await shop(t, async (key, work) => {
    await work();
    throw down;
  });
  assert.equal(await after.deliver(), "500 store-failed");
  assert.deepEqual([after.payments.length, after.answers[0].error], [1, down]);
  const atOnce = await shop(t, () => {
    throw down;
  });
  assert.equal(await atOnce.deliver(), "500 store-failed");
});

test("a store that gives something else, or says that it was handled and did not run the work: 500", async (t) => {
  for (const result of [undefined, "acquired", "handled"]) {
    const own = await shop(t, async () => result);
    assert.equal(await own.deliver(), "500 store-failed", String(result));
    assert.match(own.answers[0].message, /^once\(\) of the store must run its work to the end/);
  }
  const ranTheWork = await shop(t, async (key, work) => void (await work()));
  assert.equal(await ranTheWork.deliver(), "500 store-failed");
  const swallows = await shop(
    t,
    async (key, work) => {
      await work().catch(() => {});
      return "handled";
    },
    {
      onPaymentAuthorized() {
        throw new Error("the warehouse is closed");
      },
    },
  );
  assert.equal(await swallows.deliver(), "500 store-failed");
});

test("a lease that is lost: 500 lease-lost, with a line in the log", async (t) => {
  const lost = Object.assign(new Error("the lease was lost"), { code: "lease-lost" });
  const own = await shop(t, async (key, work) => {
    await work(undefined, AbortSignal.abort());
    throw lost;
  });
  assert.equal(await own.deliver(), "500 lease-lost");
  assert.equal(own.answers[0].error, lost);
});

test("whatever else a store rejects with is the store's failure, and no lost lease", async (t) => {
  const refused = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
  for (const error of [refused, new Error("down"), {}, undefined, null, "lease-lost", 7]) {
    const own = await shop(t, () => Promise.reject(error));
    assert.equal(await own.deliver(), "500 store-failed", String(error));
    assert.equal(own.answers[0].error, error);
  }
});

test("a store that never answers: 500 after storeTimeoutMs, and its late work does not run", async (t) => {
  let late;
  const own = await shop(t, (key, work) => new Promise(() => (late = work)), { storeTimeoutMs: 50 });
  assert.equal(await own.deliver(), "500 store-failed");
  await assert.rejects(late(), /within 50 ms/);
  assert.equal(own.payments.length, 0);
  const after = await shop(t, (key, work) => work().then(() => new Promise(() => {})), {
    storeTimeoutMs: 50,
  });
  assert.equal(await after.deliver(), "500 store-failed");
  assert.equal(after.payments.length, 1);
});

test("the time of the merchant's function is not the store's", async (t) => {
  const atOnce = async (key, work) => {
    await work();
    return "handled";
  };
  const later = async (key, work) => {
    await undefined;
    return atOnce(key, work);
  };
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  for (const store of [new MemoryStore(), atOnce, later]) {
    const own = await shop(t, store, { storeTimeoutMs: 20, onPaymentAuthorized: () => sleep(100) });
    assert.equal(await own.deliver(), "200 handled");
  }
  assert.deepEqual(warnings, [], "no timer that Node.js warns of");
});

test("a store that does not answer once the merchant's function has thrown at once: 500 after storeTimeoutMs", async (t) => {
  const closed = new Error("the warehouse is closed");
  const own = await shop(t, (key, work) => work().catch(() => new Promise(() => {})), {
    storeTimeoutMs: 50,
    onPaymentAuthorized() {
      throw closed;
    },
  });
  assert.equal(await own.deliver(), "500 store-failed");
  assert.equal(own.answers[0].error.errors[1], closed);
});

test("a store that runs the work twice at the same time: nothing is thrown later", async (t) => {
  const twice = async (key, work) => {
    await Promise.all([work(), work()]);
    return "handled";
  };
  const own = await shop(t, twice, { storeTimeoutMs: 20 });
  assert.equal(await own.deliver(), "200 handled");
  await sleep(60);
});
