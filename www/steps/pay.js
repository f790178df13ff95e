// Pay: the sandbox's own payment page, in a drawn browser, and what its two buttons lead to.

import { h, say } from "../lib/dom.js";
import { browserWindow, sandboxPage } from "../views/browser-window.js";
import { exchangeView } from "../views/exchange.js";
import { prepare } from "./prepare.js";

export function mount(section, walk) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const browser = browserWindow("The payment page in the customer's browser");
  part("window").append(browser.node);

  async function show() {
    const { response } = await walk.openPaymentPage();
    open(response.body);
    const { type } = product(walk.payment.productId);
    part("partner").textContent = type === "vipps" ? "The page of Vipps" : "The page of the card partner";
    part("waiting").hidden = Boolean(walk.decision);
    part("result").hidden = !walk.decision;
    if (walk.decision) showResult(walk.exchanges.decision);
    const other = ({ name, type }) =>
      h("button", { type: "button", onclick: () => another(type) }, `New payment: ${name}`);
    part("others").replaceChildren(...walk.session.products.map(other));
  }

  function open(markup) {
    const { type } = product(walk.payment.productId);
    browser.show(
      walk.payment.redirects[0].url,
      type,
      ...sandboxPage(markup, { back: "#back", onDecide: decide }),
    );
  }

  async function decide(decision) {
    const { response } = await walk.decide(decision);
    // Whoever has two tabs open can press a button of a page that is out of date: the sandbox says so.
    if (response.status !== 303) return open(response.body);
    await show();
    part("heading").focus();
  }

  function showResult(exchange) {
    const isPaid = walk.decision === "approve";
    part("heading").textContent = isPaid
      ? "Approved: on to the accept address"
      : "Cancelled: on to the cancel address";
    part("meaning").textContent = isPaid
      ? "303 tells the browser to open the address in Location. It carries no amount, no id and no signature. " +
        "Apart from it, the API now posts the callback to your server."
      : "303 tells the browser to open the address in Location. No money was taken, so no callback will come; " +
        "the session stays open for another payment.";
    part("exchange").replaceChildren(
      exchangeView(exchange, { label: isPaid ? "Approve the payment" : "Cancel the payment" }),
    );
  }

  async function another(type) {
    await walk.reach("token");
    // A session that is paid takes no second payment.
    if (walk.decision === "approve") await walk.createSession(walk.ordered);
    await walk.createPayment(walk.session.products.find((product) => product.type === type).id);
    await show();
    browser.node.focus();
    say("A new payment was created, and its page is open.");
  }

  const product = (id) => walk.session.products.find((product) => product.id === id);

  return {
    async show() {
      if (await prepare(section, walk, "payment")) await show();
    },
  };
}
