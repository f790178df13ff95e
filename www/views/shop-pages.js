// The shop's own pages, which a redirect brings the customer to.

import { h } from "../lib/dom.js";
import { money } from "../model/order.js";

/** @param {any} order */
export function thanksPage(order) {
  const name = order.customer?.firstName;
  return [
    h("p.sign", {}, "The coffee shop"),
    h("h3", {}, "Thank you", name && ", ", name && h("bdi", {}, name)),
    h("p", {}, "We're packing your order now. Reference: ", h("bdi", {}, order.merchantReference)),
    goods(order),
  ];
}

/** @param {any} order */
export function basketPage(order) {
  return [
    h("p.sign", {}, "The coffee shop"),
    h("h3", {}, "Your basket"),
    h("p", {}, "You cancelled the payment. Nothing was charged."),
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
    h("li.total", {}, h("span", {}, "Total"), h("span", {}, money(totalAmount, currency))),
  );
}
