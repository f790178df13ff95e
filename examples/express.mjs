// Checkout callbacks with Express and PostgreSQL. Start it:
//   CHECKOUT_SECRET=… DATABASE_URL=postgres://… PORT=3000 node express.mjs
// The order is marked as paid in the same transaction in which the payment is noted as handled: both happen, or neither.

import { createHandler } from "checkout-signature/handler";
import { PostgresStore } from "checkout-signature/postgres";
import express from "express";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", console.error);
const store = new PostgresStore(pool);
await store.createTable();

const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  store,
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

const app = express();
// Before anything that parses bodies: the signature is over the bytes as they came.
app.post("/callback", handler);
app.use(express.json());
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");

// Your tables go here. Save each order when you create its session, before the customer can pay.
//   CREATE TABLE orders (session_id uuid PRIMARY KEY, amount bigint NOT NULL, paid_at timestamptz);
//   CREATE TABLE shipments (session_id uuid NOT NULL, payment_id uuid NOT NULL);
// PostgreSQL's uuid accepts an id with hyphens, as sessions have it, and without, as callbacks have it.
async function findOrder({ sessionId }, { transaction }) {
  const { rows } = await transaction.query("SELECT amount FROM orders WHERE session_id = $1", [sessionId]);
  return rows[0] && { amount: BigInt(rows[0].amount) };
}

// Runs once per payment; if it throws, nothing is written and the callback is sent again.
async function markPaid({ payload: { sessionId, paymentId } }, { transaction }) {
  await transaction.query("UPDATE orders SET paid_at = now() WHERE session_id = $1", [sessionId]);
  await transaction.query("INSERT INTO shipments VALUES ($1, $2)", [sessionId, paymentId]);
}
