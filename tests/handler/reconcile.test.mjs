// Payments whose callback never came: what GET /checkout/{id} returned, handled as the callbacks would have been.

import assert from "node:assert/strict";
import { test } from "node:test";
import { imported, sandbox } from "../lib/consumer.mjs";
import { order } from "../lib/order.mjs";
import { callback, handler, ids, secret, sign } from "./harness.mjs";

const HOUR = 60 * 60 * 1000;
const API = "https://sandbox.test";

function shop(options = {}) {
  const seen = { answers: [], payments: [] };
  const handle = handler.createHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => void seen.payments.push(payload),
    onAnswer: ({ status, code }) => seen.answers.push(`${status} ${code}`),
    ...options,
  });
  return { handle, ...seen };
}

/** The API, and what a merchant asks of it. */
async function openApi(t, fetch) {
  const api = sandbox.createSandbox({ secret, speed: 0, fetch });
  t.after(() => api.close());
  const request = (method, path, body, headers = {}) =>
    api(new Request(new URL(path, API), { method, body, headers }));
  const credentials = {
    grant_type: "client_credentials",
    client_id: "1001",
    client_secret: "sandbox-api-key",
    scope: "merchant",
  };
  // A token ends after an hour, and these tests take days.
  async function authorize() {
    const token = await (await request("POST", "/token", new URLSearchParams(credentials))).json();
    return { Authorization: `Bearer ${token.access_token}`, "Content-Type": "application/json" };
  }
  const call = async (method, path, body) =>
    (await request(method, path, body && JSON.stringify(body), await authorize())).json();
  return {
    api,
    create: () => call("POST", "/checkout", order),
    read: (id) => call("GET", `/checkout/${id}`),
    async pay({ id, products }, decision) {
      const payment = await call("POST", `/checkout/${id}/payment`, { productId: products[0].id });
      await request("POST", payment.redirects[0].url, new URLSearchParams({ decision }));
      return payment;
    },
  };
}

test("an endpoint that was down for 24 hours: the payment is handled once, and a late callback is a duplicate", async (t) => {
  let isDown = true;
  const own = shop({ expect: ({ sessionId }) => ({ amount: 2000, sessionId }) });
  const { api, create, read, pay } = await openApi(t, (request) =>
    isDown ? Promise.reject(new Error("connection refused")) : own.handle(request),
  );
  const session = await create();
  assert.deepEqual(await own.handle.reconcile(await read(session.id)), [], "nobody has paid yet");
  await pay(session, "cancel");
  assert.deepEqual(await own.handle.reconcile(await read(session.id)), [], "the customer has cancelled");
  const payment = await pay(session, "approve");
  await api.advance(25 * HOUR);
  assert.equal(api.deliveries()[0].state, "given-up");
  assert.equal(own.payments.length, 0);

  isDown = false;
  const paymentId = imported.canonicalId(payment.id);
  const night = await own.handle.reconcile(await read(session.id));
  assert.deepEqual(night, [{ paymentId, code: "handled", message: "The payment was handled." }]);
  const expected = { amount: 2000, paymentId, sessionId: imported.canonicalId(session.id) };
  assert.deepEqual(own.payments, [expected], "as the callback would have had it");
  const next = await own.handle.reconcile(await read(session.id));
  assert.deepEqual(
    next.map(({ code }) => code),
    ["already-handled"],
  );

  const { request } = api.deliveries()[0];
  const late = new Request(request.url, { method: "POST", headers: request.headers, body: request.body });
  assert.equal((await own.handle(late)).status, 200);
  assert.deepEqual(own.answers, ["200 already-handled"]);
  assert.equal(own.payments.length, 1);
});

test("a payment whose callback came is not handled again, nor one that is being handled", async () => {
  let finish;
  const own = shop({ onPaymentAuthorized: () => new Promise((resolve) => (finish = resolve)) });
  const body = callback();
  const headers = { Authorization: sign(body, { secret }) };
  const delivery = own.handle(new Request("http://shop.test/", { method: "POST", body, headers }));
  while (!finish) await new Promise((resolve) => setImmediate(resolve));
  const codes = async () => (await own.handle.reconcile(paid())).map(({ code }) => code);
  assert.deepEqual(await codes(), ["in-progress"]);
  finish();
  await delivery;
  assert.deepEqual(await codes(), ["already-handled"]);
});

const paid = (payment = {}, session = {}) => ({
  id: "4e0d7dd3-c124-41fb-a029-81f60732a13f",
  payments: [
    {
      id: "e7dbc6b9-fc25-42c6-9eb5-3f9e9b978294",
      amount: 2000,
      authorizedOn: "2026-11-26T20:00:00Z",
      status: "Authorized",
      ...payment,
    },
  ],
  ...session,
});

test("each payment by itself, through expect and the function, and what failed is tried again", async () => {
  const failing = new Error("the warehouse is closed");
  let isClosed = true;
  const own = shop({
    expect: ({ amount }) => (amount === 3 ? { amount: "3" } : amount !== 2),
    onPaymentAuthorized({ amount, ...rest }) {
      if (rest.payload.amount === 1 && isClosed) throw failing;
    },
  });
  const [first] = paid().payments;
  const payments = [0, 1, 2, 3].map((amount) => ({ ...first, id: `payment-${amount}`, amount }));
  const outcome = await own.handle.reconcile(paid({}, { payments }));
  assert.deepEqual(
    outcome.map(({ paymentId, code }) => `${paymentId} ${code}`),
    [
      "payment-0 handled",
      "payment-1 handler-failed",
      "payment-2 unexpected",
      "payment-3 invalid-expectation",
    ],
  );
  assert.equal(outcome[1].error, failing);
  isClosed = false;
  const again = await own.handle.reconcile(paid({}, { payments }));
  assert.deepEqual(
    again.map(({ code }) => code),
    ["already-handled", "handled", "unexpected", "invalid-expectation"],
  );
});

test("what is not authorized is left alone: no date, none at all, or the date that .NET has before one is set", async () => {
  const own = shop();
  for (const authorizedOn of [undefined, null, "0001-01-01T00:00:00", "0001-01-01T00:00:00Z"]) {
    assert.deepEqual(await own.handle.reconcile(paid({ authorizedOn })), []);
  }
  for (const payments of [undefined, null, []]) {
    assert.deepEqual(await own.handle.reconcile(paid({}, { payments })), []);
  }
  assert.deepEqual(own.payments, []);
});

test("what is no session is refused, before any payment is handled", async () => {
  const own = shop();
  const [good] = paid().payments;
  for (const session of [
    undefined,
    null,
    "4e0d7dd3c12441fba02981f60732a13f",
    [],
    {},
    { payments: [good] },
    paid({}, { id: 7 }),
    paid({}, { payments: "none" }),
    paid({}, { payments: [good, null] }),
    paid({}, { payments: [good, { ...good, id: 7 }] }),
    paid({}, { payments: [good, { ...good, id: "" }] }),
    paid({}, { payments: [good, { ...good, amount: "2000" }] }),
    paid({}, { payments: [good, { ...good, amount: 20.5 }] }),
    paid({}, { payments: [good, { ...good, amount: -1 }] }),
    paid({}, { payments: [good, { ...good, authorizedOn: "yesterday" }] }),
    paid({}, { payments: [good, { ...good, authorizedOn: true }] }),
    new Response(JSON.stringify(paid())),
  ]) {
    await assert.rejects(own.handle.reconcile(session), { name: "TypeError", code: "invalid-option" });
  }
  assert.deepEqual(own.payments, []);
  assert.equal(ids.sessionId.length, 32);
});
