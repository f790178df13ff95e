// The sandbox, and what a shop and its customer do with it on the way to a payment.

import assert from "node:assert/strict";
import { sandbox } from "./places.mjs";

/** The sandbox's API; its clock only moves by hand. */
export function openSandbox(t, secret) {
  const api = sandbox.createSandbox({ secret, speed: 0 });
  t.after(() => api.close());
  return api;
}

/**
 * A customer goes to the payment page. `approve` is what they do there; then the callback is due.
 *
 * @param {import("checkout-signature/sandbox").Sandbox} api
 * @param {string} callback where the shop receives it
 * @param {number} amount
 */
export async function goToPay(api, callback, amount = 2000) {
  const form = {
    grant_type: "client_credentials",
    client_id: "1001",
    client_secret: "sandbox-api-key",
    scope: "merchant",
  };
  const { access_token } = await json(api, "/token", { body: new URLSearchParams(form) });
  const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
  const session = await json(api, "/checkout", { headers, body: JSON.stringify(order(callback, amount)) });
  const productId = session.products[0].id;
  const payment = await json(api, `/checkout/${session.id}/payment`, {
    headers,
    body: JSON.stringify({ productId }),
  });
  const delivery = () => api.deliveries().find(({ sessionId }) => sessionId === session.id);
  return {
    sessionId: session.id,
    paymentId: payment.id.replaceAll("-", ""),
    async approve() {
      const page = payment.redirects[0].url;
      const answer = await api(
        new Request(page, { method: "POST", body: new URLSearchParams({ decision: "approve" }) }),
      );
      assert.deepEqual([answer.status, answer.headers.get("location")], [303, "https://shop.test/thanks"]);
    },
    delivery,
    /** What the shop has answered so far. */
    answers: () => delivery().attempts.map(({ status, error }) => status ?? error),
  };
}

function order(callback, amount) {
  return {
    merchantReference: "order 1",
    customer: { firstName: "Kari" },
    totalAmount: amount,
    currency: "NOK",
    orderLines: [{ name: "Mug", quantity: 1, unitPrice: amount, totalAmount: amount }],
    merchantUrls: { accept: "https://shop.test/thanks", cancel: "https://shop.test/cart", callback },
  };
}

/**
 * @param {import("checkout-signature/sandbox").Sandbox} api
 * @param {string} path
 * @param {{ headers?: HeadersInit, body: BodyInit }} request
 */
async function json(api, path, { headers, body }) {
  const answer = await api(new Request(`https://sandbox.test${path}`, { method: "POST", headers, body }));
  assert.equal(answer.status, 200, `${path} answered ${await answer.clone().text()}`);
  return answer.json();
}
