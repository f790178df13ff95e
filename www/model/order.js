// The basket, and the order that it makes: every amount an integer in minor units.

/** What the shop sells; prices with tax, in øre. Tax in hundredths of a per cent, as the API has it. */
export const GOODS = [
  { reference: "coffee", name: "Coffee beans, 1 kg", unitPrice: 24900, taxRate: 1500 },
  { reference: "cup", name: "Stoneware cup", unitPrice: 18900, taxRate: 2500 },
  { reference: "book", name: "A book on brewing", unitPrice: 32900, taxRate: 0 },
];

/**
 * What lies in the basket at first.
 *
 * @param {string} shop the address of the shop
 */
export const firstBasket = (shop) => ({
  merchantReference: "order-2026-1",
  currency: "NOK",
  quantities: { coffee: 1, cup: 2, book: 0 },
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

/**
 * @param {{ reference: string, name: string, unitPrice: number, taxRate: number }} goods
 * @param {number} quantity
 */
export function line({ reference, name, unitPrice, taxRate }, quantity) {
  const totalAmount = quantity * unitPrice;
  // The tax that is in a price: whole minor units, rounded to the nearest.
  const totalTaxAmount = Math.round(taxIn(totalAmount, taxRate));
  return { reference, name, quantity, unitPrice, taxRate, totalAmount, totalTaxAmount };
}

export const taxIn = (amount, taxRate) => (amount * taxRate) / (10000 + taxRate);

/** @param {ReturnType<typeof firstBasket>} basket */
export function order({ quantities, taxRates, customer, merchantReference, currency, merchantUrls }) {
  const lines = GOODS.filter(({ reference }) => quantities[reference] > 0).map((goods) =>
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

function person({ organizationName, organizationNumber, ...rest }) {
  return rest;
}

const format = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Minor units as people read them, for currencies with two decimals: those of this shop. */
export const money = (minor, currency = "NOK") => `${format.format(minor / 100)} ${currency}`;
