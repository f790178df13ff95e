import { createHandler } from "checkout-signature/handler";
import { createSandbox } from "checkout-signature/sandbox";

const secret = "the secret key for callbacks";
const shop = createHandler({ secret, onPaymentAuthorized: ({ payload }) => console.log("paid", payload.amount) });
const api = createSandbox({ secret, fetch: shop }); // callbacks go to the shop's handler, without a network

const post = (url, body, headers) => api(new Request(new URL(url, "https://api.test"), { method: "POST", body, headers }));
const client = { grant_type: "client_credentials", client_id: "1001", client_secret: "sandbox-api-key", scope: "merchant" };
const { access_token } = await (await post("/token", new URLSearchParams(client))).json();
const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };

const order = {
  merchantReference: "order-1",
  customer: { email: "kari@example.com" },
  currency: "NOK",
  totalAmount: 2000, // minor units: 20.00 NOK
  totalTaxAmount: 400,
  orderLines: [{ name: "Coffee", quantity: 2, unitPrice: 1000, taxRate: 2500, totalAmount: 2000, totalTaxAmount: 400 }],
  merchantUrls: { accept: "https://shop.test/thanks", cancel: "https://shop.test/basket", callback: "https://shop.test/callback" },
};
const { id, products } = await (await post("/checkout", JSON.stringify(order), headers)).json();
const product = JSON.stringify({ productId: products[0].id });
const { redirects } = await (await post(`/checkout/${id}/payment`, product, headers)).json();

await post(redirects[0].url, new URLSearchParams({ decision: "approve" })); // what the customer does on the payment page
await api.advance(0); // → paid 2000
console.log(api.deliveries()[0].state); // → delivered
api.close();
