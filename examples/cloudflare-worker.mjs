// Checkout callbacks on Cloudflare Workers, with a D1 database bound as DB: npx wrangler secret put CHECKOUT_SECRET
// A Worker runs in many places at once, so handled payments are remembered in D1: d1-store.mjs goes with it.

import { createHandler } from "checkout-signature/handler";
import { D1Store } from "./d1-store.mjs";

let handler;

export default {
  fetch(request, { CHECKOUT_SECRET, DB }, context) {
    handler ??= createHandler({
      secret: CHECKOUT_SECRET,
      store: new D1Store(DB),
      expect: ({ sessionId }) => DB.prepare(FIND_ORDER).bind(sessionId).first(),
      // Runs once for each payment; where it throws, the callback comes again.
      onPaymentAuthorized: ({ payload }) => DB.prepare(MARK_PAID).bind(payload.paymentId).run(),
    });
    const answer = handler(request);
    // Else a sender that hangs up would end it half-way.
    context.waitUntil(answer);
    return answer;
  },
};

// Your database goes here. Note an order when you create its session, by the session's id without hyphens.
//   CREATE TABLE orders (session_id TEXT PRIMARY KEY, amount INTEGER NOT NULL);
//   CREATE TABLE paid (payment_id TEXT NOT NULL);
const FIND_ORDER = "SELECT amount FROM orders WHERE session_id = lower(replace(?, '-', ''))";
const MARK_PAID = "INSERT INTO paid (payment_id) VALUES (?)";
