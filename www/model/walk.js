// What the visitor has done so far: the calls to the sandbox, and what came of them. It lives in this page's memory
// only; a step that is opened out of order has what came before it done for it.

import { createSandbox } from "checkout-signature/sandbox";
import { firstBasket, order } from "./order.js";
import { described, ShopServer } from "./shop-server.js";

export const API = "https://api.checkout.example";
export const SHOP = "https://shop.example";
export const MERCHANT = {
  merchantId: 1001,
  apiKey: "sandbox-api-key",
  secret: "an example secret, known to nobody's shop",
};

/** @typedef {"token" | "session" | "payment" | "decision" | "callback"} Milestone */

/** What can have happened, each after the one before it. @type {Milestone[]} */
const MILESTONES = ["token", "session", "payment", "decision", "callback"];

export class Walk extends EventTarget {
  #sandbox;
  /** The clock moves by hours while callbacks are retried, and a token lasts one. */
  #tokenEnds = 0;
  /** @type {Promise<unknown>} */
  #reached = Promise.resolve();
  /** @type {ShopServer} */
  shop;
  /**
   * The last exchange of each kind: "token", "session", "read", "payment", "page", "decision", "forged".
   *
   * @type {Record<string, { request: any, response: any }>}
   */
  exchanges = {};
  /** @type {string | undefined} */
  token;
  /** `{ id, products }` as the API answered. */
  session;
  /** The order that the session was created for; the basket may have changed since. */
  ordered;
  payment;
  /** "approve" or "cancel". */
  decision;
  /** Whether the callback of the present payment has been sent. */
  isCalled = false;
  basket = firstBasket(SHOP);

