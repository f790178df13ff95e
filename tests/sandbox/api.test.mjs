// The Checkout API in miniature: token, sessions, payments, pages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox, credentials, HOUR, made, merchant, order, secret } from "./harness.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a token, as the documentation shows it", async (t) => {
  const { form } = made(t);
  const answer = await form("/token", credentials);
  const { access_token, refresh_token, ...rest } = await answer.json();
  assert.equal(answer.status, 200);
  assert.deepEqual(rest, { token_type: "bearer", expires_in: 3600, scope: "merchant" });
  assert.match(access_token, UUID);
  const renewed = { ...credentials, grant_type: "refresh_token", refresh_token };
  assert.equal((await form("/token", renewed)).status, 200);
  assert.equal((await (await form("/token", renewed)).json()).error, "invalid_grant", "once only");
});

test("no token for other credentials, grants and scopes, nor for JSON", async (t) => {
  const { form, json } = made(t);
  const refused = async (changes) => {
    const answer = await form("/token", { ...credentials, ...changes });
    return [answer.status, (await answer.json()).error];
  };
  assert.deepEqual(await refused({ client_secret: "another" }), [401, "invalid_client"]);
  assert.deepEqual(await refused({ client_id: "1002" }), [401, "invalid_client"]);
  assert.deepEqual(await refused({ grant_type: "password" }), [400, "unsupported_grant_type"]);
  assert.deepEqual(await refused({ scope: "admin" }), [400, "invalid_scope"]);
  assert.deepEqual((await (await json("/token", credentials)).json()).error, "invalid_request");
});

test("without a token, with another and with an expired one there is no session", async (t) => {
  const { sandbox, json, create, headers } = await merchant(t);
  for (const Authorization of [undefined, "Bearer 0", "Basic abc"]) {
    const answer = await json("/checkout", order(), Authorization ? { Authorization } : {});
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get("www-authenticate"), /^Bearer realm="sandbox"/);
    assert.match((await answer.json()).detail, /access_token/);
  }
  assert.equal((await create()).status, 200);
  await sandbox.advance(HOUR);
  const late = await json("/checkout", order(), headers);
  assert.match((await late.json()).detail, /expired/);
});

test("a session has an id and products; reading it gives the order, payments and status too", async (t) => {
  const { create, read } = await merchant(t);
  const answer = await create();
  const { id, products, ...rest } = await answer.json();
  assert.deepEqual([answer.status, rest], [200, {}]);
  assert.match(id, UUID);
  assert.deepEqual(
    products.map(({ name, type }) => [name, type]),
    [
      ["Vipps", "vipps"],
      ["Credit card", "card"],
    ],
  );
  for (const { id } of products) assert.match(id, UUID);
  const whole = { ...order(), id, merchantId: 1001, products, payments: [], status: "created" };
  assert.deepEqual(await read(id), whole);
  assert.deepEqual(await read(id.replaceAll("-", "").toUpperCase()), whole, "as callbacks write it");
});

const line = (changes) => ({
  orderLines: [{ ...order().orderLines[0], ...changes }],
  totalAmount: 2000,
  totalTaxAmount: 400,
});
const urls = (changes) => ({ merchantUrls: { ...order().merchantUrls, ...changes } });
/** @type {[changes: object, pointer: string, detail: RegExp][]} what is changed, and what the 400 says of it */
const wrong = [
  [{ merchantReference: undefined }, "#/merchantReference", /required/],
  [{ merchantReference: "" }, "#/merchantReference", /1 to 36/],
  [{ merchantReference: "x".repeat(37) }, "#/merchantReference", /1 to 36/],
  [{ customer: undefined }, "#/customer", /required/],
  [{ customer: "Kari" }, "#/customer", /object/],
  [{ customer: { email: 7 } }, "#/customer/email", /string/],
  [{ invoiceInformation: { invoiceDate: "tomorrow" } }, "#/invoiceInformation/invoiceDate", /date-time/],
  [{ currency: "" }, "#/currency", /ISO 4217/],
  [{ currency: null }, "#/currency", /required/],
  [{ orderLines: [] }, "#/orderLines", /at least one/],
  [{ orderLines: undefined }, "#/orderLines", /required/],
  [line({ name: " " }), "#/orderLines/0/name", /not empty/],
  [line({ quantity: 0 }), "#/orderLines/0/quantity", /1 or more/],
  [line({ quantity: 1.5 }), "#/orderLines/0/quantity", /1 or more/],
  [line({ unitPrice: 10.5 }), "#/orderLines/0/unitPrice", /minor unit/],
  [line({ unitPrice: "1000" }), "#/orderLines/0/unitPrice", /minor unit/],
  [line({ taxRate: -1 }), "#/orderLines/0/taxRate", /hundredths/],
  [
    { ...line({ totalAmount: 2001 }), totalAmount: 2001 },
    "#/orderLines/0/totalAmount",
    /is 2001, but quantity × unitPrice is 2000/,
  ],
  [{ orderLines: [7] }, "#/orderLines/0", /object/],
  [{ totalAmount: 12001 }, "#/totalAmount", /is 12001, but the lines add up to 12000/],
  [{ totalAmount: undefined }, "#/totalAmount", /required/],
  [{ totalAmount: -1 }, "#/totalAmount", /negative/],
  [{ totalAmount: 2 ** 53 }, "#/totalAmount", /minor unit/],
  [{ totalTaxAmount: 2399 }, "#/totalTaxAmount", /is 2399, but the tax of the lines adds up to 2400/],
  [{ merchantUrls: undefined }, "#/merchantUrls", /required/],
  [urls({ accept: undefined }), "#/merchantUrls/accept", /required/],
  [urls({ cancel: "/basket" }), "#/merchantUrls/cancel", /absolute/],
  [urls({ callback: "javascript:alert(1)" }), "#/merchantUrls/callback", /http/],
];

