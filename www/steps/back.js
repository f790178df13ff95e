// Back in the shop: the page that the redirect leads to, beside what the shop's server knows, and the same forged.

import { sameId } from "checkout-signature";
import { bringIntoView, find, findAll, h } from "../lib/dom.js";
import { browserWindow } from "../views/browser-window.js";
import { exchangeView, toEnd } from "../views/exchange.js";
import { basketPage, thanksPage } from "../views/shop-pages.js";
import { prepare } from "./prepare.js";

export function mount(section, walk) {
  const part = (name) => find(`[data-${name}]`, section);
  const [honest, forged] = [browserWindow("The customer's browser"), browserWindow("The forger's browser")];
  part("honest-window").append(honest.node);
  part("forged-window").append(forged.node);
  /** The session that the forgery belongs to, and what was forged. */
  let forgedFor, forgery;

  for (const details of /** @type {HTMLDetailsElement[]} */ (findAll("details", section)))
    details.addEventListener("toggle", () => details.open && toEnd(details));

  part("arrive").addEventListener("click", async () => {
    await walk.callBack();
    await showHonest();
    part("honest-verdict").focus({ preventScroll: true });
    bringIntoView(part("honest-verdict"));
  });

  part("forge").addEventListener("click", async () => {
    await walk.reach("token");
    forgery = await walk.forge();
    forgedFor = walk.session.id;
    await showForged();
    part("forged-verdict").focus({ preventScroll: true });
    bringIntoView(part("forged-verdict"));
  });

  async function showHonest() {
    const isPaid = walk.decision === "approve";
    const { accept, cancel } = walk.ordered.merchantUrls;
    honest.show(isPaid ? accept : cancel, "shop", ...(isPaid ? thanksPage : basketPage)(walk.ordered));
    part("customer").textContent = isPaid ? "A customer who has approved" : "A customer who has cancelled";
    const arrival = walk.arrival();
    const knows = await knowledge(walk.session.id, arrival);
    part("honest-facts").replaceChildren(...facts(knows));
    part("honest-calls").replaceChildren(exchangeView(knows.read, { label: "Fetch the session" }));
    part("arrive").hidden = !isPaid || Boolean(arrival);
    part("pay-again").hidden = isPaid;
    verdict(
      part("honest-verdict"),
      isPaid ? (knows.payment ? PROVEN : arrival ? REFUSED : WAITING) : CANCELLED,
    );
  }

  async function showForged() {
    const isForged = forgery !== undefined && forgedFor === walk.session.id;
    const { accept } = walk.ordered.merchantUrls;
    part("forge").textContent = isForged ? "Open it again" : "Open the URL without paying";
    if (isForged) forged.show(accept, "shop", ...thanksPage(walk.ordered));
    else forged.show(accept, "blank", h("p", {}, "URL typed by hand, not opened yet."));
    const knows = isForged
      ? await knowledge(forgery.session.id, walk.arrival(forgery.payment.id))
      : undefined;
    part("forged-facts").replaceChildren(...facts(knows));
    part("forged-details").hidden = !isForged;
    if (isForged)
      part("forged-calls").replaceChildren(exchangeView(knows.read, { label: "Fetch the other session" }));
    verdict(part("forged-verdict"), isForged ? FORGED : NOT_YET);
  }

  /** What the shop's server can find out about a session, without asking any browser. */
  async function knowledge(sessionId, arrival) {
    await walk.reach("token");
    const read = await walk.readSession(sessionId);
    const payment = walk.shop.paid.find((payment) => sameId(payment.sessionId, sessionId));
    return { arrival, payment, read, status: JSON.parse(read.response.body).status };
  }

  return {
    async show() {
      if (!(await prepare(section, walk, "decision"))) return;
      await showHonest();
      await showForged();
    },
  };
}

/** @param {{ arrival?: any, payment?: any, status?: string }} [known] */
function facts({ arrival, payment, status } = {}) {
  const known = status !== undefined;
  const tone = (isTrue) => (isTrue ? "good" : "bad");
  const fact = (name, isTrue, text) =>
    h("div", { "data-tone": known && tone(isTrue) }, h("dt", {}, name), h("dd", {}, known ? text : "–"));
  return [
    fact(
      "Callback",
      arrival,
      arrival ? `received, answered ${arrival.answer.status} (${arrival.answer.code})` : "none received",
    ),
    fact("Your paid orders", payment, payment ? "has this order" : "does not have this order"),
    fact("Session at the API", status === "authorized", status),
  ];
}

/** Verdicts: tone, title, and what it means for the shop. @typedef {[tone: string, title: string, text: string]} Verdict */

/** @type {Verdict} */
const WAITING = [
  "mind",
  "Back, but not proven",
  "Until the callback is verified, show “We're checking your payment” and ship nothing.",
];
/** @type {Verdict} */
const PROVEN = [
  "good",
  "Proven by the callback",
  "The signature is valid, and amount and session match your order. Now ship.",
];
/** @type {Verdict} */
const REFUSED = [
  "bad",
  "The callback came, but wasn't handled",
  "Your server didn't answer 200, so the API sends it again.",
];
/** @type {Verdict} */
const CANCELLED = ["mind", "Not paid", "No callback will come, and the session is still open."];
/** @type {Verdict} */
const FORGED = ["bad", "Nothing was paid", "A shop that ships on the redirect has just shipped for nothing."];
/** @type {Verdict} */
const NOT_YET = ["", "Not opened yet", "We'll create a payment, approve nothing, and open the URL anyway."];

/** @param {HTMLElement} place @param {Verdict} verdict */
function verdict(place, [tone, title, text]) {
  place.dataset.tone = tone;
  place.replaceChildren(h("b", {}, title), h("p", {}, text));
}
