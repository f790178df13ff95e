// How a client of PostgreSQL is lent: by each kind of pool, and by a server that stops in the moment in which a connection is
// ready and says both in one packet, as a real one does where it is restarted under load.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import pg from "pg";
import postgresJs from "postgres";
import { postgres } from "../lib/package.mjs";
import { freePort } from "../lib/programs.mjs";

const { PostgresStore } = postgres;
const KEY = "payment-authorized:0123456789abcdef0123456789abcdef";
const mustNotRun = () => assert.fail("must not run");

/** A message of PostgreSQL's protocol 3: its type, its length with itself, and what it says. */
function message(type, ...parts) {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const AUTHENTICATED = message("R", [0, 0, 0, 0]);
const READY = message("Z", "I");
const STOPPED = message("E", "SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");

/** Starts what is ready once and stops at once; gives the settings of a client, and how many connections there were. */
async function startStopping(t) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.concat([AUTHENTICATED, READY, STOPPED])));
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const settings = { host: "127.0.0.1", port: address.port, user: "shop", database: "shop" };
  return { settings, connections: () => connections };
}

test("pg: the database stops while it says that it is ready: once rejects, and the process lives", async (t) => {
  const { settings, connections } = await startStopping(t);
  const pool = new pg.Pool({ ...settings, max: 2 });
  pool.on("error", () => {});
  const store = new PostgresStore(pool);
  for (let n = 0; n < 5; n += 1) await assert.rejects(store.once(KEY, mustNotRun));
  await assert.rejects(store.createTable(), { code: "57P01" });
  assert.equal(connections(), 6);
  assert.equal(pool.totalCount, 0, "a broken connection is kept");
  await pool.end();
});

test("postgres: the same", async (t) => {
  const { settings, connections } = await startStopping(t);
  const sql = postgresJs({ ...settings, max: 1, backoff: () => 0.02, fetch_types: false, onnotice() {} });
  await assert.rejects(new PostgresStore(sql).once(KEY, mustNotRun));
  assert.ok(connections() > 0);
  await sql.end({ timeout: 0 });
});

test("pg: where no database can be reached, that is the error", async () => {
  const pool = new pg.Pool({ host: "127.0.0.1", port: await freePort(), user: "shop", database: "shop" });
  await assert.rejects(new PostgresStore(pool).once(KEY, mustNotRun), { code: "ECONNREFUSED" });
  await pool.end();
});

/** A client that says yes to everything, and who listens to its errors. */
function makeClient() {
  const listeners = [];
  return {
    listeners,
    on: (_, listener) => listeners.push(listener),
    off: (_, listener) => listeners.splice(listeners.indexOf(listener), 1),
    query: async (query) => ({ rows: [], rowCount: 1, command: query.text ? "INSERT" : query }),
    release: () => {},
  };
}

test("a pool that knows promises only is as good", async () => {
  const client = makeClient();
  const refused = new Error("too many clients");
  let isFull = false;
  const pool = {
    totalCount: 1,
    query: client.query,
    async connect() {
      await sleep(1);
      if (isFull) throw refused;
      return client;
    },
  };
  const store = new PostgresStore(pool);
  const isListening = async () => assert.equal(client.listeners.length, 1);
  assert.equal(await store.once(KEY, isListening), "handled");
  assert.equal(client.listeners.length, 0);
  isFull = true;
  await assert.rejects(store.once(KEY, mustNotRun), (error) => error === refused);
});

test("a pool whose connect gives a promise beside the callback is as good, whatever that promise gives", async (t) => {
  const { settings } = await startStopping(t);
  const pool = new pg.Pool({ ...settings, max: 2 });
  const connect = pool.connect.bind(pool);
  /** @type {any} */ (pool).connect = async (callback) => connect(callback);
  pool.on("error", () => {});
  for (let n = 0; n < 3; n += 1) await assert.rejects(new PostgresStore(pool).once(KEY, mustNotRun));
  assert.equal(pool.totalCount, 0, "a broken connection is kept");
  await pool.end();
  const client = makeClient();
  const both = (callback) => {
    callback(undefined, client);
    return Promise.resolve(client);
  };
  const ofAnotherRealm = () => runInNewContext("Promise").resolve(client);
  for (const connect of [both, ofAnotherRealm]) {
    const store = new PostgresStore({ totalCount: 1, query: client.query, connect });
    assert.equal(await store.once(KEY, async () => assert.equal(client.listeners.length, 1)), "handled");
    assert.equal(client.listeners.length, 0);
  }
  const noClient = { totalCount: 1, query: client.query, connect: async () => ({ query: client.query }) };
  await assert.rejects(new PostgresStore(noClient).once(KEY, mustNotRun), TypeError);
});

test("a client that comes once its pool has given up is given back", async () => {
  const refused = new Error("timeout exceeded when trying to connect");
  const client = makeClient();
  const released = new Promise((resolve) => {
    client.release = () => resolve(true);
  });
  const late = (callback) => {
    setTimeout(callback, 5, undefined, client);
    return Promise.reject(refused);
  };
  const store = new PostgresStore({ totalCount: 1, query: client.query, connect: late });
  await assert.rejects(store.once(KEY, mustNotRun), (error) => error === refused);
  await released;
  assert.equal(client.listeners.length, 0);
});
