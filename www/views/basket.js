// The lines of the basket, with every amount worked out before the visitor's eyes.

import { find, h } from "../lib/dom.js";
import { GOODS, line, MAX_QUANTITY, money, order, quantityOf } from "../model/order.js";

const RATES = [0, 1200, 1500, 2500];

/**
 * Fills the lists; the fields are `quantities.…` and `taxRates.…` of the form that they stand in.
 *
 * @param {HTMLElement} section
 * @returns {(basket: import("../model/order.js").Basket) => void} shows the amounts of a basket
 */
export function basketView(section) {
  const rows = GOODS.map(row);
  find(".basket", section).append(...rows.map(({ node }) => node));
  find(".rates", section).append(...GOODS.map(rate));
  return (basket) => {
    for (const { show } of rows) show(basket);
    const { totalAmount, totalTaxAmount, currency } = order(basket);
    find("#basket-total", section).replaceChildren(...amount(totalAmount, currency));
    find("#basket-tax", section).replaceChildren(...amount(totalTaxAmount, currency));
  };
}

function row(goods) {
  const { reference, name, unitPrice } = goods;
  const total = h("span.number", {});
  const wrong = h(
    "p.wrong",
    { id: `quantity-${reference}-wrong`, hidden: true },
    `Enter a whole number, at most ${MAX_QUANTITY}.`,
  );
  const field = stepper(goods);
  const node = h(
    "li",
    {},
    h("span.name", {}, name, h("small", {}, money(unitPrice))),
    field.node,
    total,
    wrong,
  );
  const show = ({ quantities }) => {
    const quantity = quantities[reference];
    const { totalAmount } = line(goods, quantity);
    node.classList.toggle("none", quantity === 0);
    wrong.hidden = !Number.isNaN(quantity);
    field.mark(Number.isNaN(quantity), wrong.id);
    total.replaceChildren(...amount(totalAmount));
  };
  return { node, show };
}

function rate({ reference, name }) {
  const options = RATES.map((rate) => h("option", { value: rate }, `${rate / 100}%`));
  const select = h("select", { id: `rate-${reference}`, name: `taxRates.${reference}` }, ...options);
  return h("li", {}, h("label", { for: select.id }, name), select);
}

function stepper({ reference, name }) {
  const input = h("input", {
    id: `quantity-${reference}`,
    name: `quantities.${reference}`,
    inputmode: "numeric",
    autocomplete: "off",
    "aria-label": `Quantity of ${name}`,
  });
  const step = (by) => () => {
    const quantity = Math.trunc(quantityOf(input.value) || 0) + by;
    input.value = String(Math.min(Math.max(quantity, 0), MAX_QUANTITY));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const button = (sign, label, by) =>
    h("button", { type: "button", "aria-label": `${label}: ${name}`, onclick: step(by) }, sign);
  return {
    node: h("div.stepper", {}, button("−", "One less", -1), input, button("+", "One more", 1)),
    /** The API's own complaint may stand there: only this view's is taken away. */
    mark(isWrong, id) {
      if (isWrong) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", id);
      } else if (input.getAttribute("aria-describedby") === id) {
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-describedby");
      }
    },
  };
}

const amount = (minor, currency) => [
  h("b", {}, Number.isFinite(minor) ? minor : "–"),
  h("small", {}, money(minor, currency)),
];