for (const [changes, pointer, detail] of wrong) {
  test(`400 says what is wrong with ${pointer}: ${detail.source}`, async (t) => {
    const { create } = await merchant(t);
    const answer = await create(changes);
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [400, "application/problem+json"]);
    const { errors } = await answer.json();
    assert.deepEqual(
      errors.map((error) => error.pointer),
      [pointer],
    );
    assert.match(errors[0].detail, detail);
  });
}

test("all faults are named at once", async (t) => {
  const { create } = await merchant(t);
  const { errors } = await (await create({ currency: 7, customer: null, ...urls({ accept: "" }) })).json();
  assert.deepEqual(
    errors.map(({ pointer }) => pointer),
    ["#/customer", "#/currency", "#/merchantUrls/accept"],
  );
});

test("a body that is no JSON, of another type, or too large", async (t) => {
  const { post, headers } = await merchant(t);
  const typed = { ...headers, "Content-Type": "application/json" };
  assert.equal((await post("/checkout", "{", typed)).status, 400);
  assert.equal((await post("/checkout", "[]", typed)).status, 400);
  assert.equal((await post("/checkout", "null", typed)).status, 400);
  assert.equal((await post("/checkout", "{}", headers)).status, 415);
  assert.equal((await post("/checkout", " ".repeat(2 ** 20 + 1), typed)).status, 413);
});

test("a payment for a product of the session, with the page to send the customer to", async (t) => {
  const { create, pay, read } = await merchant(t);
  const { id, products } = await (await create()).json();
  for (const { id: productId, type } of products) {
    const answer = await pay(id, productId);
    const payment = await answer.json();
    assert.equal(answer.status, 200);
    const page = `https://sandbox.test/pay/${payment.id}`;
    const expected = {
      productId,
      amount: 12000,
      status: "created",
      redirects: [{ type, url: page }],
      authorizedOn: null,
    };
    assert.deepEqual(payment, { id: payment.id, ...expected });
    assert.match(payment.id, UUID);
  }
  assert.equal((await read(id)).payments.length, 2);
  for (const productId of [undefined, 7, "x", id]) {
    const answer = await pay(id, productId);
    assert.deepEqual([answer.status, (await answer.json()).errors[0].pointer], [400, "#/productId"]);
  }
  assert.equal((await pay("4e0d7dd3-c124-41fb-a029-81f60732a13f", products[0].id)).status, 404);
});

for (const [type, asks] of /** @type {[string, RegExp][]} */ ([
  ["vipps", /Vipps asks/],
  ["card", /The bank asks/],
])) {
  test(`the page of ${type} says that it is a sandbox, and what is paid`, async (t) => {
    const { payment, get } = await merchant(t);
    const { redirects } = (await payment(type)).payment;
    const answer = await get(redirects[0].url);
    const page = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-security-policy"), /default-src 'none'/);
    for (const text of [
      /Sandbox\./,
      /no money moves/,
      asks,
      /NOK\s120\.00/,
      /value="approve"/,
      /value="cancel"/,
    ])
      assert.match(page, text);
  });
}

