// What the example for axum does by itself, and the package's handler for the others.

import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { test } from "node:test";
import { examples } from "./lib/examples.mjs";
import { imported } from "./lib/places.mjs";
import { openShop, secret } from "./lib/shop.mjs";

const axum = examples.find(({ name }) => name === "axum");
const options = { timeout: 60_000 };

/** Sends what fetch would not: a header on several lines, or a body that does not end. */
async function post(url, { authorization, body, isWhole = true }) {
  const sent = request(url, { method: "POST", headers: { Authorization: authorization } });
  sent.on("error", () => {});
  if (isWhole) sent.end(body);
  else sent.write(body);
  const [answer] = await once(sent, "response", { signal: AbortSignal.timeout(10_000) });
  answer.resume();
  return answer.statusCode;
}

const event = '{"type":"payment-refunded","payload":{}}';
const right = imported.sign(event, { secret });
const wrong = imported.sign(event, { secret: "another" });

test("of two Authorization lines none counts, whichever is right", options, async (t) => {
  const opened = await openShop(t, axum);
  if (!opened) return;
  const { url } = await opened.open();
  assert.equal(await post(url, { authorization: right, body: event }), 200);
  for (const authorization of [
    [right, wrong],
    [wrong, right],
    [right, right],
  ]) {
    assert.equal(await post(url, { authorization, body: event }), 401);
  }
});

test(
  "a mebibyte is read and refused for its signature; a byte more is too large, whatever follows",
  options,
  async (t) => {
    const opened = await openShop(t, axum);
    if (!opened) return;
    const { url } = await opened.open();
    assert.equal(await post(url, { authorization: wrong, body: Buffer.alloc(2 ** 20, "x") }), 401);
    assert.equal(
      await post(url, { authorization: wrong, body: Buffer.alloc(2 ** 20 + 1, "x"), isWhole: false }),
      413,
    );
  },
);

test("only POST is allowed, and the answer says so", options, async (t) => {
  const opened = await openShop(t, axum);
  if (!opened) return;
  const { url } = await opened.open();
  const answer = await fetch(url, { method: "DELETE" });
  assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"]);
});

test("authentic, and no event: 400", options, async (t) => {
  const opened = await openShop(t, axum);
  if (!opened) return;
  const { url } = await opened.open();
  for (const body of [
    "",
    "{}",
    '{"type":"payment-authorized","payload":{"amount":-1,"paymentId":"a","sessionId":"b"}}',
  ]) {
    assert.equal(await post(url, { authorization: imported.sign(body, { secret }), body }), 400);
  }
});
