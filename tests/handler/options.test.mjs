// Options that reach the verifier, and functions that fail: what the coverage of the handler's lines asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callback, handler, imported, secret, sign } from "./harness.mjs";

const { createHandler } = handler;

/** The status and the code of one answer. @param {object} options */
async function answerOf(options, body, authorization) {
  const answers = [];
  const handle = createHandler({
    secret,
    onPaymentAuthorized() {},
    onAnswer: (answer) => answers.push(`${answer.status} ${answer.code}`),
    ...options,
  });
  const headers = { Authorization: authorization };
  await handle(new Request("http://shop.test/", { method: "POST", body, headers }));
  return answers.join();
}

test("the handler verifies under the rules that it was given", async () => {
  const spaced = `${callback()}\n`;
  const exact = imported.sign(spaced, { secret, whitespace: "none" });
  assert.equal(await answerOf({ whitespace: "none" }, spaced, exact), "200 handled");
  assert.equal(await answerOf({}, spaced, exact), "401 signature-mismatch");
  const ofPayload = imported.sign(callback(), { secret, signed: "payload" });
  assert.equal(await answerOf({ signed: "payload" }, callback(), ofPayload), "200 handled");
  assert.equal(await answerOf({}, callback(), ofPayload), "401 signature-mismatch");
});

/** Options whose functions and secret are the class's; each function notes that it was called. */
class Shop {
  #seen;
  constructor(seen) {
    this.#seen = seen;
  }
  get secret() {
    return secret;
  }
  get whitespace() {
    return /** @type {const} */ ("none");
  }
  expect() {
    this.#seen.push("expect");
    return null;
  }
  onPaymentAuthorized() {
    this.#seen.push("onPaymentAuthorized");
  }
  onUnknown() {
    this.#seen.push("onUnknown");
  }
  onAnswer({ code }) {
    this.#seen.push(code);
  }
}

test("options of a class: its methods are called, as methods, and its getters count, also where a prototype is polluted", async () => {
  for (const pollution of [{}, { whitespace: "all", onUnknown: null }]) {
    const seen = [];
    Object.assign(Object.prototype, pollution);
    try {
      const handle = createHandler(new Shop(seen));
      for (const body of [`${callback()}\n`, '{"type":"refund"}']) {
        const headers = { Authorization: sign(body, { secret, whitespace: "none" }) };
        await handle(new Request("http://shop.test/", { method: "POST", body, headers }));
      }
    } finally {
      for (const name of Object.keys(pollution)) Reflect.deleteProperty(Object.prototype, name);
    }
    assert.deepEqual(seen, ["expect", "unexpected", "onUnknown", "unknown-event"]);
  }
});

test("onUnknown that throws is a 500, so that the API sends the callback again", async () => {
  const body = '{"type":"refund"}';
  const fail = () => {
    throw new Error("the shop is broken");
  };
  assert.equal(await answerOf({ onUnknown: fail }, body, sign(body, { secret })), "500 handler-failed");
  for (const options of [{ onUnknown() {} }, {}]) {
    assert.equal(await answerOf(options, body, sign(body, { secret })), "200 unknown-event");
  }
});

test("what has to be a function and is not is refused when the handler is made", () => {
  for (const name of ["onPaymentAuthorized", "onUnknown", "expect", "onAnswer"]) {
    const options = { secret, onPaymentAuthorized() {}, [name]: "x" };
    assert.throws(() => createHandler(options), { name: "TypeError", code: "invalid-option" }, name);
  }
});

test("what is not a store, and a time that no timer can keep, are refused when the handler is made", () => {
  const make = (options) => createHandler({ secret, onPaymentAuthorized() {}, ...options });
  const invalid = { name: "TypeError", code: "invalid-option" };
  for (const store of [null, "x", 7, {}, { once: true }, () => {}, Object.assign(() => {}, { once() {} })]) {
    assert.throws(() => make({ store }), invalid, String(store));
  }
  for (const name of ["bodyTimeoutMs", "storeTimeoutMs"]) {
    for (const ms of [0, -1, 1.5, 2 ** 31, Number.NaN, "10", null, true]) {
      assert.throws(() => make({ [name]: ms }), invalid, `${name} ${ms}`);
    }
    for (const ms of [1, 2 ** 31 - 1]) make({ [name]: ms });
  }
});
