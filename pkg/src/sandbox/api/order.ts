// What POST /checkout accepts. The members, and which of them are required, are the API's. Where its documentation is
// silent it is our choice: the members that a line must have, three letters of currency, http or https URLs.

import type { Fault } from "./responses.ts";
import { hasCredentials, isWebUrl, WEB_URL_RULE } from "./url.ts";

/** What a customer buys: a line of an order. Amounts are integers in the currency's minor unit. */
export interface OrderLine {
  lineNumber?: number;
  reference?: string;
  name: string;
  quantity: number;
  /** With tax; negative for a discount. */
  unitPrice: number;
  /** In hundredths of a per cent: 2500 is 25 %. */
  taxRate: number;
  /** quantity × unitPrice. */
  totalAmount: number;
  /** The tax that is part of `totalAmount`. */
  totalTaxAmount: number;
}

/** An order that `findFaults` has found nothing wrong with. */
export interface Order {
  merchantReference: string;
  currency: string;
  totalAmount: number;
  totalTaxAmount?: number | null;
  orderLines: { quantity: number; unitPrice: number; totalAmount: number; totalTaxAmount?: number | null }[];
  merchantUrls: { accept: string; cancel: string; callback: string };
  [member: string]: unknown;
}

/** More are not listed: an order of a megabyte must not get a response of a hundred. */
const MAX_FAULTS = 100;

/** Lists what is wrong with an order, up to 100 faults. */
export function findFaults(order: unknown): Fault[] {
  const faults: Fault[] = [];
  for (const fault of checkOrder(order)) {
    faults.push(fault);
    if (faults.length === MAX_FAULTS) break;
  }
  return faults;
}

function* checkOrder(order: unknown): Generator<Fault> {
  let isWellFormed = true;
  for (const fault of ORDER(order, "#")) {
    isWellFormed = false;
    yield fault;
  }
  if (isWellFormed) yield* checkSums(order as Order);
}

type Check = (value: unknown, pointer: string) => Iterable<Fault>;
interface Field {
  readonly isRequired: boolean;
  readonly check: Check;
}

const required = (check: Check): Field => ({ isRequired: true, check });
const optional = (check: Check): Field => ({ isRequired: false, check });

/** A check of one value; `detail` says what it must be. */
function must(detail: string, test: (value: unknown) => boolean): Check {
  return (value, pointer) => (test(value) ? [] : [{ pointer, detail }]);
}

/** An object with these members; others are kept and not looked at. */
function object(fields: Record<string, Field>): Check {
  return function* (value, pointer) {
    if (!isObject(value)) return yield { pointer, detail: "must be an object." };
    for (const [name, { isRequired, check }] of Object.entries(fields)) {
      const member = value[name];
      const place = `${pointer}/${name}`;
      if (member !== undefined && member !== null) yield* check(member, place);
      else if (isRequired) yield { pointer: place, detail: "is required." };
    }
  };
}

/** An array of at least one. */
function list(check: Check): Check {
  return function* (value, pointer) {
    if (!Array.isArray(value) || value.length === 0) {
      return yield { pointer, detail: "must be an array of at least one line." };
    }
    for (const [index, item] of value.entries()) yield* check(item, `${pointer}/${index}`);
  };
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

const TEXT = must("must be a string.", (value) => typeof value === "string");
const NAME = must(
  "must be a string that is not empty.",
  (value) => typeof value === "string" && value.trim() !== "",
);
const REFERENCE = must(
  "must be a string of 1 to 36 characters.",
  (value) => typeof value === "string" && value.length >= 1 && value.length <= 36,
);
const CURRENCY = must(
  "must be an ISO 4217 code, like NOK.",
  (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
);
const DATE_TIME = must(
  "must be a date-time, like 2026-11-22T12:00:00Z.",
  (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value)),
);
const INTEGER = must(
  'must be an integer in the currency\'s minor unit: 2000, not 20.00 and not "2000".',
  isInteger,
);
const AMOUNT: Check = (value, pointer) =>
  isInteger(value) && value < 0 ? [{ pointer, detail: "must not be negative." }] : INTEGER(value, pointer);
const COUNT = must("must be an integer, 1 or more.", (value) => isInteger(value) && value >= 1);
const RATE = must(
  "must be an integer in hundredths of a per cent, 0 or more: 2500 is 25 %.",
  (value) => isInteger(value) && value >= 0,
);
const URL_OF_SHOP = must(WEB_URL_RULE, isWebUrl);
const CALLBACK_URL: Check = (value, pointer) =>
  isWebUrl(value) && hasCredentials(value)
    ? [{ pointer, detail: "must have no user and no password: the Authorization header is the signature." }]
    : URL_OF_SHOP(value, pointer);

const ORDER = object({
  merchantReference: required(REFERENCE),
  customer: required(
    object({
      firstName: optional(TEXT),
      lastName: optional(TEXT),
      street: optional(TEXT),
      postalCode: optional(TEXT),
      city: optional(TEXT),
      organizationName: optional(TEXT),
      type: optional(TEXT),
      email: optional(TEXT),
      phoneNumber: optional(TEXT),
      phoneNumberCountryCode: optional(TEXT),
      organizationNumber: optional(TEXT),
    }),
  ),
  invoiceInformation: optional(
    object({
      invoiceDate: optional(DATE_TIME),
      invoiceDueDate: optional(DATE_TIME),
      number: optional(TEXT),
      accountNumber: optional(TEXT),
      kid: optional(TEXT),
    }),
  ),
  currency: required(CURRENCY),
  merchantUrls: required(
    object({
      accept: required(URL_OF_SHOP),
      cancel: required(URL_OF_SHOP),
      callback: required(CALLBACK_URL),
    }),
  ),
  orderLines: required(
    list(
      object({
        lineNumber: optional(INTEGER),
        reference: optional(TEXT),
        name: required(NAME),
        quantity: required(COUNT),
        unitPrice: required(INTEGER),
        taxRate: optional(RATE),
        totalAmount: required(INTEGER),
        totalTaxAmount: optional(INTEGER),
      }),
    ),
  ),
  totalAmount: required(AMOUNT),
  totalTaxAmount: optional(AMOUNT),
});

/** Checks that the totals are those of the lines. Sums are BigInts, since many amounts may exceed the safe integers. */
function* checkSums({ orderLines, totalAmount, totalTaxAmount }: Order): Generator<Fault> {
  let total = 0n;
  let taxes = 0n;
  for (const [index, line] of orderLines.entries()) {
    const price = BigInt(line.quantity) * BigInt(line.unitPrice);
    const tax = BigInt(line.totalTaxAmount ?? 0);
    total += BigInt(line.totalAmount);
    taxes += tax;
    // The documentation does not say whether prices include tax, so a line may add up either way.
    if (BigInt(line.totalAmount) === price + tax) continue;
    yield* compare(`#/orderLines/${index}/totalAmount`, line.totalAmount, price, "quantity × unitPrice is");
  }
  yield* compare("#/totalAmount", totalAmount, total, "the lines add up to");
  yield* compare("#/totalTaxAmount", totalTaxAmount, taxes, "the tax of the lines adds up to");
}

function* compare(
  pointer: string,
  given: number | null | undefined,
  sum: bigint,
  source: string,
): Generator<Fault> {
  if (BigInt(given ?? 0) !== sum) {
    yield { pointer, detail: `is ${given ?? "not given"}, but ${source} ${sum}.` };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
