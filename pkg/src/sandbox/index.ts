// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The Checkout API in miniature, behind one function. Documented in sandbox.d.ts.

import { json, Problem } from "./api/answers.ts";
import { form, jsonBody } from "./api/body.ts";
import { Checkout } from "./api/checkout.ts";
import { Tokens } from "./api/token.ts";
import { Clock } from "./clock.ts";
import { Deliveries } from "./deliveries.ts";
import { checked, checkedMs, checkedSpeed, isMeasure } from "./options.ts";
import { STYLE } from "./pages/html.ts";
import { messagePage, overviewPage, paymentPage } from "./pages/index.ts";

export { FORGERIES, REWRITES } from "../shared/forgeries.ts";
export { BACK_OFF } from "./back-off.ts";

/** @param {unknown} given */
export function createSandbox(given) {
  const options = checked(given);
  const clock = new Clock(options.speed);
  const sandbox = new Sandbox(clock, options);
  return Object.defineProperties((/** @type {Request} */ request) => sandbox.answer(request), {
    now: { value: () => clock.now() },
    speed: { get: () => clock.speed, set: (speed) => (clock.speed = checkedSpeed(speed)), enumerable: true },
    advance: { value: (/** @type {unknown} */ ms) => clock.advance(checkedMs(ms)) },
    deliveries: { value: () => sandbox.deliveries.list() },
    close: { value: () => sandbox.close() },
  });
}

/** One that answers. */
class Sandbox {
  #clock;
  #options;
  #tokens;
  #checkout;
  #isOpen = true;

  /**
   * @param {Clock} clock
   * @param {any} options
   */
  constructor(clock, options) {
    this.#clock = clock;
    this.#options = options;
    this.#tokens = new Tokens(clock, { id: String(options.merchantId), key: options.apiKey });
    this.#checkout = new Checkout(options.merchantId);
    this.deliveries = new Deliveries(clock, options);
  }

  close() {
    this.#isOpen = false;
    this.#clock.clear();
  }

  /**
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async answer(request) {
    try {
      const response = await this.#route(request);
      return request.method === "HEAD" ? new Response(null, response) : response;
    } catch (error) {
      if (error instanceof Problem) return error.response();
      return new Problem(500, "The sandbox has failed", {
        detail: "This is a defect of checkout-signature/sandbox.",
      }).response();
    }
  }

  /** @param {Request} request */
  async #route(request) {
    const base = new URL(this.#options.baseUrl ?? "/", request.url);
    const root = base.pathname.replace(/\/$/, "");
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : "";
    /** @type {{ request: Request, origin: string, root: string }} */
    const context = { request, origin: base.origin, root };
    const routes = ROUTES.flatMap(({ method, pattern, run }) => {
      const [, id = ""] = pattern.exec(path) ?? [undefined];
      return pattern.test(path) ? [{ method, run: () => run.call(this, context, id) }] : [];
    });
    const asked = request.method === "HEAD" ? "GET" : request.method;
    const route = routes.find(({ method }) => method === asked);
    if (route) return route.run();
    if (routes.length === 0)
      throw new Problem(404, "There is nothing here", { detail: "See the page /sandbox." });
    throw new Problem(405, "Method not allowed", {
      headers: { Allow: routes.map(({ method }) => method).join(", ") },
    });
  }

  /** @param {Context} context */
  async token({ request }) {
    return this.#tokens.issue(request);
  }

  /** @param {Context} context */
  async createSession({ request }) {
    this.#tokens.check(request);
    const { id, products } = this.#checkout.create(await jsonBody(request));
    return json({ id, products });
  }

