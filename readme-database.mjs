import pg from "pg";
import { canonicalId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";
import { PostgresStore } from "checkout-signature/postgres";

const pool = new pg.Pool(); // reads PGHOST, PGUSER and so on
pool.on("error", console.error); // a connection that broke while it was idle
const store = new PostgresStore(pool);
await store.createTable();

export const handler = createHandler({
  secret: process.env.CHECKOUT_SECRET,
  store,
  async expect({ sessionId }, { transaction }) {
    const { rows } = await transaction.query("SELECT amount FROM orders WHERE session = $1", [canonicalId(sessionId)]);
    return rows[0]; // the amount that this order must cost; no row means no such order (yet)
  },
  async onPaymentAuthorized({ payload }, { transaction }) {
    const { paymentId, sessionId } = payload;
    await transaction.query("UPDATE orders SET paid_by = $1 WHERE session = $2", [paymentId, canonicalId(sessionId)]);
  },
});
