// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Callbacks on their way to the shop: signed once, sent until one is answered with 200, and written down.

import { bare, uuid } from "./api/ids.ts";
import { BACK_OFF } from "./back-off.ts";

/** How long the shop may take to answer, in milliseconds of the world: the API's limit is not documented. */
const PATIENCE = 10_000;
/** The log forgets its oldest beyond these. */
const MOST = 1000;

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} sessionId
 * @property {string} paymentId
 * @property {{ method: "POST", url: string, headers: { Authorization: string, "Content-Type": string }, body: string }} request
 * @property {"pending" | "delivered" | "given-up"} state
 * @property {{ at: string, status?: number, error?: string }[]} attempts
 * @property {string | null} nextAttemptAt
 */

export class Deliveries {
  #clock;
  #options;
  /** @type {Entry[]} */
  #entries = [];

  /**
   * @param {import("./clock.ts").Clock} clock
   * @param {{ sign: (body: string) => string, send: (request: Request) => Promise<Response>, onAttempt: (delivery: any) => unknown }} options
   */
  constructor(clock, options) {
    this.#clock = clock;
    this.#options = options;
  }

  /** What happened so far, oldest first. */
  list() {
    return this.#entries.map(snapshot);
  }

  /**
   * Begins to deliver the event of a payment.
   *
   * @param {{ id: string, amount: number }} payment
   * @param {{ id: string, merchantUrls: { callback: string } }} session
   */
  begin(payment, session) {
    const payload = { amount: payment.amount, paymentId: bare(payment.id), sessionId: bare(session.id) };
    const body = JSON.stringify({ type: "payment-authorized", payload }, null, 2);
    const headers = {
      Authorization: this.#options.sign(body),
      "Content-Type": "application/json; charset=utf-8",
    };
    /** @type {Entry} */
    const entry = {
      id: uuid(),
      sessionId: session.id,
      paymentId: payment.id,
      request: { method: "POST", url: session.merchantUrls.callback, headers, body },
      state: "pending",
      attempts: [],
      nextAttemptAt: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > MOST) this.#entries.shift();
    this.#due(entry, this.#clock.now());
  }

  /**
   * @param {Entry} entry
   * @param {number} at
   */
  #due(entry, at) {
    entry.nextAttemptAt = new Date(at).toISOString();
    this.#clock.schedule(at, () => this.#attempt(entry));
  }

  /** @param {Entry} entry */
  async #attempt(entry) {
    const now = this.#clock.now();
    const answer = await answerTo(this.#options.send, entry.request);
    entry.attempts.push({ at: new Date(now).toISOString(), ...answer });
    entry.nextAttemptAt = null;
    const wait = BACK_OFF[entry.attempts.length - 1];
    if (answer.status === 200) entry.state = "delivered";
    else if (wait === undefined) entry.state = "given-up";
    else this.#due(entry, now + wait);
    tell(this.#options.onAttempt, snapshot(entry));
  }
}

/**
 * Nobody outside can change the log.
 *
 * @param {Entry} entry
 */
function snapshot(entry) {
  const { request, attempts } = entry;
  return Object.freeze({
    ...entry,
    request: Object.freeze({ ...request, headers: Object.freeze({ ...request.headers }) }),
    attempts: Object.freeze(attempts.map((attempt) => Object.freeze({ ...attempt }))),
  });
}

/**
 * @param {(request: Request) => Promise<Response>} send
 * @param {Entry["request"]} entry
 * @returns {Promise<{ status?: number, error?: string }>}
 */
async function answerTo(send, { url, ...rest }) {
  const late = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    // A function that is not the world's fetch need not know of signals.
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => {
        late.abort();
        reject(new Error(`no answer within ${PATIENCE / 1000} seconds`));
      }, PATIENCE);
    });
    // Following a redirect would lose the Authorization header, so it counts as an answer that is not 200.
    const request = new Request(url, { ...rest, redirect: "manual", signal: late.signal });
    const response = /** @type {Response} */ (await Promise.race([send(request), limit]));
    response.body?.cancel().catch(() => {});
    if (response.type === "opaqueredirect")
      return { error: "a redirect: give the API the address where it ends" };
    return { status: response.status };
  } catch (error) {
    const { message, cause } = /** @type {any} */ (error) ?? {};
    return { error: String(cause?.code ?? message ?? error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {(delivery: any) => unknown} onAttempt
 * @param {any} delivery
 */
async function tell(onAttempt, delivery) {
  try {
    await onAttempt(delivery);
  } catch {
    // Whoever only looks on must not stop a delivery.
  }
}
