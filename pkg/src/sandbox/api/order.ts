// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What POST /checkout accepts. The members and which of them are required are the API's; where its documentation is
// silent (which members a line must have, three letters of currency, http addresses) it is our choice.

import { isWebAddress } from "./web-address.ts";

/** @typedef {import("./answers.ts").Fault} Fault */
/** @typedef {(value: unknown) => string | undefined} Rule what is wrong with a value, if anything */

const isInteger = /** @type {(value: unknown) => value is number} */ (Number.isSafeInteger);

/** @type {Rule} */
const text = (value) => (typeof value === "string" ? undefined : "must be a string.");
/** @type {Rule} */
const filled = (value) =>
  typeof value === "string" && value.trim() !== "" ? undefined : "must be a string that is not empty.";
/** @type {Rule} */
const reference = (value) =>
  typeof value === "string" && value.length >= 1 && value.length <= 36
    ? undefined
    : "must be a string of 1 to 36 characters.";
/** @type {Rule} */
const currency = (value) =>
  typeof value === "string" && /^[A-Z]{3}$/.test(value) ? undefined : "must be an ISO 4217 code, like NOK.";
/** @type {Rule} */
const dateTime = (value) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : "must be a date-time, like 2026-11-22T12:00:00Z.";
/** @type {Rule} */
const integer = (value) =>
  isInteger(value)
    ? undefined
    : 'must be an integer in the currency\'s minor unit: 2000, not 20.00 and not "2000".';
/** @type {Rule} */
const amount = (value) => integer(value) ?? (Number(value) < 0 ? "must not be negative." : undefined);
/** @type {Rule} */
const count = (value) => (isInteger(value) && value >= 1 ? undefined : "must be an integer, 1 or more.");
/** @type {Rule} */
const rate = (value) =>
  isInteger(value) && value >= 0
    ? undefined
    : "must be an integer in hundredths of a per cent, 0 or more: 2500 is 25 %.";
/** @type {Rule} */
const address = (value) => (isWebAddress(value) ? undefined : "must be an absolute http or https address.");

const CUSTOMER =
  "firstName lastName street postalCode city organizationName type email phoneNumber phoneNumberCountryCode organizationNumber";

/**
 * Everything that is wrong with an order, or nothing.
 *
 * @param {any} order
 * @returns {Fault[]}
 */
export function faults(order) {
  if (!isObject(order)) return [{ pointer: "#", detail: "must be an object." }];
  /** @type {Fault[]} */
  const found = [];
  /** @type {(pointer: string, value: unknown, rule: Rule) => void} */
  const check = (pointer, value, rule) => {
    const detail = value === undefined || value === null ? "is required." : rule(value);
    if (detail) found.push({ pointer, detail });
  };
  /** @type {(pointer: string, value: unknown, rule: Rule) => void} */
  const optional = (pointer, value, rule) => {
    if (value !== undefined && value !== null) check(pointer, value, rule);
  };
  /** @type {Rule} */
  const object = (value) => (isObject(value) ? undefined : "must be an object.");

  check("#/merchantReference", order.merchantReference, reference);
  check("#/customer", order.customer, object);
  for (const name of CUSTOMER.split(" ")) optional(`#/customer/${name}`, order.customer?.[name], text);
  optional("#/invoiceInformation", order.invoiceInformation, object);
  for (const name of ["invoiceDate", "invoiceDueDate"]) {
    optional(`#/invoiceInformation/${name}`, order.invoiceInformation?.[name], dateTime);
  }
  for (const name of ["number", "accountNumber", "kid"]) {
    optional(`#/invoiceInformation/${name}`, order.invoiceInformation?.[name], text);
  }
  check("#/currency", order.currency, currency);
  check("#/merchantUrls", order.merchantUrls, object);
  if (isObject(order.merchantUrls)) {
    for (const name of ["accept", "cancel", "callback"])
      check(`#/merchantUrls/${name}`, order.merchantUrls[name], address);
  }
  check("#/orderLines", order.orderLines, (lines) =>
    Array.isArray(lines) && lines.length > 0 ? undefined : "must be an array of at least one line.",
  );
  const lines = Array.isArray(order.orderLines) ? order.orderLines : [];
  lines.forEach((/** @type {any} */ line, /** @type {number} */ at) => {
    const here = `#/orderLines/${at}`;
    if (!isObject(line)) return check(here, line, object);
    optional(`${here}/lineNumber`, line.lineNumber, integer);
    optional(`${here}/reference`, line.reference, text);
    check(`${here}/name`, line.name, filled);
    check(`${here}/quantity`, line.quantity, count);
    check(`${here}/unitPrice`, line.unitPrice, integer);
    optional(`${here}/taxRate`, line.taxRate, rate);
    check(`${here}/totalAmount`, line.totalAmount, integer);
    optional(`${here}/totalTaxAmount`, line.totalTaxAmount, integer);
  });
  check("#/totalAmount", order.totalAmount, amount);
  optional("#/totalTaxAmount", order.totalTaxAmount, amount);
  return found.length > 0 ? found : sums(order);
}

/**
 * Whether the totals are those of the lines. Sums are BigInts: so many amounts may leave the safe integers.
 *
 * @param {any} order
 * @returns {Fault[]}
 */
function sums(order) {
  /** @type {Fault[]} */
  const found = [];
  /** @type {(pointer: string, given: number | null | undefined, sum: bigint, of: string) => void} */
  const compare = (pointer, given, sum, of) => {
    if (BigInt(given ?? 0) !== sum)
      found.push({ pointer, detail: `is ${given ?? "not given"}, and ${of} ${sum}.` });
  };
  const tax = (/** @type {any} */ line) => BigInt(line.totalTaxAmount ?? 0);
  order.orderLines.forEach((/** @type {any} */ line, /** @type {number} */ at) => {
    const net = BigInt(line.quantity) * BigInt(line.unitPrice);
    // The documentation does not say whether a price is with tax or without; both add up.
    if (BigInt(line.totalAmount) === net + tax(line)) return;
    compare(`#/orderLines/${at}/totalAmount`, line.totalAmount, net, "quantity × unitPrice is");
  });
  const total = order.orderLines.reduce(
    (/** @type {bigint} */ sum, /** @type {any} */ line) => sum + BigInt(line.totalAmount),
    0n,
  );
  const taxes = order.orderLines.reduce(
    (/** @type {bigint} */ sum, /** @type {any} */ line) => sum + tax(line),
    0n,
  );
  compare("#/totalAmount", order.totalAmount, total, "the lines sum up to");
  compare("#/totalTaxAmount", order.totalTaxAmount, taxes, "the tax of the lines sums up to");
  return found;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
