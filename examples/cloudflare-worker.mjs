// Checkout callbacks on Cloudflare Workers, with a D1 database bound as DB: npx wrangler secret put CHECKOUT_SECRET
// A Worker runs in many places at once, so handled payments are remembered in D1.

import { canonicalId } from "checkout-signature";
import { D1Store } from "checkout-signature/d1";
import { createHandler } from "checkout-signature/handler";

let handler;

export default {
  fetch(request, { CHECKOUT_SECRET, DB }, context) {
    handler ??= createHandler({
      secret: CHECKOUT_SECRET,
      store: new D1Store(DB),
      expect: ({ sessionId }) => DB.prepare(FIND_ORDER).bind(canonicalId(sessionId)).first(),
      // Not run here: the store runs what this returns in one batch with the note that the payment was handled.
      onPaymentAuthorized: ({ payload }) => DB.prepare(MARK_PAID).bind(canonicalId(payload.paymentId)),
    });
    const response = handler(request);
    // Otherwise a sender that hangs up would end it half-way.
    context.waitUntil(response);
    return response;
  },
};

// Your tables go here, and the store's own. Save each order when you create its session, by canonicalId(session.id).
//   CREATE TABLE orders (session_id TEXT PRIMARY KEY, amount INTEGER NOT NULL);
//   CREATE TABLE paid (payment_id TEXT NOT NULL);
//   CREATE TABLE checkout_deliveries (delivery_key TEXT NOT NULL PRIMARY KEY, token TEXT, expires_at INTEGER NOT NULL) WITHOUT ROWID;
const FIND_ORDER = "SELECT amount FROM orders WHERE session_id = ?";
const MARK_PAID = "INSERT INTO paid (payment_id) VALUES (?)";
