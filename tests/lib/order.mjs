// The smallest order that the API takes.

export const order = {
  merchantReference: "order-1",
  customer: { firstName: "Kari" },
  currency: "NOK",
  orderLines: [{ name: "Coffee", quantity: 2, unitPrice: 1000, totalAmount: 2000, totalTaxAmount: 400 }],
  totalAmount: 2000,
  totalTaxAmount: 400,
  merchantUrls: {
    accept: "https://shop.test/thanks",
    cancel: "https://shop.test/basket",
    callback: "https://shop.test/callback",
  },
};
