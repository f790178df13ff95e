// What `expect` may give, and what is the merchant's mistake: it must neither pass nor be refused for ever in silence.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callback, freshId, handler, ids, secret, sign } from "./harness.mjs";

/** Delivers a payment of 2000 to a handler whose `expect` gives this. */
async function deliver(expect, paymentId = freshId()) {
  const answers = [];
  const payments = [];
  const handle = handler.createHandler({
    secret,
    expect,
    onPaymentAuthorized: () => void payments.push(paymentId),
    onAnswer: (answer) => answers.push(answer),
  });
  const body = callback({ paymentId });
  const headers = { Authorization: sign(body, { secret }) };
  const { status } = await handle(new Request("http://shop.test/", { method: "POST", body, headers }));
  const [{ code, message }] = answers;
  assert.equal(payments.length, status === 200 ? 1 : 0);
  return { outcome: `${status} ${code}`, message };
}
const gives = async (expected) => deliver(() => expected);

test("the order as it is: handled", async () => {
  const { sessionId } = ids;
  for (const expected of [
    true,
    { amount: 2000 },
    { amount: 2000n },
    { amount: 2000, sessionId },
    { amount: 2000, sessionId: "4E0D7DD3-C124-41FB-A029-81F60732A13F", customer: "Kari", paid: false },
    Object.assign(Object.create(null), { amount: 2000 }),
    new (class Order {
      amount = 2000;
    })(),
  ]) {
    assert.equal((await gives(expected)).outcome, "200 handled");
    assert.equal((await gives(Promise.resolve(expected))).outcome, "200 handled");
  }
});

test("another amount, another session, or no such order (yet): 409", async () => {
  const { sessionId } = ids;
  for (const expected of [
    null,
    undefined,
    false,
    { amount: 1999 },
    { amount: 2000n + 1n },
    { amount: 0, sessionId },
    { amount: 2000, sessionId: "" },
    { amount: 2000, sessionId: `${sessionId}0` },
    { amount: 1, sessionId },
  ]) {
    assert.equal((await gives(expected)).outcome, "409 unexpected");
  }
});

test("what cannot be compared: 500 invalid-expectation, which says what was given and of which type", async () => {
  const { sessionId } = ids;
  for (const [expected, says] of /** @type {any[][]} */ ([
    [{ amount: "2000" }, /amount that is a string \("2000"\)/],
    [{ amount: undefined, sessionId }, /amount that is undefined/],
    [{ amount: null }, /amount that is null/],
    [{ amount: 20.5 }, /amount that is a number \(20\.5\)/],
    [{ amount: Number.NaN }, /amount that is a number \(NaN\)/],
    [{ amount: { toNumber: () => 2000 } }, /amount that is an object \(Object\)/],
    [{ amount: [2000] }, /amount that is an array of 1/],
    [{ sessionId }, /without amount \(its members: sessionId\)/],
    [{ total: 2000, sessionid: sessionId }, /without amount \(its members: total, sessionid\)/],
    [{}, /without amount \(its members: none\)/],
    [[{ amount: 2000 }], /gave an array of 1/],
    [[], /gave an array of 0/],
    [2000, /gave a number \(2000\)/],
    [2000n, /gave a bigint \(2000\)/],
    ["2000", /gave a string \("2000"\)/],
    ["", /gave a string/],
    [0, /gave a number/],
    [() => true, /gave a function/],
    [Symbol("order"), /gave a symbol/],
    [new Map([["amount", 2000]]), /without amount/],
    [{ amount: 2000, sessionId: null }, /sessionId that is null/],
    [{ amount: 2000, sessionId: undefined }, /sessionId that is undefined/],
    [{ amount: 2000, sessionId: 7 }, /sessionId that is a number \(7\)/],
  ])) {
    const { outcome, message } = await gives(expected);
    assert.equal(outcome, "500 invalid-expectation", String(says));
    assert.match(message, says);
  }
});

test("expect throws: 500 handler-failed, as the function itself", async () => {
  const broken = {
    get amount() {
      throw new Error("the database is down");
    },
  };
  for (const expect of [() => broken, () => Promise.reject(new Error("down")), () => JSON.parse("{")]) {
    assert.equal((await deliver(expect)).outcome, "500 handler-failed");
  }
});

test("what is refused is not noted: the next delivery is handled once the mistake is gone", async () => {
  const given = [{ amount: "2000" }, null, { amount: 2000 }];
  const answers = [];
  const handle = handler.createHandler({
    secret,
    expect: () => given.shift(),
    onPaymentAuthorized() {},
    onAnswer: ({ status }) => answers.push(status),
  });
  const body = callback({ paymentId: freshId() });
  const headers = { Authorization: sign(body, { secret }) };
  for (let n = 0; n < 4; n += 1)
    await handle(new Request("http://shop.test/", { method: "POST", body, headers }));
  assert.deepEqual(answers, [500, 409, 200, 200]);
});
