// Redis, as the proofs use it: with each client, a store and a shop that notes its orders in the same Redis.

import { Redis as Upstash } from "@upstash/redis";
import { Redis as IoRedis } from "ioredis";
import IoRedis5 from "ioredis5";
import * as redis6 from "redis";
import * as redis4 from "redis4";
import * as redis5 from "redis5";
import { connectToRest } from "./rest.mjs";

const ORDERS = "orders";
const { RedisStore } = (await import("../lib/package.mjs")).redis;

const nodeRedis =
  ({ createClient }) =>
  async ({ url }) => {
    const client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: 20 } });
    client.on("error", () => {});
    await client.connect();
    return {
      client,
      push: (order) => client.rPush(ORDERS, order),
      close: () => (client.destroy ? client.destroy() : client.disconnect()),
    };
  };

const ioredis =
  (Client) =>
  async ({ url }) => {
    const client = new Client(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: 3 });
    client.on("error", () => {});
    await client.connect();
    return { client, push: (order) => client.rpush(ORDERS, order), close: () => client.disconnect() };
  };

/** By the name and version of the package. */
export const connect = {
  "redis 6": nodeRedis(redis6),
  "redis 5": nodeRedis(redis5),
  "redis 4": nodeRedis(redis4),
  "redis 6, pool": async ({ url }) => {
    const client = redis6.createClientPool({ url });
    client.on("error", () => {});
    await client.connect();
    return { client, push: (order) => client.rPush(ORDERS, order), close: () => client.destroy() };
  },
  "redis 5, pool": async ({ url }) => {
    const client = redis5.createClientPool({ url });
    client.on("error", () => {});
    await client.connect();
    return { client, push: (order) => client.rPush(ORDERS, order), close: () => client.destroy() };
  },
  "redis 6, replies as Buffers": async (settings) => {
    const { client, ...rest } = await nodeRedis(redis6)(settings);
    return { client: client.withTypeMapping({ [redis6.RESP_TYPES.BLOB_STRING]: Buffer }), ...rest };
  },
  "ioredis 6": ioredis(IoRedis),
  "ioredis 5": ioredis(IoRedis5),
  "@upstash/redis": async ({ url }) => {
    const rest = await connectToRest(url);
    const client = new Upstash({
      url: rest.url,
      token: "token",
      retry: { retries: 1 },
      enableTelemetry: false,
    });
    return { client, push: (order) => client.rpush(ORDERS, order), close: rest.close };
  },
  "a function": async ({ url }) => {
    const { client, ...rest } = await ioredis(IoRedis)({ url });
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
  const client = new IoRedis(url);
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