  constructor() {
    super();
    this.shop = new ShopServer(MERCHANT.secret);
    this.#sandbox = createSandbox({
      ...MERCHANT,
      baseUrl: API,
      // Time stands still unless the page moves it, so that nothing changes under the visitor's eyes.
      speed: 0,
      fetch: (request) => this.shop.receive(request),
    });
  }

  /** The order that the basket makes. */
  order() {
    return order(this.basket);
  }

  /** @returns {Promise<{ request: any, response: any }>} the exchange */
  async authenticate({
    clientId = String(MERCHANT.merchantId),
    apiKey = MERCHANT.apiKey,
    scope = "merchant",
  } = {}) {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: apiKey,
      scope,
    });
    const exchange = await this.#call("token", "/token", { method: "POST", body });
    if (exchange.response.status === 200) {
      const { access_token, expires_in } = JSON.parse(exchange.response.body);
      this.token = access_token;
      this.#tokenEnds = this.now() + expires_in * 1000;
    }
    return this.#changed(exchange);
  }

  /** @param {any} [given] the request's body: an object that is no valid order is refused by the API */
  async createSession(given = this.order()) {
    const exchange = await this.#json("session", "/checkout", given);
    if (exchange.response.status !== 200) return this.#changed(exchange);
    this.session = JSON.parse(exchange.response.body);
    this.ordered = given;
    this.shop.orders.push({ sessionId: this.session.id, amount: given.totalAmount });
    this.payment = this.decision = undefined;
    this.isCalled = false;
    return this.#changed(exchange);
  }

  async readSession(id = this.session.id) {
    return this.#call("read", `/checkout/${id}`, { headers: this.#bearer() });
  }

  /** A session of the same order with a payment that nobody approves, beside the present ones. */
  async forge() {
    const session = JSON.parse((await this.#json("forged", "/checkout", this.ordered)).response.body);
    this.shop.orders.push({ sessionId: session.id, amount: this.ordered.totalAmount });
    const { response } = await this.#json("forged", `/checkout/${session.id}/payment`, {
      productId: session.products[0].id,
    });
    return { session, payment: JSON.parse(response.body) };
  }

  /** @param {string} [productId] the first product's by default */
  async createPayment(productId = this.session.products[0].id) {
    const exchange = await this.#json("payment", `/checkout/${this.session.id}/payment`, { productId });
    if (exchange.response.status !== 200) return this.#changed(exchange);
    this.payment = JSON.parse(exchange.response.body);
    this.decision = undefined;
    this.isCalled = false;
    return this.#changed(exchange);
  }

  /** The payment page, as the sandbox serves it. */
  async openPaymentPage() {
    return this.#call("page", this.payment.redirects[0].url, { headers: { Accept: "text/html" } });
  }

  /**
   * What the button on the payment page does. The callback is sent by `callBack`.
   *
   * @param {"approve" | "cancel"} decision
   */
  async decide(decision) {
    const exchange = await this.#call("decision", this.payment.redirects[0].url, {
      method: "POST",
      body: new URLSearchParams({ decision }),
    });
    if (exchange.response.status === 303) this.decision = decision;
    return this.#changed(exchange);
  }

  /** Lets the sandbox make the first attempt to deliver the callback. */
  async callBack() {
    await this.advance(0);
    this.isCalled = true;
    this.#changed();
  }

  /** Moves the sandbox's clock on; attempts that fall due are made. */
  async advance(ms) {
    await this.#sandbox.advance(ms);
    this.#changed();
  }

  now() {
    return this.#sandbox.now();
  }

  /** The delivery of a payment, the present one by default, once it was approved. */
  delivery(paymentId = this.payment?.id) {
    return this.#sandbox.deliveries().findLast((delivery) => delivery.paymentId === paymentId);
  }

  /** The callback of a payment as it arrived at the shop first, once it was sent. */
  arrival(paymentId = this.payment?.id) {
    const body = this.delivery(paymentId)?.request.body;
    return this.shop.arrivals.find(({ request }) => request.body === body);
  }

  /**
   * Does what is missing up to a milestone, as a visitor who clicks through would.
   *
   * @param {Milestone} milestone
   * @returns {Promise<Milestone[]>} the milestones that were done here; not the callback of a payment that was cancelled
   */
  reach(milestone) {
    // One after another: whoever turns the pages quickly must not begin two sessions.
    const reached = this.#reached.then(() => this.#reach(milestone));
    this.#reached = reached.catch(() => {});
    return reached;
  }

  async #reach(milestone) {
    /** @type {Milestone[]} */
    const done = [];
    for (const next of MILESTONES.slice(0, MILESTONES.indexOf(milestone) + 1)) {
      if (this.#has(next) || (next === "callback" && this.decision === "cancel")) continue;
      await this.#do(next);
      done.push(next);
    }
    return done;
  }

  #has(milestone) {
    if (milestone === "callback") return this.isCalled;
    if (milestone === "token") return this.now() < this.#tokenEnds;
    return Boolean(this[milestone]);
  }

  async #do(milestone) {
    if (milestone === "token") await this.authenticate();
    if (milestone === "session") await this.createSession();
    if (milestone === "payment") await this.createPayment();
    if (milestone === "decision") await this.decide("approve");
    if (milestone === "callback") await this.callBack();
  }

  /** A payment beside the one that was cancelled, approved and called back. */
  async approveAnother() {
    await this.reach("token");
    await this.createPayment(this.payment.productId);
    await this.decide("approve");
    await this.callBack();
  }

  /** Whether the basket has become another one than the session was created for. */
  get isChanged() {
    return Boolean(this.session) && JSON.stringify(this.order()) !== JSON.stringify(this.ordered);
  }

  #bearer() {
    return { Authorization: `Bearer ${this.token}` };
  }

  #json(kind, path, value) {
    const headers = { ...this.#bearer(), "Content-Type": "application/json" };
    return this.#call(kind, path, { method: "POST", headers, body: JSON.stringify(value, null, 2) });
  }

  async #call(kind, path, init) {
    const request = new Request(new URL(path, API), init);
    const sent = await described(request);
    const exchange = { request: sent, response: await described(await this.#sandbox(request)) };
    this.exchanges[kind] = exchange;
    return exchange;
  }

  /** @template T @param {T} [value] */
  #changed(value) {
    this.dispatchEvent(new Event("change"));
    return value;
  }
}
