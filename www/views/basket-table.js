// The lines of the basket, with every amount worked out before the visitor's eyes.

import { h } from "../lib/dom.js";
import { GOODS, line, money, order, taxIn } from "../model/order.js";

const RATES = [0, 1200, 1500, 2500];

/**
 * Fills the table; the fields are `quantities.…` and `taxRates.…` of the form that it stands in.
 *
 * @param {HTMLTableElement} table
 * @returns {(basket: object) => void} shows the amounts of a basket
 */
export function basketTable(table) {
  const rows = GOODS.map(row);
  table.tBodies[0].append(...rows.map(({ node }) => node));
  const [total, tax] = [table.querySelector("#basket-total"), table.querySelector("#basket-tax")];
  return (basket) => {
    for (const { show } of rows) show(basket);
    const { totalAmount, totalTaxAmount, currency } = order(basket);
    total.replaceChildren(...amount(totalAmount, money(totalAmount, currency)));
    tax.replaceChildren(...amount(totalTaxAmount, money(totalTaxAmount, currency)));
  };
}

function row(goods) {
  const { reference, name, unitPrice } = goods;
  const cell = (label, kind, ...children) =>
    h(`td${kind}`, { role: "cell", "data-label": label }, ...children);
  const total = cell("= total", ".number");
  const tax = cell("Tax in it", ".number.tax");
  const options = RATES.map((rate) => h("option", { value: rate }, `${rate / 100} %`));
  const node = h(
    "tr",
    { role: "row" },
    h("th", { role: "rowheader", scope: "row" }, name, h("code", {}, reference)),
    cell("Quantity", "", stepper(goods)),
    cell("× unit price", ".number", ...amount(unitPrice, money(unitPrice))),
    total,
    cell(
      "Tax rate",
      ".rate",
      h(
        "select",
        { id: `rate-${reference}`, name: `taxRates.${reference}`, "aria-label": `Tax rate of ${name}` },
        ...options,
      ),
    ),
    tax,
  );
  const show = ({ quantities, taxRates }) => {
    const taxRate = taxRates[reference];
    const { totalAmount, totalTaxAmount } = line({ ...goods, taxRate }, quantities[reference]);
    node.classList.toggle("none", !(totalAmount > 0));
    total.replaceChildren(...amount(totalAmount, money(totalAmount)));
    tax.replaceChildren(...amount(totalTaxAmount, working(totalAmount, taxRate)));
  };
  return { node, show };
}

function stepper({ reference, name }) {
  const input = h("input", {
    id: `quantity-${reference}`,
    type: "number",
    min: 0,
    step: 1,
    name: `quantities.${reference}`,
    inputmode: "numeric",
    "aria-label": `Quantity of ${name}`,
  });
  const step = (by) => () => {
    input.value = Math.max(Math.trunc(input.valueAsNumber || 0) + by, 0);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const button = (sign, label, by) =>
    h("button", { type: "button", "aria-label": `${label}: ${name}`, onclick: step(by) }, sign);
  return h("div.stepper", {}, button("−", "One less", -1), input, button("+", "One more", 1));
}

const amount = (minor, small) => [h("b", {}, minor), h("small", {}, small)];

/** How the tax comes about. */
function working(total, rate) {
  if (total === 0 || rate === 0) return "none";
  const exact = taxIn(total, rate);
  return `${total} × ${rate} / ${10000 + rate} = ${Number.isInteger(exact) ? exact : exact.toFixed(2)}`;
}
