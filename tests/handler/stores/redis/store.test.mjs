// The store alone, against a Redis: what a claim holds, for how long, and who may end it.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createClient } from "redis";
import { callback, freshId, handler, post, secret, serve } from "../../harness.mjs";
import { redis } from "./server.mjs";

const both = await import(pathToFileURL(path.join(process.env.CONSUMER ?? "", "both.mjs")).href);
const { RedisStore } = both.redis;
const HOUR = 60 * 60 * 1000;

async function connected(t) {
  const client = createClient({ url: (await redis(t)).url, disableOfflineQueue: true }).on("error", () => {});
  await client.connect();
  t.after(() => client.destroy());
  return client;
}

test("a claim lasts as long as its lease, and excludes others until it is released", async (t) => {
  const client = await connected(t);
  const [one, other] = [new RedisStore(client), new RedisStore(client)];
  assert.equal(await one.claim("key", 5000), "acquired");
  const left = await client.pTTL("checkout-signature:key");
  assert.ok(left > 4000 && left <= 5000, `${left} ms`);
  assert.equal(await one.claim("key", 5000), "in-progress");
  assert.equal(await other.claim("key", 5000), "in-progress");
  await other.release("key");
  assert.equal(await other.claim("key", 5000), "in-progress", "released by one who never held it");
  await one.release("key");
  assert.equal(await other.claim("key", 5000), "acquired");
  await other.complete("key", 5000);
  assert.equal(await one.claim("key", 5000), "done");
});

for (const whose of ["another process", "the same process"]) {
  test(`a release after the lease frees no claim of ${whose}`, async (t) => {
    const client = await connected(t);
    const late = new RedisStore(client);
    const next = whose === "another process" ? new RedisStore(client) : late;
    assert.equal(await late.claim("key", 20), "acquired");
    await sleep(50);
    assert.equal(await next.claim("key", 60_000), "acquired");
    await late.release("key");
    assert.equal(await new RedisStore(client).claim("key", 60_000), "in-progress");
    await next.complete("key", 60_000);
    await late.release("key");
    assert.equal(await late.claim("key", 60_000), "done");
  });
}

test("once two claims of a process have ended, its next one can be released again", async (t) => {
  const client = await connected(t);
  const store = new RedisStore(client);
  for (const end of ["release", "complete"]) {
    assert.equal(await store.claim(end, 20), "acquired");
    await sleep(50);
    assert.equal(await store.claim(end, 60_000), "acquired");
    await store.release(end);
    await store[end](end, 20);
    await client.del(`checkout-signature:${end}`);
    assert.equal(await store.claim(end, 60_000), "acquired");
    await store.release(end);
    assert.equal(await store.claim(end, 60_000), "acquired");
  }
});

test("a handled payment is remembered for 72 hours, under the names' prefix", async (t) => {
  const client = await connected(t);
  const store = new RedisStore(client, { prefix: "mine:" });
  const port = await serve(t, handler.nodeHandler({ secret, store, onPaymentAuthorized() {} }));
  const paymentId = freshId();
  assert.equal((await post(port, callback({ paymentId }))).status, 200);
  const left = await client.pTTL(`mine:payment-authorized:${paymentId}`);
  assert.ok(left > 72 * HOUR - 10_000 && left <= 72 * HOUR, `${left} ms`);
  assert.deepEqual(await client.keys("*"), [`mine:payment-authorized:${paymentId}`]);
});

test("what is no client, and options that cannot work, are refused at once", () => {
  const client = { set() {}, get() {}, eval() {} };
  const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";
  for (const none of [
    undefined,
    null,
    "redis://127.0.0.1",
    6379,
    {},
    new Map(),
    { ...client, get: undefined },
    { ...client, eval: undefined },
  ]) {
    assert.throws(() => new RedisStore(none), invalid);
  }
  for (const timeoutMs of [0, -1, 1.5, NaN, Infinity, "5000", null, 2 ** 31]) {
    assert.throws(() => new RedisStore(client, { timeoutMs }), invalid, String(timeoutMs));
  }
  for (const prefix of [null, 1, {}]) assert.throws(() => new RedisStore(client, { prefix }), invalid);
  new RedisStore(client, { prefix: "", timeoutMs: 1 });
});
