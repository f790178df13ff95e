// The nightly job, beside express.mjs: payments whose callback never came. After 24 hours without a 200 the API gives up, and
// the customer has paid all the same. Run it once a night:
//   CHECKOUT_SECRET=… DATABASE_URL=postgres://… CHECKOUT_API=… CHECKOUT_MERCHANT=… CHECKOUT_API_KEY=… node reconcile.mjs

import { createHandler } from "checkout-signature/handler";
import { PostgresStore } from "checkout-signature/postgres";
import pg from "pg";

const { CHECKOUT_API, CHECKOUT_MERCHANT, CHECKOUT_API_KEY } = process.env;
if (!CHECKOUT_API || !CHECKOUT_MERCHANT || !CHECKOUT_API_KEY) {
  throw new Error("Set CHECKOUT_API, CHECKOUT_MERCHANT and CHECKOUT_API_KEY");
}
const client = { client_id: CHECKOUT_MERCHANT, client_secret: CHECKOUT_API_KEY, scope: "merchant" };
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

// The same store and functions as the endpoint's, so that a callback and this job never handle one payment twice.
const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  store: new PostgresStore(pool),
  expect: findOrder,
  onPaymentAuthorized: markPaid,
});

const headers = { Authorization: `Bearer ${await fetchToken()}` };
const { rows: unpaid } = await pool.query("SELECT session_id FROM orders WHERE paid_at IS NULL");
for (const { session_id } of unpaid) {
  const session = await fetchJson(`/checkout/${session_id}`, { headers });
  for (const { paymentId, code, message } of await handler.reconcile(session)) {
    console.log(`${paymentId}: ${code}: ${message}`);
    if (code !== "handled" && code !== "already-handled") process.exitCode = 1;
  }
}
await pool.end();

async function fetchToken() {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...client });
  return (await fetchJson("/token", { method: "POST", body })).access_token;
}

async function fetchJson(path, options) {
  const response = await fetch(`${CHECKOUT_API}${path}`, options);
  if (!response.ok) throw new Error(`${path} returned ${response.status}: ${await response.text()}`);
  return response.json();
}

// The same two functions as in express.mjs: import them from one place in your shop.
async function findOrder({ sessionId }, { transaction }) {
  const { rows } = await transaction.query("SELECT amount FROM orders WHERE session_id = $1", [sessionId]);
  return rows[0] && { amount: BigInt(rows[0].amount) };
}

async function markPaid({ payload: { sessionId, paymentId } }, { transaction }) {
  await transaction.query("UPDATE orders SET paid_at = now() WHERE session_id = $1", [sessionId]);
  await transaction.query("INSERT INTO shipments VALUES ($1, $2)", [sessionId, paymentId]);
}