test("approve: to the accept URL, authorized; cancel: to the cancel URL, and the customer may try again", async (t) => {
  const { payment, pay, decide, read } = await merchant(t);
  const { session, payment: first } = await payment();
  const cancelled = await decide(first, "cancel");
  assert.deepEqual([cancelled.status, cancelled.headers.get("location")], [303, "https://shop.test/basket"]);
  assert.equal((await read(session.id)).status, "created");
  const second = await (await pay(session.id, session.products[1].id)).json();
  const approved = await decide(second, "approve");
  assert.deepEqual([approved.status, approved.headers.get("location")], [303, "https://shop.test/thanks"]);
  const { status, payments } = await read(session.id);
  assert.deepEqual(
    [status, payments.map((payment) => payment.status)],
    ["authorized", ["cancelled", "authorized"]],
  );
  assert.ok(!Number.isNaN(Date.parse(payments[1].authorizedOn)));
  assert.equal((await pay(session.id, session.products[0].id)).status, 409, "it is paid");
});

test("a decision is made once: again is the same redirect, another is refused", async (t) => {
  const { payment, pay, decide, sandbox } = await merchant(t);
  const { session, payment: first } = await payment();
  const other = await (await pay(session.id, session.products[1].id)).json();
  assert.equal((await decide(first, "perhaps")).status, 400);
  assert.equal((await decide(first, "approve")).status, 303);
  assert.equal((await decide(first, "approve")).status, 303);
  assert.equal((await decide(first, "cancel")).status, 409);
  assert.equal((await decide(other, "approve")).status, 409, "the session is paid");
  assert.equal(sandbox.deliveries().length, 1);
});

test("what a merchant sends is text on the pages, never markup", async (t) => {
  const { create, pay, get } = await merchant(t);
  const { id, products } = await (await create({ merchantReference: '<img src=x onerror="a">' })).json();
  const { redirects } = await (await pay(id, products[0].id)).json();
  for (const url of [redirects[0].url, "/sandbox"]) {
    const page = await (await get(url, { Accept: "text/html" })).text();
    assert.doesNotMatch(page, /<img/);
    assert.match(page, /&#60;img/);
  }
});

test("the page of the sandbox, and the same as JSON", async (t) => {
  const { payment, decide, get } = await merchant(t);
  const { session, payment: first } = await payment();
  await decide(first, "approve");
  const page = await (await get("/sandbox", { Accept: "text/html" })).text();
  for (const text of [session.id, first.id, "Sandbox.", "Merchant 1001"])
    assert.ok(page.includes(text), text);
  const state = await (await get("/sandbox")).json();
  assert.deepEqual([state.sessions.length, state.deliveries.length, state.speed], [1, 1, 0]);
  assert.equal((await get("/sandbox/style.css")).headers.get("content-type"), "text/css");
  assert.ok(!page.includes(secret) && !JSON.stringify(state).includes(secret));
});

test("unknown paths are 404, other methods 405 with Allow, HEAD has no body", async (t) => {
  const { sandbox, get, post, headers } = await merchant(t);
  assert.equal((await get("/nothing")).status, 404);
  assert.equal((await get("/pay/nothing")).status, 404);
  assert.equal((await get("/checkout/nothing", headers)).status, 404);
  const answer = await get("/token");
  assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"]);
  assert.equal((await post("/pay/nothing", "")).status, 404);
  const head = await sandbox(new Request("https://sandbox.test/sandbox", { method: "HEAD" }));
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

test("under a base URL of its own, paths and pages move with it", async (t) => {
  const { form, get } = made(t, undefined, { baseUrl: "https://shop.test/checkout-api/" });
  assert.equal((await form("https://shop.test/checkout-api/token", credentials)).status, 200);
  assert.equal((await form("https://shop.test/token", credentials)).status, 404);
  const page = await (await get("https://shop.test/checkout-api/sandbox", { Accept: "text/html" })).text();
  assert.match(page, /href="\/checkout-api\/sandbox\/style\.css"/);
});

test("wrong options throw at once, with a code", () => {
  for (const [options, code] of [
    [undefined, "invalid-option"],
    [{}, "empty-secret"],
    [{ secret: "" }, "empty-secret"],
    [{ secret: "s\n" }, "padded-secret"],
    [{ secret, speed: -1 }, "invalid-option"],
    [{ secret, speed: "fast" }, "invalid-option"],
    [{ secret, baseUrl: "/x" }, "invalid-option"],
    [{ secret, merchantId: "1001" }, "invalid-option"],
    [{ secret, apiKey: "" }, "invalid-option"],
    [{ secret, fetch: 7 }, "invalid-option"],
    [{ secret, onAttempt: 7 }, "invalid-option"],
    [{ secret, sped: 7 }, "invalid-option"],
  ]) {
    assert.throws(() => createSandbox(options), { name: "TypeError", code });
  }
});
