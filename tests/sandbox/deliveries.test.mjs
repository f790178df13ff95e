// Signed callbacks, sent until one is answered with 200, on a clock that can be sped up.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { BACK_OFF, HOUR, handler, imported, merchant, secret } from "./harness.mjs";

const { sameId, verify } = imported;

/** A payment that was approved. */
async function paid(t, answer, options) {
  const shop = await merchant(t, answer, options);
  const made = await shop.payment();
  await shop.decide(made.payment, "approve");
  return { ...shop, ...made };
}

test("an approved payment is called back with an event that verifies", async (t) => {
  const { sandbox, received, session, payment } = await paid(t, undefined, { speed: 1 });
  await sandbox.advance(0);
  assert.equal(received.length, 1);
  const [{ method, url, headers, body }] = received;
  assert.deepEqual([method, url], ["POST", "https://shop.test/callback"]);
  assert.equal(headers["content-type"], "application/json; charset=utf-8");
  const { type, payload } = verify(body, headers.authorization, { secret });
  assert.deepEqual([type, payload.amount], ["payment-authorized", 12000]);
  assert.match(payload.paymentId, /^[0-9a-f]{32}$/);
  assert.ok(sameId(payload.paymentId, payment.id) && sameId(payload.sessionId, session.id));
  const [{ state, attempts, nextAttemptAt, request }] = sandbox.deliveries();
  assert.deepEqual([state, attempts.map(({ status }) => status), nextAttemptAt], ["delivered", [200], null]);
  assert.equal(request.body, body);
});

test("a cancelled payment is not called back", async (t) => {
  const { sandbox, received, payment, decide } = await merchant(t);
  await decide((await payment()).payment, "cancel");
  await sandbox.advance(48 * HOUR);
  assert.equal(received.length, 0);
});

test("the waits double from ten seconds, and end within 24 hours", () => {
  assert.equal(BACK_OFF[0], 10_000);
  for (const [at, wait] of BACK_OFF.entries()) assert.equal(wait, 10_000 * 2 ** at);
  const total = BACK_OFF.reduce((sum, wait) => sum + wait);
  assert.ok(total <= 24 * HOUR && total + 2 * BACK_OFF.at(-1) > 24 * HOUR, `${total / HOUR} hours`);
});

test("answers that are not 200 are tried again after each wait, the same request every time, and then no more", async (t) => {
  const statuses = [500, 201, 204, 301, 302, 404];
  let n = 0;
  const { sandbox, received } = await paid(t, () => statuses[n++ % statuses.length]);
  const begun = sandbox.now();
  await sandbox.advance(24 * HOUR);
  assert.equal(received.length, BACK_OFF.length + 1);
  const waits = received.map(({ at }) => at - begun);
  let sum = 0;
  assert.deepEqual(waits, [0, ...BACK_OFF.map((wait) => (sum += wait))]);
  for (const request of received) assert.deepEqual({ ...request, at: 0 }, { ...received[0], at: 0 });
  const [{ state, attempts, nextAttemptAt }] = sandbox.deliveries();
  assert.deepEqual([state, attempts.length, nextAttemptAt], ["given-up", received.length, null]);
  await sandbox.advance(48 * HOUR);
  assert.equal(received.length, BACK_OFF.length + 1);
});

test("it stops at the first 200", async (t) => {
  let n = 0;
  const { sandbox, received } = await paid(t, () => ((n += 1) < 3 ? 503 : 200));
  await sandbox.advance(29_999);
  assert.equal(received.length, 2);
  const [{ nextAttemptAt }] = sandbox.deliveries();
  assert.equal(Date.parse(nextAttemptAt) - sandbox.now(), 1);
  await sandbox.advance(1);
  assert.equal(sandbox.deliveries()[0].state, "delivered");
  await sandbox.advance(24 * HOUR);
  assert.equal(received.length, 3);
});

test("a shop that cannot be reached is an attempt too, and the log says why", async (t) => {
  const { sandbox } = await paid(t, () =>
    Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
  );
  await sandbox.advance(0);
  const [{ attempts, state }] = sandbox.deliveries();
  assert.deepEqual([attempts[0].error, attempts[0].status, state], ["ECONNREFUSED", undefined, "pending"]);
});

for (const [what, given] of [
  ["nothing", undefined],
  ["a text", "200"],
  ["an object of another kind", {}],
]) {
  test(`a fetch of one's own that gives ${what} is an attempt too, and the log says why`, async (t) => {
    const { sandbox } = await paid(t, () => given);
    await sandbox.advance(0);
    const [{ attempts, state }] = sandbox.deliveries();
    assert.deepEqual(
      [attempts[0].error, state],
      ["fetch returned something that is not a Response", "pending"],
    );
  });
}

