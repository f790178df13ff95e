// Redis, as the proofs use it: with each client, a store and a shop that notes its orders in the same Redis.

const ORDERS = "orders";
const { RedisStore } = (await import("../lib/package.mjs")).redis;

// Each client is loaded where it is used: all of them take a process longer to start than everything else.
const nodeRedis =
  (load) =>
  async ({ url }) => {
    const { createClient } = await load();
    const client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: 20 } });
    client.on("error", () => {});
    await client.connect();
    return {
      client,
      push: (order) => client.rPush(ORDERS, order),
      close: () => (client.destroy ? client.destroy() : client.disconnect()),
    };
  };

const nodeRedisPool =
  (load) =>
  async ({ url }) => {
    const { createClientPool } = await load();
    // A busy machine may let a call wait longer than the three seconds that a pool has by itself.
    const client = createClientPool({ url }, { acquireTimeout: 60_000 });
    client.on("error", () => {});
    await client.connect();
    return { client, push: (order) => client.rPush(ORDERS, order), close: () => client.destroy() };
  };

const ioredis =
  (load) =>
  async ({ url }) => {
    const { Redis } = await load();
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: 3 });
    client.on("error", () => {});
    await client.connect();
    return { client, push: (order) => client.rpush(ORDERS, order), close: () => client.disconnect() };
  };

const [redis4, redis5, redis6] = [() => import("redis4"), () => import("redis5"), () => import("redis")];
const [ioredis5, ioredis6] = [() => import("ioredis5"), () => import("ioredis")];

/** By the name and version of the package. */
export const connect = {
  "redis 6": nodeRedis(redis6),
  "redis 5": nodeRedis(redis5),
  "redis 4": nodeRedis(redis4),
  "redis 6, pool": nodeRedisPool(redis6),
  "redis 5, pool": nodeRedisPool(redis5),
  "redis 6, replies as Buffers": async (settings) => {
    const { client, ...rest } = await nodeRedis(redis6)(settings);
    const { RESP_TYPES } = await redis6();
    return { client: client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }), ...rest };
  },
  "ioredis 6": ioredis(ioredis6),
  "ioredis 5": ioredis(ioredis5),
  "@upstash/redis": async ({ url }) => {
    const [{ Redis }, { connectToRest }] = await Promise.all([
      import("@upstash/redis"),
      import("./rest.mjs"),
    ]);
    const rest = await connectToRest(url);
    const client = new Redis({
      url: rest.url,
      token: "token",
      retry: { retries: 1 },
      enableTelemetry: false,
    });
    return { client, push: (order) => client.rpush(ORDERS, order), close: rest.close };
  },
  "a function": async ({ url }) => {
    const { client, ...rest } = await ioredis(ioredis6)({ url });
    return { client: (script, keys, args) => client.eval(script, keys.length, ...keys, ...args), ...rest };
  },
};

/** A shop's side of the store: `write` is what its function does for a payment. */
export async function openShop(name, settings, options) {
  const { client, push, close } = await connect[name](settings);
  return {
    store: new RedisStore(client, options),
    write: (_, paymentId) => push(`${paymentId} ${process.pid}`),
    close,
  };
}

export const prepare = async () => {};

/** What is in the database: the processes that wrote each order, and how many payments are noted. */
export async function inspect({ url }) {
  const { Redis } = await ioredis6();
  const client = new Redis(url);
  client.on("error", () => {});
  return {
    orders: async () => (await client.lrange(ORDERS, 0, -1)).map((order) => order.split(" ")),
    async notes() {
      const names = await client.keys("checkout-signature:payment-authorized:*");
      if (names.length === 0) return 0;
      return (await client.mget(names)).filter((value) => value?.startsWith("done:")).length;
    },
    close: () => client.disconnect(),
  };
}
