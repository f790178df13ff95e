// Orders that the API refuses: made so on purpose, and how a basket is put right again.

import { firstBasket } from "./order.js";
import { SHOP } from "./walk.js";

/** @type {Record<string, (order: any) => object>} What may be done to an order on its way to the API, each a mistake that merchants make. */
export const MISTAKES = {
  none: (order) => order,
  total: (order) => ({ ...order, totalAmount: order.totalAmount + 4900 }),
  currency: ({ currency, ...order }) => order,
  decimals: (order) => ({ ...order, totalAmount: (order.totalAmount / 100).toFixed(2) }),
};

/**
 * The field of the form that a fault is about.
 *
 * @param {string} pointer as the API writes it: "#/orderLines/0/quantity"
 * @param {{ reference: string }[]} lines of the order as it was sent
 * @returns {string} its name
 */
export function fieldOf(pointer, lines) {
  const [member, at, inner] = pointer.slice(2).split("/");
  if (member === "customer" || member === "merchantUrls") return at ? `${member}.${at}` : member;
  if (member !== "orderLines") return member;
  const { reference } = lines[at] ?? {};
  if (!reference) return "quantities";
  return `${inner === "taxRate" ? "taxRates" : "quantities"}.${reference}`;
}

/**
 * Puts what a fault is about back to what it was at first.
 *
 * @param {ReturnType<typeof firstBasket>} basket
 * @param {string} field
 */
export function putRight(basket, field) {
  const first = firstBasket(SHOP);
  const [member, inner] = field.split(".");
  if (member === "quantities" && inner) basket.quantities[inner] = 1;
  // A total that is refused comes from the quantities, like an empty basket.
  else if (["quantities", "totalAmount", "totalTaxAmount"].includes(member))
    basket.quantities = first.quantities;
  else if (inner) basket[member][inner] = first[member][inner];
  else basket[member] = first[member];
}
