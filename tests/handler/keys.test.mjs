// Which payments are the same one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callback, handler, secret, sign } from "./harness.mjs";

test("only the forms of one UUID are the same payment: every other id is a payment of its own", async () => {
  const handled = [];
  const handle = handler.createHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => void handled.push(payload.paymentId),
    onAnswer() {},
  });
  const uuid = [
    "e7dbc6b9fc2542c69eb53f9e9b978294",
    "E7DBC6B9-FC25-42C6-9EB5-3F9E9B978294",
    "e7dbc6b9-fc25-42c6-9eb5-3f9e9b978294",
  ];
  const others = [
    "ab-c",
    "abc",
    "ABC",
    "\u212a",
    "k",
    "K",
    "-",
    "--",
    "e7dbc6b9-fc2542c69eb53f9e9b978294",
    "e7dbc6b9fc2542c69eb53f9e9b97829",
    "__proto__",
    "constructor",
    "\u00e9",
    "e\u0301",
  ];
  for (const paymentId of [...uuid, ...others, ...uuid, ...others]) {
    const body = callback({ paymentId });
    const headers = { Authorization: sign(body, { secret }) };
    const response = await handle(new Request("http://shop.test/", { method: "POST", body, headers }));
    assert.equal(response.status, 200, paymentId);
  }
  assert.deepEqual(handled, [uuid[0], ...others]);
});
