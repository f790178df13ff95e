// The callback of the walk as the API sent it, and the order that it is for.

import { sameId } from "checkout-signature";
import { MERCHANT } from "./walk.js";

/** @param {import("./walk.js").Walk} walk in which the callback has come */
export function genuineOf(walk) {
  const { url, headers, body } = walk.arrival().request;
  return { url, body, header: headers.authorization, secret: MERCHANT.secret, amount: orderOf(walk).amount };
}

/** What the shop knows of the payment. @param {import("./walk.js").Walk} walk */
export function orderOf({ session, payment, shop, basket }) {
  const { amount } = shop.orders.find(({ sessionId }) => sameId(sessionId, session.id));
  return { amount, sessionId: session.id, paymentId: payment.id, currency: basket.currency };
}
