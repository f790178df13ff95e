// The way to a callback: creates a checkout session and a payment, and prints where the customer pays. With the sandbox:
//   CHECKOUT_API=http://localhost:4000 CHECKOUT_MERCHANT=1001 CHECKOUT_API_KEY=sandbox-api-key node checkout.mjs

import { readFile, writeFile } from "node:fs/promises";

const { CHECKOUT_API, CHECKOUT_MERCHANT, CHECKOUT_API_KEY, SHOP = "http://localhost:3000" } = process.env;
if (!CHECKOUT_API || !CHECKOUT_MERCHANT || !CHECKOUT_API_KEY) {
  throw new Error("Set CHECKOUT_API, CHECKOUT_MERCHANT and CHECKOUT_API_KEY");
}
const merchant = { client_id: CHECKOUT_MERCHANT, client_secret: CHECKOUT_API_KEY, scope: "merchant" };
const { access_token } = await post(
  "/token",
  new URLSearchParams({ grant_type: "client_credentials", ...merchant }),
);

const amount = 2000; // 20.00, with 25 % tax in it
const session = await postJson("/checkout", {
  merchantReference: "order-1",
  customer: { email: "kari@example.com" },
  currency: "NOK",
  totalAmount: amount,
  totalTaxAmount: 400,
  orderLines: [
    { name: "Mug", quantity: 1, unitPrice: amount, taxRate: 2500, totalAmount: amount, totalTaxAmount: 400 },
  ],
  merchantUrls: { accept: `${SHOP}/thanks`, cancel: `${SHOP}/cart`, callback: `${SHOP}/callback` },
});
// Before the customer can pay, so that the callback finds it.
await saveOrder({ sessionId: session.id, amount });

const [product] = session.products;
const payment = await postJson(`/checkout/${session.id}/payment`, { productId: product.id });
console.log(`Pay with ${product.name}: ${payment.redirects[0].url}`);

function postJson(path, body) {
  const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
  return post(path, JSON.stringify(body), headers);
}

async function post(path, body, headers) {
  const response = await fetch(`${CHECKOUT_API}${path}`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`${path} returned ${response.status}: ${await response.text()}`);
  return response.json();
}

// Your database goes here: orders.json stands in for it, and the other examples read it.
async function saveOrder(order) {
  const orders = JSON.parse(await readFile("orders.json", "utf8").catch(() => "[]"));
  await writeFile("orders.json", JSON.stringify([...orders, order], null, 2));
}
