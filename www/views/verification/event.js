// What an authentic event says, each member beside the order's.

import { sameId } from "checkout-signature";
import { h } from "../../lib/dom.js";
import { money } from "../../model/order.js";

/**
 * @param {any} event
 * @param {{ order?: { amount?: number, sessionId?: string, paymentId?: string, currency?: string } }} options
 */
export function eventView(event, { order }) {
  if (event.type === "unknown") {
    const payload = event.payload === undefined ? "none" : JSON.stringify(event.payload);
    return [h("dl.event", {}, member("type", event.name), member("payload", cut(payload)))];
  }
  const { amount, paymentId, sessionId } = event.payload;
  return [
    h(
      "dl.event",
      {},
      member("type", event.type),
      member(
        "amount",
        amount,
        h("span.hint", {}, ` minor units, ${money(amount, order?.currency)}`),
        amountMatch(amount, order?.amount),
      ),
      member("paymentId", paymentId, idMatch(paymentId, order?.paymentId, "payment")),
      member("sessionId", sessionId, idMatch(sessionId, order?.sessionId, "session")),
    ),
  ];
}

function member(name, value, ...beside) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, value), ...beside));
}

function amountMatch(amount, expected) {
  if (expected === undefined) return undefined;
  return match(
    amount === expected,
    amount === expected ? "matches your order" : `your order says ${expected}`,
  );
}

function idMatch(id, expected, what) {
  if (expected === undefined) return undefined;
  if (!sameId(id, expected)) return match(false, `not your ${what} `, expected);
  return id === expected
    ? match(true, `your ${what}`)
    : match(true, `your ${what} (you store the id with hyphens): `, expected);
}

function match(isSame, words, id) {
  return h("span.match", { "data-tone": isSame ? "good" : "bad" }, words, id && h("code", {}, id));
}

const cut = (text) => (text.length > 2000 ? `${text.slice(0, 2000)}\u2026` : text);
