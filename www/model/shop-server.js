// The merchant's server. In real life it is a server, with the package's handler behind the callback URL; here the
// same handler runs in the page.

import { sameId } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

/**
 * @typedef {object} Arrival a callback that came, and what the handler answered
 * @property {{ method: string, url: string, headers: Record<string, string>, body: string }} request
 * @property {{ status: number, code: string, message: string }} answer
 */

export class ShopServer {
  /** Orders as they were when their sessions were created. @type {{ sessionId: string, amount: number }[]} */
  orders = [];
  /** Payments that were handled. @type {object[]} */
  paid = [];
  /** @type {Arrival[]} */
  arrivals = [];
  /** Whether the shop's own function fails, as if the database were down. */
  isFailing = false;
  #answer;
  #handler;

  /** @param {string} secret */
  constructor(secret) {
    this.#handler = createHandler({
      secret,
      expect: ({ sessionId }) => this.orders.find((order) => sameId(order.sessionId, sessionId)),
      onPaymentAuthorized: ({ payload }) => {
        if (this.isFailing) throw new Error("The database is down.");
        this.paid.push(payload);
      },
      onAnswer: (answer) => (this.#answer = answer),
    });
  }

  /**
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async receive(request) {
    const arrived = await described(request);
    const response = await this.#handler(request);
    const { status, code, message } = this.#answer;
    this.arrivals.push({ request: arrived, answer: { status, code, message } });
    return response;
  }
}

/**
 * A request or a response as data, for the eye.
 *
 * @param {Request | Response} message
 */
export async function described(message) {
  const { method, url, status } = /** @type {Request & Response} */ (message);
  return {
    method,
    url,
    status,
    headers: Object.fromEntries(message.headers),
    body: await message.clone().text(),
  };
}
