// Pay: the sandbox's own payment page, in a drawn browser, and what its two buttons lead to.

import { bringIntoView, find, h, say } from "../lib/dom.js";
import { browserWindow, sandboxPage } from "../views/browser-window.js";
import { exchangeView } from "../views/exchange.js";
import { prepare } from "./prepare.js";

export function mount(section, walk) {
  const part = (name) => find(`[data-${name}]`, section);
  const browser = browserWindow("The payment page in the customer's browser");
  part("window").append(browser.node);

  async function show() {
    const { response } = await walk.openPaymentPage();
    open(response.body);
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
    part("outcome").focus({ preventScroll: true });
    bringIntoView(part("outcome"));
  }

  function showResult(exchange) {
    const isPaid = walk.decision === "approve";
    part("outcome").dataset.tone = isPaid ? "good" : "mind";
    part("heading").textContent = isPaid ? "303: approved" : "303: cancelled";
    part("meaning").textContent = isPaid
      ? "The browser opens the URL in Location. It carries no amount, no id and no signature. Separately, the API now posts the callback to your server."
      : "The browser opens the URL in Location. No money was taken, so no callback will come; the session stays open for another payment.";
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
