// The shop's own pages, which a redirect brings the customer to.

import { h } from "../lib/dom.js";
import { money } from "../model/order.js";

/** @param {object} order */
export function thanksPage(order) {
  const name = order.customer?.firstName;
  return [
    h("p.sign", {}, "The coffee shop"),
    h("h3", {}, name ? `Thank you, ${name}` : "Thank you"),
    h("p", {}, `We have your order and are packing it now. Its number is ${order.merchantReference}.`),
    goods(order),
  ];
}

/** @param {object} order */
export function basketPage(order) {
  return [
    h("p.sign", {}, "The coffee shop"),
    h("h3", {}, "Your basket"),
    h("p", {}, "You cancelled the payment. Nothing was charged, and everything is still here."),
    goods(order),
  ];
}

function goods({ orderLines, totalAmount, currency }) {
  const row = ({ quantity, name, totalAmount }) =>
    h("li", {}, h("span", {}, `${quantity} × ${name}`), h("span", {}, money(totalAmount, currency)));
  return h(
    "ul.goods",
    {},
    ...orderLines.map(row),
    h("li.total", {}, h("span", {}, "Together"), h("span", {}, money(totalAmount, currency))),
  );
}
