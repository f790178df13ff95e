// A sandbox and a shop that creates checkouts in it, as a merchant's server would.

import { secret } from "../lib/callback.mjs";
import { handler, imported, sandbox } from "../lib/consumer.mjs";

export { handler, imported, sandbox };
export const { createSandbox, BACK_OFF } = sandbox;

export { secret } from "../lib/callback.mjs";
export const HOUR = 60 * 60 * 1000;
const base = "https://sandbox.test";

/** Two lines: one with tax in the price, one with tax on top; both ways add up. */
export const order = () => ({
  merchantReference: "order-1",
  customer: { type: "person", firstName: "Kari", lastName: "Nordmann", email: "kari@example.test" },
  currency: "NOK",
  orderLines: [
    {
      lineNumber: 1,
      name: "Coffee",
      quantity: 2,
      unitPrice: 1000,
      taxRate: 2500,
      totalAmount: 2000,
      totalTaxAmount: 400,
    },
    {
      lineNumber: 2,
      name: "Cup",
      quantity: 1,
      unitPrice: 8000,
      taxRate: 2500,
      totalAmount: 10000,
      totalTaxAmount: 2000,
    },
  ],
  totalAmount: 12000,
  totalTaxAmount: 2400,
  merchantUrls: {
    accept: "https://shop.test/thanks",
    cancel: "https://shop.test/basket",
    callback: "https://shop.test/callback",
  },
});

/**
 * A sandbox whose callbacks go to `answer`, on a clock that stands still unless it is moved.
 *
 * @param {import("node:test").TestContext} t
 * @param {(request: Request) => unknown} answer a Response, or a status
 */
export function made(t, answer = () => 200, options = {}) {
  const received = [];
  const sandbox = createSandbox({
    secret,
    speed: 0,
    async fetch(request) {
      const { method, url, headers } = request;
      received.push({
        method,
        url,
        headers: Object.fromEntries(headers),
        body: await request.clone().text(),
        at: sandbox.now(),
      });
      const given = await answer(request);
      return typeof given === "number" ? new Response(null, { status: given }) : given;
    },
    ...options,
  });
  t.after(() => sandbox.close());
  const at = (path) => (path.startsWith("http") ? path : base + path);
  const get = (path, headers = {}) => sandbox(new Request(at(path), { headers }));
  const post = (path, body, headers = {}) =>
    sandbox(new Request(at(path), { method: "POST", body, headers }));
  const form = (path, fields, headers = {}) => post(path, new URLSearchParams(fields), headers);
  const json = (path, value, headers = {}) =>
    post(path, JSON.stringify(value), { "Content-Type": "application/json", ...headers });
  return { sandbox, received, get, post, form, json };
}

export const credentials = {
  grant_type: "client_credentials",
  client_id: "1001",
  client_secret: "sandbox-api-key",
  scope: "merchant",
};

/** With a token: calls as a merchant makes them, up to a payment that waits for its customer. */
export async function merchant(t, answer, options) {
  const api = made(t, answer, options);
  const { access_token } = await (await api.form("/token", credentials)).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const create = (changes = {}) => api.json("/checkout", { ...order(), ...changes }, headers);
  const pay = (sessionId, productId) => api.json(`/checkout/${sessionId}/payment`, { productId }, headers);
  const read = async (sessionId) => (await api.get(`/checkout/${sessionId}`, headers)).json();
  const payment = async (type = "vipps") => {
    const session = await (await create()).json();
    const { id } = session.products.find((product) => product.type === type);
    return { session, payment: await (await pay(session.id, id)).json() };
  };
  const decide = ({ redirects: [{ url }] }, decision) => api.form(url, { decision });
  return { ...api, headers, create, pay, read, payment, decide };
}