  /**
   * @param {Context} context
   * @param {string} id
   */
  async readSession({ request }, id) {
    this.#tokens.check(request);
    return json(this.#checkout.session(id));
  }

  /**
   * @param {Context} context
   * @param {string} id
   */
  async createPayment({ request, origin, root }, id) {
    this.#tokens.check(request);
    const asked = await jsonBody(request);
    return json(this.#checkout.pay(id, asked, (payment) => `${origin}${root}/pay/${payment}`));
  }

  /**
   * @param {Context} context
   * @param {string} id
   */
  async showPayment({ root }, id) {
    const found = this.#checkout.payment(id);
    if (!found)
      return messagePage("There is no such payment", "The sandbox may have been started again since.", {
        root,
        status: 404,
      });
    return paymentPage(found.payment, { ...found.session, product: found.product }, root);
  }

  /**
   * The customer has decided: back to the shop, and if they have paid, the callback.
   *
   * @param {Context} context
   * @param {string} id
   */
  async decide({ request, root }, id) {
    const found = this.#checkout.payment(id);
    if (!found) return this.showPayment({ request, origin: "", root }, id);
    const { payment, session } = found;
    const decision = (await form(request))?.get("decision");
    const status = decision === "approve" ? "authorized" : decision === "cancel" ? "cancelled" : undefined;
    if (!status)
      return messagePage("Approve or cancel?", "Send a form with decision=approve or decision=cancel.", {
        root,
        status: 400,
      });
    const isPaid = session.status === "authorized" && payment.status !== "authorized";
    if (isPaid || (payment.status !== "created" && payment.status !== status)) {
      const text = isPaid ? "The session was paid with another payment." : `It is ${payment.status}.`;
      return messagePage("This payment was decided before", text, { root, status: 409 });
    }
    if (payment.status === "created") {
      payment.status = status;
      if (status === "authorized") this.#authorize(payment, session);
    }
    const { accept, cancel } = session.merchantUrls;
    const headers = { Location: status === "authorized" ? accept : cancel, "Cache-Control": "no-store" };
    return new Response(null, { status: 303, headers });
  }

  /** @param {Context} context */
  async overview({ request, root }) {
    const state = {
      now: new Date(this.#clock.now()).toISOString(),
      speed: this.#clock.speed,
      merchantId: this.#options.merchantId,
      sessions: this.#checkout.sessions(),
      deliveries: this.deliveries.list(),
    };
    return request.headers.get("accept")?.includes("text/html") ? overviewPage(state, root) : json(state);
  }

  async log() {
    return json(this.deliveries.list());
  }

  async style() {
    return new Response(STYLE, { headers: { "Content-Type": "text/css" } });
  }

  /** @param {Context} context */
  async moveClock({ request }) {
    const { speed = this.#clock.speed, advance = 0 } = Object(await jsonBody(request));
    if (!isMeasure(speed) || !isMeasure(advance)) {
      const detail =
        'Send {"speed": …} (how many times faster than the world) or {"advance": …} (seconds): numbers, 0 or more.';
      throw new Problem(400, "The clock cannot do that", { detail });
    }
    this.#clock.speed = speed;
    await this.#clock.advance(advance * 1000);
    return json({ now: new Date(this.#clock.now()).toISOString(), speed });
  }

  /**
   * @param {import("./api/checkout.ts").Payment} payment
   * @param {import("./api/checkout.ts").Session} session
   */
  #authorize(payment, session) {
    payment.authorizedOn = new Date(this.#clock.now()).toISOString();
    session.status = "authorized";
    if (this.#isOpen) this.deliveries.begin(payment, /** @type {any} */ (session));
  }
}

/** @typedef {{ request: Request, origin: string, root: string }} Context */

const own = Sandbox.prototype;
/** @type {{ method: string, pattern: RegExp, run: (this: Sandbox, context: Context, id: string) => Promise<Response> }[]} */
const ROUTES = [
  { method: "POST", pattern: /^\/token$/, run: own.token },
  { method: "POST", pattern: /^\/checkout$/, run: own.createSession },
  { method: "GET", pattern: /^\/checkout\/([^/]+)$/, run: own.readSession },
  { method: "POST", pattern: /^\/checkout\/([^/]+)\/payment$/, run: own.createPayment },
  { method: "GET", pattern: /^\/pay\/([^/]+)$/, run: own.showPayment },
  { method: "POST", pattern: /^\/pay\/([^/]+)$/, run: own.decide },
  { method: "GET", pattern: /^\/(?:sandbox\/?)?$/, run: own.overview },
  { method: "GET", pattern: /^\/sandbox\/deliveries$/, run: own.log },
  { method: "GET", pattern: /^\/sandbox\/style\.css$/, run: own.style },
  { method: "POST", pattern: /^\/sandbox\/clock$/, run: own.moveClock },
];
