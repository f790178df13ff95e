// Choose how to pay: the products of the session as radio cards, and the payment that is created for one.

import { bringIntoView, find, findAll, h, say } from "../lib/dom.js";
import { s } from "../lib/svg.js";
import { money } from "../model/order.js";
import { exchangeView } from "../views/exchange.js";
import { prepare } from "./prepare.js";

const HINTS = {
  vipps: "The customer confirms on the phone.",
  card: "The customer enters a card, and the bank asks for a confirmation.",
};

export function mount(section, walk) {
  const part = (name) => find(`[data-${name}]`, section);
  const form = find("form", section);
  /** The session whose products are on offer; their cards stay, so that the focus does. */
  let shown;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const productId = new FormData(form).get("product");
    await walk.reach("token");
    const { response } = await walk.createPayment(productId);
    show();
    if (response.status !== 200) return say("Refused: this session is already paid.");
    part("onwards").focus({ preventScroll: true });
    bringIntoView(part("onwards"));
  });

  form.addEventListener("change", showOther);

  part("again").addEventListener("click", async () => {
    await walk.reach("token");
    await walk.createSession(walk.ordered);
    show();
    find("input:checked", form).focus();
    say("A new session was created for the same order.");
  });

  part("renew").addEventListener("click", async () => {
    await walk.reach("token");
    const { response } = await walk.createSession();
    // The API says there what is wrong with it.
    if (response.status !== 200) {
      location.hash = "#session";
      return;
    }
    show();
    find("input:checked", form).focus();
    say("A new session was created for the changed basket.");
  });

  function show() {
    const { session, payment } = walk;
    if (shown !== session.id) part("products").replaceChildren(...session.products.map(card));
    shown = session.id;
    const chosen = payment?.productId ?? find("input:checked", form)?.value ?? session.products[0].id;
    for (const input of /** @type {HTMLInputElement[]} */ (findAll('[name="product"]', form)))
      input.checked = input.value === chosen;
    part("total").textContent = money(walk.ordered.totalAmount, walk.ordered.currency);
    const last = walk.exchanges.payment;
    const isOfThis = last?.request.url.includes(session.id);
    part("answer").replaceChildren(
      isOfThis
        ? exchangeView(last, {
            label: "Create the payment",
            example: { file: "checkout.mjs", marks: "/payment`" },
          })
        : part("empty").content.cloneNode(true),
    );
    part("redirects").replaceChildren(...(payment?.redirects ?? []).map(redirect));
    part("changed").hidden = !walk.isChanged;
    part("renew").textContent = `New session for ${money(walk.order().totalAmount)}`;
    part("paid").hidden = walk.decision !== "approve";
    showOther();
  }

  /** Where another method is chosen than the payment was created with, its URL is not the way on. */
  function showOther() {
    const { session, payment, decision } = walk;
    const named = (id) => session.products.find((product) => product.id === id).name;
    const chosen = find("input:checked", form).value;
    const isOther = Boolean(payment) && chosen !== payment.productId && decision !== "approve";
    part("onwards").hidden = !payment || isOther;
    part("other").hidden = !isOther;
    if (isOther)
      part("other").textContent =
        `The payment you created is with ${named(payment.productId)}. Create another to pay with ${named(chosen)}.`;
  }

  return {
    async show() {
      if (await prepare(section, walk, "session")) show();
    },
  };
}

function card({ id, name, type }) {
  return h(
    "label.choice",
    {},
    h("input", { type: "radio", name: "product", value: id }),
    icon(type),
    h("span", {}, h("b", {}, name), HINTS[type] && h("span.hint", {}, HINTS[type])),
  );
}

function icon(type) {
  const box = (...children) =>
    s("svg.icon", { viewBox: "0 0 32 32", "aria-hidden": "true", "data-type": type }, ...children);
  if (type === "vipps")
    return box(
      s("rect", { x: 8, y: 2, width: 16, height: 28, rx: 3 }),
      s("path", { d: "M14 26h4M12 13l3 3 6-6" }),
    );
  return box(s("rect", { x: 2, y: 6, width: 28, height: 20, rx: 3 }), s("path", { d: "M2 12h28M6 21h6" }));
}

function redirect({ type, url }) {
  return h("div", {}, h("dt", {}, type), h("dd.mono", {}, url));
}
