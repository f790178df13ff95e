// The basket, and the order that it makes: every amount an integer in minor units.

import { grouped } from "../lib/words.js";

/** What the shop sells; prices with tax, in øre. Tax in hundredths of a percent, as the API has it. */
export const GOODS = [
  { reference: "coffee", name: "Coffee beans, 1 kg", unitPrice: 24900, taxRate: 1500 },
  { reference: "cup", name: "Stoneware cup", unitPrice: 18900, taxRate: 2500 },
  { reference: "book", name: "A book on brewing", unitPrice: 32900, taxRate: 0 },
];

/** Of each item; what is more, nobody orders, and no amount could hold. */
export const MAX_QUANTITY = 9999;

/**
 * What is in the basket at first.
 *
 * @param {string} shop the shop's origin
 */
export const firstBasket = (shop) => ({
  merchantReference: "order-2026-1",
  currency: "NOK",
  /** NaN where what was typed is not a quantity. @type {Record<string, number>} */
  quantities: { coffee: 1, cup: 2, book: 0 },
  /** @type {Record<string, number>} */
  taxRates: Object.fromEntries(GOODS.map(({ reference, taxRate }) => [reference, taxRate])),
  customer: {
    type: "person",
    organizationName: "Nordmann Coffee AS",
    organizationNumber: "123456785",
    firstName: "Kari",
    lastName: "Nordmann",
    email: "kari@example.com",
    street: "Storgata 1",
    postalCode: "0155",
    city: "Oslo",
  },
  merchantUrls: { accept: `${shop}/thanks`, cancel: `${shop}/basket`, callback: `${shop}/callback` },
});

/** @typedef {ReturnType<typeof firstBasket>} Basket */

/**
 * What was typed as a quantity. Fractions and numbers below zero are left to the API, which refuses them.
 *
 * @param {string} text
 * @returns {number} NaN where it is not a quantity, or too much
 */
export function quantityOf(text) {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return 0;
  const quantity = /^[+-]?\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN;
  return Math.abs(quantity) <= MAX_QUANTITY ? quantity : Number.NaN;
}

/**
 * @param {{ reference: string, name: string, unitPrice: number, taxRate: number }} goods
 * @param {number} quantity
 */
export function line({ reference, name, unitPrice, taxRate }, quantity) {
  const totalAmount = quantity * unitPrice;
  // The tax that is in a price: whole minor units, rounded to the nearest.
  const totalTaxAmount = Math.round((totalAmount * taxRate) / (10000 + taxRate));
  return { reference, name, quantity, unitPrice, taxRate, totalAmount, totalTaxAmount };
}

/** @param {Basket} basket */
export function order({ quantities, taxRates, customer, merchantReference, currency, merchantUrls }) {
  const lines = GOODS.filter(({ reference }) => quantities[reference] !== 0).map((goods) =>
    line({ ...goods, taxRate: taxRates[goods.reference] }, quantities[goods.reference]),
  );
  const sum = (name) => lines.reduce((total, line) => total + line[name], 0);
  return {
    merchantReference,
    customer: customer.type === "company" ? customer : person(customer),
    currency,
    totalAmount: sum("totalAmount"),
    totalTaxAmount: sum("totalTaxAmount"),
    orderLines: lines.map((line, at) => ({ lineNumber: at + 1, ...line })),
    merchantUrls,
  };
}

/** @typedef {ReturnType<typeof order>} Order */

function person({ organizationName, organizationNumber, ...rest }) {
  return rest;
}

/** Minor units as people read them, for currencies with two decimals: those of this shop. */
export const money = (minor, currency = "NOK") =>
  Number.isFinite(minor) ? `${grouped((minor / 100).toFixed(2))}\u00a0${currency}` : "–";
