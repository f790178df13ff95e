// What is said: the log without `onAnswer`, and what errors name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callback, freshId, handler, secret, sign } from "./harness.mjs";
import { shop } from "./unusual.mjs";

const { createHandler } = handler;

test("without onAnswer, what is not a 200 is one line of console.warn, with the error where there is one", async (t) => {
  const { mock } = t.mock.method(console, "warn", () => {});
  const failed = new Error("the shop is closed");
  const handle = createHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => {
      if (payload.amount === 1) throw failed;
    },
  });
  const send = (body, authorization) =>
    handle(
      new Request("http://shop.test/", { method: "POST", body, headers: { Authorization: authorization } }),
    );
  const good = callback({ paymentId: freshId() });
  await send(good, sign(good, { secret }));
  assert.equal(mock.callCount(), 0);
  await send(good, "Bearer abc");
  const bad = callback({ paymentId: freshId(), amount: 1 });
  await send(bad, sign(bad, { secret }));
  const [refused, thrown] = mock.calls.map(({ arguments: given }) => given);
  assert.equal(refused.length, 1);
  assert.match(refused[0], /^checkout-signature: 401 unsupported-algorithm: \S/);
  assert.match(thrown[0], /^checkout-signature: 500 handler-failed: \S/);
  assert.deepEqual(thrown.slice(1), [failed]);
});

test("the store fails after the merchant's function: the log has both errors, and one where that is all there is", async () => {
  const down = new Error("connection refused");
  const closed = new Error("the shop is closed");
  const deliver = async (options) => {
    const own = shop({
      store: {
        once: async (_, work) => {
          await work().catch(() => {});
          throw down;
        },
      },
      ...options,
    });
    const body = callback({ paymentId: freshId() });
    const headers = { Authorization: sign(body, { secret }) };
    await own.handle(new Request("http://shop.test/", { method: "POST", body, headers }));
    const [{ status, code, error, message }] = own.answers;
    assert.equal(`${status} ${code}`, "500 store-failed");
    return { error, message };
  };
  const fail = () => {
    throw closed;
  };
  const both = await deliver({ onPaymentAuthorized: fail });
  assert.ok(both.error instanceof AggregateError);
  assert.deepEqual(both.error.errors, [down, closed]);
  assert.match(both.message, /nothing was noted/);
  // The store's alone: the order did not expect the payment, which is no error of the merchant's, or nothing was thrown.
  assert.equal((await deliver({ expect: () => null })).error, down);
  const worked = await deliver({});
  assert.equal(worked.error, down);
  assert.match(worked.message, /it can be handled once more/);
});

test("whatever is thrown, NaN too, is the function's failure and not the store's", async () => {
  for (const thrown of [Number.NaN, undefined, null, 0, "x"]) {
    const fail = () => {
      throw thrown;
    };
    for (const options of [{ onPaymentAuthorized: fail }, { expect: fail }]) {
      const own = shop(options);
      const body = callback({ paymentId: freshId() });
      const headers = { Authorization: sign(body, { secret }) };
      await own.handle(new Request("http://shop.test/", { method: "POST", body, headers }));
      assert.deepEqual([own.codes(), own.answers[0].error], [["500 handler-failed"], thrown]);
    }
  }
});

test("a store whose error cannot be asked for its code: the store's failure, and reconcile goes on to the next payment", async () => {
  const error = {
    get code() {
      throw new Error("the driver is broken");
    },
  };
  const own = shop({ store: { once: () => Promise.reject(error) } });
  const payments = [freshId(), freshId()].map((id) => ({
    id,
    amount: 1,
    authorizedOn: "2026-01-01T00:00:00Z",
  }));
  const reconciled = await own.handle.reconcile({ id: "a session", payments });
  assert.deepEqual(
    reconciled.map(({ code }) => code),
    ["store-failed", "store-failed"],
  );
});

test("what expect gave is named shortly, whatever it is", async () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`m${n}`, n]));
  for (const [expected, message] of [
    [{ amount: Object.create(null) }, /an amount that is an object\. /],
    [{ amount: "1".repeat(41) }, /an amount that is a string \("1{40}"\)\. /],
    [many, /\(its members: m0, m1, m2, m3, m4, m5, m6, m7\)/],
  ]) {
    const own = shop({ expect: () => expected });
    const body = callback({ paymentId: freshId() });
    const headers = { Authorization: sign(body, { secret }) };
    await own.handle(new Request("http://shop.test/", { method: "POST", body, headers }));
    assert.match(own.answers[0].message, /** @type {RegExp} */ (message));
  }
});

test("a date that is a number is none, although Date.parse takes it", async () => {
  const payments = [{ id: freshId(), amount: 1, authorizedOn: /** @type {any} */ (2026) }];
  await assert.rejects(shop().handle.reconcile({ id: "a session", payments }), { code: "invalid-option" });
});
