// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Sessions and payments: what they are, and what may happen to them.

import { Problem } from "./answers.ts";
import { bare, uuid } from "./ids.ts";
import { faults } from "./order.ts";

const PRODUCTS = [
  { name: "Vipps", type: "vipps" },
  { name: "Credit card", type: "card" },
];
/** The sandbox forgets its oldest sessions beyond these. */
const MOST = 1000;

/**
 * @typedef {object} Payment
 * @property {string} id
 * @property {string} productId
 * @property {number} amount
 * @property {"created" | "authorized" | "cancelled"} status
 * @property {{ type: string, url: string }[]} redirects
 * @property {string | null} authorizedOn
 */

/** @typedef {Record<string, any> & { id: string, payments: Payment[], status: "created" | "authorized" }} Session */

export class Checkout {
  #merchantId;
  /** By id without hyphens. @type {Map<string, Session>} */
  #sessions = new Map();

  /** @param {number} merchantId */
  constructor(merchantId) {
    this.#merchantId = merchantId;
  }

  sessions() {
    return [...this.#sessions.values()];
  }

  /** @param {any} order */
  create(order) {
    const errors = faults(order);
    if (errors.length > 0) throw new Problem(400, "The order is not valid", { errors });
    const id = uuid();
    const products = PRODUCTS.map((product) => ({ id: uuid(), ...product }));
    /** @type {Session} */
    const session = { ...order, id, merchantId: this.#merchantId, products, payments: [], status: "created" };
    this.#sessions.set(bare(id), session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }

  /** @param {string} id */
  session(id) {
    const session = this.#sessions.get(bare(id));
    if (!session) throw new Problem(404, "There is no such session");
    return session;
  }

  /**
   * @param {string} sessionId
   * @param {any} asked
   * @param {(paymentId: string) => string} page where the customer pays
   */
  pay(sessionId, asked, page) {
    const session = this.session(sessionId);
    const productId = asked?.productId;
    const product = session.products.find(
      (/** @type {{ id: string }} */ { id }) => typeof productId === "string" && bare(id) === bare(productId),
    );
    if (!product) {
      const detail =
        productId === undefined ? "is required." : "is none of the products that this session offers.";
      throw new Problem(400, "The payment is not valid", { errors: [{ pointer: "#/productId", detail }] });
    }
    if (session.status === "authorized") throw new Problem(409, "The session is paid already");
    const id = uuid();
    /** @type {Payment} */
    const payment = {
      id,
      productId: product.id,
      amount: session.totalAmount,
      status: "created",
      redirects: [{ type: product.type, url: page(id) }],
      authorizedOn: null,
    };
    session.payments.push(payment);
    return payment;
  }

  /**
   * @param {string} id
   * @returns {{ payment: Payment, session: Session, product: { name: string, type: string } } | undefined}
   */
  payment(id) {
    for (const session of this.#sessions.values()) {
      const payment = session.payments.find((payment) => bare(payment.id) === bare(id));
      if (payment)
        return {
          payment,
          session,
          product: session.products.find((/** @type {any} */ { id }) => id === payment.productId),
        };
    }
    return undefined;
  }
}
