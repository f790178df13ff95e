// What would break the sandbox later is refused at once: URLs, times, depths and amounts of everything.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { credentials, HOUR, handler, imported, merchant, order, secret } from "./harness.mjs";

const { canonicalId } = imported;
const urls = (changes) => ({ merchantUrls: { ...order().merchantUrls, ...changes } });

/** Every page and every list still responds. */
async function assertItWorks({ get, headers }, sessionId) {
  for (const [path, more] of [
    ["/sandbox", { Accept: "text/html" }],
    ["/sandbox", {}],
    ["/sandbox/deliveries", {}],
    ...(sessionId ? [[`/checkout/${sessionId}`, headers]] : []),
  ])
    assert.equal((await get(path, more)).status, 200, path);
}

for (const name of ["accept", "cancel", "callback"]) {
  for (const url of [
    "https://shop.test/✓",
    "https://shop.test/thanks\r\nX: y",
    "https://shop.test/\tthanks",
    " https://shop.test/thanks",
    "https://shop.test/thänks",
    "https://shöp.test/",
    "https://shop.test/\ud800",
  ]) {
    test(`${name} ${JSON.stringify(url)} cannot be sent as it is, so there is no session`, async (t) => {
      const { create } = await merchant(t);
      const answer = await create(urls({ [name]: url }));
      assert.equal(answer.status, 400);
      const { errors } = await answer.json();
      assert.deepEqual(
        errors.map(({ pointer }) => pointer),
        [`#/merchantUrls/${name}`],
      );
      assert.match(errors[0].detail, /ASCII/);
    });
  }
}

test("a callback URL with a user and a password is refused: no request can be made of it", async (t) => {
  const { create } = await merchant(t);
  const answer = await create(urls({ callback: "https://user:word@shop.test/callback" }));
  assert.match((await answer.json()).errors[0].detail, /no user and no password/);
});

for (const move of [
  { advance: 1e300 },
  { advance: 1e306 },
  { advance: 8.64e12 },
  { speed: 1e300 },
  { speed: 1e6 + 1 },
]) {
  test(`the clock refuses ${JSON.stringify(move)}, and goes on`, async (t) => {
    const shop = await merchant(t);
    const answer = await shop.json("/sandbox/clock", move);
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).detail, /year 9999/);
    const { session } = await shop.payment();
    await assertItWorks(shop, session.id);
  });
}

test("a program that moves the clock too far gets an error at once", async (t) => {
  const { sandbox } = await merchant(t);
  for (const ms of [1e300, Infinity, Number.NaN, -1, "1"])
    assert.throws(() => sandbox.advance(ms), { name: "TypeError", code: "invalid-option" });
  for (const speed of [1e300, Infinity, Number.NaN, -1])
    assert.throws(() => (sandbox.speed = speed), { name: "TypeError", code: "invalid-option" });
});

test("at the end of its time the clock stands still, and everything still responds", async (t) => {
  const shop = await merchant(t, () => 500);
  const { session, payment } = await shop.payment();
  const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  await shop.sandbox.advance(last - shop.sandbox.now() - HOUR);
  await shop.decide(payment, "approve");
  // Two moves that are each allowed, and together would go too far.
  await Promise.all([shop.sandbox.advance(HOUR), shop.sandbox.advance(HOUR / 2)]);
  shop.sandbox.speed = 1e6;
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(shop.sandbox.now(), last);
  await assertItWorks(shop);
  const { access_token } = await (await shop.form("/token", credentials)).json();
  const stopped = await shop.get(`/checkout/${session.id}`, { Authorization: `Bearer ${access_token}` });
  assert.equal(stopped.status, 200);
});

test("JSON that nests too deeply to be written again is refused", async (t) => {
  const shop = await merchant(t);
  for (const depth of [40, 100_000]) {
    const text = JSON.stringify({ ...order(), extra: 0 }).replace(
      '"extra":0',
      `"extra":${"[".repeat(depth)}${"]".repeat(depth)}`,
    );
    const answer = await shop.post("/checkout", text, {
      ...shop.headers,
      "Content-Type": "application/json",
    });
    assert.equal(answer.status, 400, `${depth} levels`);
  }
  await assertItWorks(shop);
});

test("an order of many faults gets a response of a hundred", async (t) => {
  const { create } = await merchant(t);
  const answer = await create({ orderLines: Array.from({ length: 100_000 }, () => ({})) });
  const text = await answer.text();
  assert.equal(JSON.parse(text).errors.length, 100);
  assert.ok(text.length < 20_000);
});

test("a session takes a hundred payments, and then no more", async (t) => {
  const { create, pay, read } = await merchant(t);
  const { id, products } = await (await create()).json();
  const statuses = [];
  for (let n = 0; n < 101; n += 1) statuses.push((await pay(id, products[0].id)).status);
  assert.deepEqual([new Set(statuses.slice(0, 100)), statuses[100]], [new Set([200]), 409]);
  assert.equal((await read(id)).payments.length, 100);
});

test("the oldest of more than a thousand sessions is forgotten, with its payments", async (t) => {
  const { create, payment, read, get, headers } = await merchant(t);
  const first = await payment();
  for (let n = 0; n < 1000; n += 1) await create();
  assert.equal((await get(`/checkout/${first.session.id}`, headers)).status, 404);
  assert.equal((await get(first.payment.redirects[0].url)).status, 404);
  assert.ok((await read((await (await create()).json()).id)).id);
});

