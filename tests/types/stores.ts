// Each store takes its clients as their own packages type them, and gives work the client of its transaction.

import { Redis as UpstashRedis } from "@upstash/redis";
import { D1Store } from "checkout-signature/d1";
import { createHandler, type DeliveryStore, MemoryStore } from "checkout-signature/handler";
import { MysqlStore } from "checkout-signature/mysql";
import { PostgresStore } from "checkout-signature/postgres";
import { RedisStore } from "checkout-signature/redis";
import { type SqliteDatabase, SqliteStore } from "checkout-signature/sqlite";
import { Redis as IoRedis } from "ioredis";
import callbacks from "mysql2";
import mysql from "mysql2/promise";
import pg from "pg";
import postgres from "postgres";
import { createClient, createClientPool, createCluster } from "redis";

const secret = "secret";
declare function same<A>(): <B>(value: [A, B] extends [B, A] ? true : false) => void;
type TransactionOf<Store> = Store extends DeliveryStore<infer Transaction> ? Transaction : never;

const ofPg = new PostgresStore(new pg.Pool());
same<TransactionOf<typeof ofPg>>()<pg.PoolClient>(true);
createHandler({
  secret,
  store: ofPg,
  onPaymentAuthorized: ({ payload }, { transaction }) => transaction.query("SELECT $1", [payload.paymentId]),
});

const ofPostgres = new PostgresStore(postgres());
same<TransactionOf<typeof ofPostgres>>()<postgres.TransactionSql>(true);

const ofMysql = new MysqlStore(mysql.createPool({}));
same<TransactionOf<typeof ofMysql>>()<mysql.PoolConnection>(true);
const ofCallbacks = new MysqlStore(callbacks.createPool({}));
same<TransactionOf<typeof ofCallbacks>>()<mysql.PoolConnection>(true);

declare const database: SqliteDatabase & { own: true };
const ofSqlite = new SqliteStore(database);
same<TransactionOf<typeof ofSqlite>>()<typeof database>(true);

const leases: DeliveryStore[] = [
  new MemoryStore({ forgetAfterMs: 1000 }),
  new RedisStore(createClient()),
  new RedisStore(createClientPool()),
  new RedisStore(createCluster({ rootNodes: [] })),
  new RedisStore(new IoRedis()),
  new RedisStore(new IoRedis.Cluster([])),
  new RedisStore(new UpstashRedis({ url: "", token: "" })),
  new RedisStore(async (_script, _keys, _args) => "acquired"),
];
createHandler({
  secret,
  store: new RedisStore(createClient()),
  onPaymentAuthorized: (_event, { transaction }) => same<undefined>()<typeof transaction>(true),
});
console.log(leases.length);

declare const env: {
  DB: { prepare(sql: string): unknown; batch(statements: unknown[]): Promise<unknown[]> };
};
new D1Store(env.DB, { leaseMs: 1000 });

// @ts-expect-error a single client is not a pool
new PostgresStore(new pg.Client());
// @ts-expect-error a connection string is not a client
new RedisStore("redis://127.0.0.1");
// @ts-expect-error there is no such option
new PostgresStore(new pg.Pool(), { tabel: "x" });