test("the clock can be moved and sped up over HTTP, in seconds", async (t) => {
  const { sandbox, received, json } = await paid(t, () => 500);
  const before = sandbox.now();
  const answer = await (await json("/sandbox/clock", { advance: 10 })).json();
  assert.equal(sandbox.now() - before, 10_000);
  assert.equal(answer.speed, 0);
  assert.equal(received.length, 2);
  assert.equal((await (await json("/sandbox/clock", { speed: 100_000 })).json()).speed, 100_000);
  while (sandbox.deliveries()[0].state === "pending") await sleep(10);
  assert.equal(received.length, BACK_OFF.length + 1);
  for (const wrong of [{ advance: -1 }, { speed: "fast" }, { advance: "1" }]) {
    assert.equal((await json("/sandbox/clock", wrong)).status, 400, JSON.stringify(wrong));
  }
});

test("one shop that is slow holds nobody else up", async (t) => {
  /** @type {(status: number) => void} */
  let open = () => {};
  const held = new Promise((resolve) => (open = resolve));
  let n = 0;
  const shop = await merchant(t, () => ((n += 1) === 1 ? held : 200), { speed: 1 });
  for (const { payment } of [await shop.payment(), await shop.payment()])
    await shop.decide(payment, "approve");
  while (shop.received.length < 2 || shop.sandbox.deliveries()[1].state === "pending") await sleep(5);
  assert.deepEqual(
    shop.sandbox.deliveries().map(({ state }) => state),
    ["pending", "delivered"],
  );
  open(200);
  await shop.sandbox.advance(0);
  assert.deepEqual(
    shop.sandbox.deliveries().map(({ state }) => state),
    ["delivered", "delivered"],
  );
});

test("onAttempt is called after each attempt, and what it throws changes nothing", async (t) => {
  const called = [];
  const onAttempt = (delivery) => {
    called.push(delivery.attempts.at(-1).status);
    throw new Error("the log is full");
  };
  let n = 0;
  const { sandbox } = await paid(t, () => ((n += 1) === 1 ? 500 : 200), { onAttempt });
  await sandbox.advance(HOUR);
  assert.deepEqual(called, [500, 200]);
});

test("what the log gives cannot be changed", async (t) => {
  const { sandbox } = await paid(t);
  await sandbox.advance(0);
  const [delivery] = sandbox.deliveries();
  assert.throws(() => (delivery.request.body = ""), TypeError);
  assert.throws(() => delivery.attempts.push({}), TypeError);
});

test("an attempt that is under way when the sandbox is closed is the last one", async (t) => {
  /** @type {(status: number) => void} */
  let open = () => {};
  const held = new Promise((resolve) => (open = resolve));
  const { sandbox, received } = await paid(t, () => held);
  const first = sandbox.advance(0);
  while (received.length === 0) await sleep(1);
  sandbox.close();
  open(500);
  await first;
  await sandbox.advance(24 * HOUR);
  assert.equal(received.length, 1);
});

test("after close nothing is sent any more", async (t) => {
  const { sandbox, received } = await paid(t, () => 500);
  await sandbox.advance(0);
  sandbox.close();
  await sandbox.advance(24 * HOUR);
  assert.equal(received.length, 1);
});

test("the package's own handler over a socket: it fails first, the retry is handled, once", async (t) => {
  const payments = [];
  let n = 0;
  const listener = handler.nodeHandler({
    secret,
    onPaymentAuthorized({ payload }) {
      if ((n += 1) === 1) throw new Error("the warehouse is closed");
      payments.push(payload.amount);
    },
    onAnswer() {},
  });
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.on("listening", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const shop = await merchant(t, undefined, { fetch: undefined });
  const callback = `http://127.0.0.1:${server.address().port}/callback`;
  const session = await (
    await shop.create({ merchantUrls: { accept: callback, cancel: callback, callback } })
  ).json();
  const payment = await (await shop.pay(session.id, session.products[0].id)).json();
  await shop.decide(payment, "approve");
  await shop.sandbox.advance(HOUR);
  const [{ attempts, state }] = shop.sandbox.deliveries();
  assert.deepEqual([attempts.map(({ status }) => status), state], [[500, 200], "delivered"]);
  assert.deepEqual(payments, [12000]);
});
