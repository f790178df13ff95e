// RedisStore alone: which clients it takes, what it keeps in Redis, and its lease.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis as Upstash } from "@upstash/redis";
import { Cluster, Redis as IoRedis } from "ioredis";
import * as redis6 from "redis";
import * as redis4 from "redis4";
import * as redis5 from "redis5";
import { redis } from "../lib/package.mjs";
import { missing, startServer } from "./server.mjs";

const { RedisStore } = redis;
const HOUR = 60 * 60 * 1000;
const NAME = "checkout-signature:key";
/**
 * @param {unknown} error
 * @returns {error is TypeError}
 */
const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";
const lost = (error) => error instanceof Error && error.code === "lease-lost";

test("a client in legacy mode is refused at once, and the message says what to give", () => {
  const legacy = [
    redis4.createClient({ legacyMode: true }),
    redis5.createClient().legacy(),
    redis6.createClient().legacy(),
  ];
  for (const client of legacy) {
    assert.throws(
      () => new RedisStore(client),
      (error) => invalid(error) && /legacy/.test(error.message),
    );
  }
  // Version 5 and 6 do not know the option any more: their client is a usual one.
  // @ts-expect-error: nor do their types, and a user's script may still have it.
  new RedisStore(redis5.createClient({ legacyMode: true }));
});

test("clusters and sentinels are known, from each version that has them", () => {
  const rootNodes = [{ url: "redis://127.0.0.1:1" }];
  for (const cluster of [
    redis4.createCluster({ rootNodes }),
    redis5.createCluster({ rootNodes }),
    redis6.createCluster({ rootNodes }),
  ]) {
    new RedisStore(cluster);
  }
  const sentinel = { name: "shop", sentinelRootNodes: [{ host: "127.0.0.1", port: 1 }] };
  new RedisStore(redis5.createSentinel(sentinel));
  new RedisStore(redis6.createSentinel(sentinel));
  const cluster = new Cluster([{ host: "127.0.0.1", port: 1 }], { lazyConnect: true });
  new RedisStore(cluster);
  cluster.disconnect();
});

test("what is not a client, and options that cannot work, are refused at once", () => {
  const ioredis = new IoRedis({ lazyConnect: true });
  const upstash = new Upstash({ url: "http://127.0.0.1:1", token: "token", enableTelemetry: false });
  const none = [
    undefined,
    null,
    "redis://127.0.0.1",
    6379,
    {},
    new Map(),
    { eval() {} },
    { set() {}, get() {}, eval() {} },
  ];
  // A pipeline or transaction collects commands, and runs none of them.
  const collecting = [
    redis6.createClient().multi(),
    ioredis.pipeline(),
    ioredis.multi(),
    upstash.pipeline(),
    upstash.multi(),
  ];
  for (const client of [...none, ...collecting]) assert.throws(() => new RedisStore(client), invalid);
  const client = async () => "";
  for (const leaseMs of [0, 99, -1, 1.5, NaN, Infinity, "5000", null, 2 ** 31]) {
    assert.throws(() => new RedisStore(client, { leaseMs }), invalid, String(leaseMs));
  }
  for (const forgetAfterMs of [0, -1, 1.5, "1", null]) {
    assert.throws(() => new RedisStore(client, { forgetAfterMs }), invalid, String(forgetAfterMs));
  }
  for (const options of [{ prefix: 1 }, { prefix: null }, { timeoutMs: 5 }, null]) {
    assert.throws(() => new RedisStore(client, options), invalid, JSON.stringify(options));
  }
  ioredis.disconnect();
});

test("the first use proves that a second claim is refused: else nothing is handled", async () => {
  const clients = {
    "says yes to everything": async () => "acquired",
    "gives nothing": () => undefined,
    "gives a number": async () => 1,
    "keeps nothing": async (script) => (/DEL/.test(script) ? "released" : "acquired"),
  };
  for (const [name, client] of Object.entries(clients)) {
    const store = new RedisStore(client);
    const work = () => assert.fail("this work must not run");
    for (const _ of [1, 2])
      await assert.rejects(store.once("key", work), /does not refuse a second claim/, name);
  }
});