test("control characters and bidi controls in JSON are escaped, since people read it on a terminal", async (t) => {
  const { create, read, get, headers } = await merchant(t);
  const merchantReference = "\u007f\u009b31m\u202e\u2066\u{e0001}";
  const { id } = await (await create({ merchantReference })).json();
  const text = await (await get(`/checkout/${id}`, headers)).text();
  assert.doesNotMatch(text, /[^\n -~]/);
  assert.equal((await read(id)).merchantReference, merchantReference);
});

test("an id of another form finds nothing, and a UUID finds the same in every spelling", async (t) => {
  const { payment, get, read } = await merchant(t);
  const { session, payment: first } = await payment();
  const digits = first.id.replaceAll("-", "");
  assert.equal((await get(`/pay/${digits.toUpperCase()}`)).status, 200);
  assert.equal((await get(`/pay/-${digits}`)).status, 404);
  assert.equal((await get(`/pay/${digits.slice(0, 1)}-${digits.slice(1)}`)).status, 404);
  assert.equal((await read(session.id.toUpperCase())).id, session.id);
});

test("a payment that was authorized says so also after its callbacks were given up, and can be reconciled", async (t) => {
  const { sandbox, payment, decide, form, get } = await merchant(t, () => 500);
  const { session, payment: first } = await payment();
  await decide(first, "approve");
  await sandbox.advance(48 * HOUR);
  assert.equal(sandbox.deliveries()[0].state, "given-up");
  const { access_token } = await (await form("/token", credentials)).json();
  const answer = await get(`/checkout/${session.id}`, { Authorization: `Bearer ${access_token}` });
  const read = await answer.json();
  const { id, status, payments } = read;
  assert.deepEqual([id, status], [session.id, "authorized"]);
  assert.deepEqual(
    payments.map(({ id, amount, status }) => ({ id, amount, status })),
    [{ id: first.id, amount: 12000, status: "authorized" }],
  );
  assert.ok(Date.parse(payments[0].authorizedOn) <= sandbox.now() - 47 * HOUR);

  const handled = [];
  const endpoint = handler.createHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => void handled.push(payload),
  });
  const [{ paymentId, code }] = await endpoint.reconcile(read);
  assert.deepEqual([paymentId, code], [canonicalId(first.id), "handled"]);
  assert.deepEqual(handled, [{ amount: 12000, paymentId, sessionId: canonicalId(session.id) }]);
});

// Whatever is sent, it responds, and no response is a defect of its own.

const anyText = fc.string({ unit: "binary", maxLength: 40 });
const json = fc.oneof(fc.json({ maxDepth: 4 }), anyText);
const aPath = fc.oneof(
  fc.constantFrom(
    "/",
    "/token",
    "/checkout",
    "/sandbox",
    "/sandbox/",
    "/sandbox/clock",
    "/sandbox/deliveries",
  ),
  fc.webPath(),
  fc.tuple(fc.constantFrom("/checkout/", "/pay/"), fc.webSegment()).map((parts) => parts.join("")),
);
const aRequest = fc.record({
  method: fc.constantFrom("GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE"),
  path: aPath,
  type: fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "APPLICATION/JSON ;x",
  ),
  body: json,
  isAuthorized: fc.boolean(),
});
const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(1e300, -0, 8.64e15, "1", null));

test("whatever is sent, it responds and stays whole", async (t) => {
  const shop = await merchant(t);
  await fc.assert(
    fc.asyncProperty(aRequest, async ({ method, path, type, body, isAuthorized }) => {
      const hasBody = method !== "GET" && method !== "HEAD";
      const headers = { "Content-Type": type, ...(isAuthorized && shop.headers) };
      const request = new Request(`https://sandbox.test${path}`, {
        method,
        headers,
        ...(hasBody && { body }),
      });
      const { status } = await shop.sandbox(request);
      assert.ok(status < 500, `${status}`);
    }),
    { numRuns: 1000 },
  );
  await assertItWorks(shop);
});

test("whatever stands in an order's members or in a clock's, it responds and stays whole", async (t) => {
  const shop = await merchant(t);
  const anything = fc.oneof(
    fc.anything({ maxDepth: 2, withNullPrototype: false }),
    number,
    anyText,
    fc.webUrl(),
  );
  const member = fc.constantFrom(
    ...Object.keys(order()),
    "invoiceInformation",
    "id",
    "payments",
    "__proto__",
  );
  await fc.assert(
    fc.asyncProperty(member, anything, number, number, async (name, value, advance, speed) => {
      const given = JSON.stringify({ ...order(), ...Object.fromEntries([[name, value]]) }, bigints);
      const answer = await shop.post("/checkout", given, {
        ...shop.headers,
        "Content-Type": "application/json",
      });
      assert.ok(answer.status === 200 || answer.status === 400 || answer.status === 401, `${answer.status}`);
      if (answer.status === 200) {
        const { id, products } = await answer.json();
        const payment = await (await shop.pay(id, products[0].id)).json();
        assert.equal((await shop.decide(payment, "approve")).status, 303);
      }
      const moved = await shop.json("/sandbox/clock", { advance, speed });
      assert.ok(moved.status === 200 || moved.status === 400, `${moved.status}`);
      assert.equal((await shop.json("/sandbox/clock", { speed: 0 })).status, 200);
    }),
    { numRuns: 300 },
  );
  await assertItWorks(shop);
});

function bigints(_name, value) {
  return typeof value === "bigint" ? String(value) : value;
}