test("over a real Redis", { skip: missing }, async (t) => {
  const server = await startServer(t);
  const client = redis6
    .createClient({ url: server.settings.url, disableOfflineQueue: true })
    .on("error", () => {});
  await client.connect();
  t.after(() => client.destroy());
  t.beforeEach(() => client.flushAll());

  await t.test("a handled payment is remembered for 72 hours, under the names' prefix", async () => {
    const store = new RedisStore(client, { prefix: "mine:" });
    assert.equal(await store.once("key", async () => {}), "handled");
    const left = await client.pTTL("mine:key");
    assert.ok(left > 72 * HOUR - 20_000 && left <= 72 * HOUR, `${left} ms`);
    assert.deepEqual(await client.keys("*"), ["mine:key"]);
    assert.match(String(await client.get("mine:key")), /^done:/);
  });

  await t.test("work that takes longer than the lease keeps it, and others wait", async () => {
    const [one, other] = [new RedisStore(client, { leaseMs: 400 }), new RedisStore(client, { leaseMs: 400 })];
    let [runs, isOver] = [0, false];
    const first = one.once("key", async (_, signal) => {
      runs += 1;
      await sleep(2000);
      assert.equal(signal.aborted, false);
      isOver = true;
    });
    while (!isOver) {
      if (runs)
        assert.ok(
          ["in-progress", "already-handled"].includes(await other.once("key", async () => (runs += 1))),
        );
      await sleep(20);
    }
    assert.equal(await first, "handled");
    assert.equal(runs, 1);
  });

  for (const [how, take] of Object.entries({
    "is taken by another": () => client.set(NAME, "another", { PX: 60_000 }),
    "has ended early, because Redis's clock jumped": () => client.del(NAME),
    "was handled by another": () => client.set(NAME, "done:another", { PX: 60_000 }),
  })) {
    await t.test(
      `the lease ${how}: the signal aborts, once rejects with lease-lost, and nothing is noted`,
      async () => {
        const store = new RedisStore(client, { leaseMs: 400 });
        let aborted;
        const working = store.once("key", async (_, signal) => {
          signal.addEventListener("abort", () => (aborted = signal.reason));
          await take();
          await sleep(3000);
        });
        const began = performance.now();
        await assert.rejects(working, lost);
        assert.ok(performance.now() - began < 2500, "not before the work had ended");
        assert.ok(lost(aborted));
        const left = await client.get(NAME);
        assert.ok(
          [null, "another", "done:another"].some((known) => known === left),
          String(left),
        );
      },
    );
  }

  await t.test(
    "a lease that is taken just before the note: lease-lost, and the other's claim stays",
    async () => {
      const store = new RedisStore(client);
      const take = () => client.set(NAME, "another", { PX: 60_000 });
      await assert.rejects(store.once("key", take), lost);
      assert.equal(await client.get(NAME), "another");
    },
  );

  await t.test("work that rejects after its lease was taken does not free the other's claim", async () => {
    const store = new RedisStore(client);
    const error = new Error("no");
    const take = async () => {
      await client.set(NAME, "another", { PX: 60_000 });
      throw error;
    };
    await assert.rejects(store.once("key", take), (thrown) => thrown === error);
    assert.equal(await client.get(NAME), "another");
  });

  await t.test(
    "Redis has forgotten the claim when the work is done: the payment is noted all the same",
    async () => {
      const store = new RedisStore(client);
      assert.equal(await store.once("key", () => client.flushAll()), "handled");
      assert.equal(await store.once("key", () => assert.fail("twice")), "already-handled");
    },
  );

  await t.test("a client that sends a script again, where the reply was lost, changes nothing", async () => {
    const twice = async (script, keys, args) => {
      await client.eval(script, { keys, arguments: args });
      return client.eval(script, { keys, arguments: args });
    };
    const store = new RedisStore(twice);
    assert.equal(await store.once("key", async () => {}), "handled");
    assert.equal(await store.once("key", () => assert.fail("twice")), "already-handled");
    await assert.rejects(store.once("other", () => Promise.reject(new Error("no"))));
    assert.equal(await store.once("other", async () => {}), "handled");
  });

  await t.test("the note is tried again where Redis does not take it at once", async () => {
    let refusals = 3;
    const flaky = (script, keys, args) => {
      if (/noted/.test(script) && refusals > 0) {
        refusals -= 1;
        return Promise.reject(new Error("connection lost"));
      }
      return client.eval(script, { keys, arguments: args });
    };
    const store = new RedisStore(flaky);
    assert.equal(await store.once("key", async () => {}), "handled");
    assert.equal(refusals, 0);
  });

  await t.test("a claim whose reply comes after its lease runs nothing", async () => {
    const late = async (script, keys, args) => {
      const reply = await client.eval(script, { keys, arguments: args });
      if (keys[0] === NAME && /acquired/.test(script)) await sleep(300);
      return reply;
    };
    const store = new RedisStore(late, { leaseMs: 200 });
    await assert.rejects(
      store.once("key", () => assert.fail("too late")),
      lost,
    );
  });

  const ioredis = new IoRedis(server.settings.url);
  t.after(() => ioredis.disconnect());
  for (const [name, own] of Object.entries({ redis: client, ioredis })) {
    await t.test(
      `${name}: scripts go by their digest, and as a whole where Redis has forgotten them`,
      async () => {
        const store = new RedisStore(own);
        const calls = async (command) => {
          const stats = await client.info("commandstats");
          return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, "m").exec(stats)?.[1] ?? 0);
        };
        // The first use has sent each script once.
        assert.equal(await store.once("first", async () => {}), "handled");
        const before = [await calls("eval"), await calls("evalsha")];
        assert.equal(await store.once("second", async () => {}), "handled");
        assert.deepEqual([await calls("eval"), await calls("evalsha")], [before[0], before[1] + 2]);
        await client.scriptFlush();
        assert.equal(await store.once("third", async () => {}), "handled");
        assert.equal(await store.once("third", () => assert.fail("twice")), "already-handled");
      },
    );
  }

  await t.test("a user of Redis who may not run scripts by their digest", async () => {
    await client.sendCommand(["ACL", "SETUSER", "shop", "on", ">secret", "~*", "+@all", "-evalsha"]);
    const { port } = server;
    const own = redis6.createClient({ url: `redis://shop:secret@127.0.0.1:${port}` }).on("error", () => {});
    await own.connect();
    const store = new RedisStore(own);
    for (const key of ["one", "two", "three"]) assert.equal(await store.once(key, async () => {}), "handled");
    assert.equal(await store.once("three", () => assert.fail("twice")), "already-handled");
    own.destroy();
  });

  await t.test("a client of ioredis with a prefix of its own keeps to it", async () => {
    const ioredis = new IoRedis(server.settings.url, { keyPrefix: "shop:" });
    const store = new RedisStore(ioredis);
    assert.equal(await store.once("key", async () => {}), "handled");
    assert.deepEqual(await client.keys("*"), [`shop:${NAME}`]);
    ioredis.disconnect();
  });
});
