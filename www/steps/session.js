// Create the session: the visitor's basket becomes an order, and the API's answer to it is shown beside it.

import { bringIntoView, find, findAll, h, say } from "../lib/dom.js";
import { listed } from "../lib/words.js";
import { fieldOf, MISTAKES, putRight } from "../model/mistakes.js";
import { money, order, quantityOf } from "../model/order.js";
import { basketView } from "../views/basket.js";
import { exchangeView, toEnd } from "../views/exchange.js";
import { problemId, problems } from "../views/problems.js";

/** @param {import("../model/walk.js").Walk} walk */
export function mount(section, walk) {
  const { basket } = walk;
  const form = find("form", section);
  const result = find("[data-result]", section);
  /** What was sent from here last, and the mistake that was made in it on purpose. @type {{ exchange?: object, mistake?: string }} */
  let sent = {};
  const drawBasket = basketView(section);

  form.addEventListener("input", ({ target }) => {
    const [member, inner] = target.name.split(".");
    if (member === "mistake") return;
    const isAmount = member === "quantities" || member === "taxRates";
    const value =
      member === "quantities" ? quantityOf(target.value) : isAmount ? Number(target.value) : target.value;
    if (inner) basket[member][inner] = value;
    else basket[member] = value;
    draw();
    if (isAmount) say(`Total ${money(order(basket).totalAmount)}.`);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const unreadable = Object.keys(basket.quantities).find((name) => Number.isNaN(basket.quantities[name]));
    if (unreadable) form.elements[`quantities.${unreadable}`].focus();
    else send();
  });

  async function send() {
    const { value } = form.elements.mistake;
    await walk.reach("token");
    const exchange = await walk.createSession(MISTAKES[value](walk.order()));
    sent = { exchange, mistake: value };
    show();
    // After a mistake was put right, what had the focus is gone.
    const isLost = document.activeElement === document.body;
    if (exchange.response.status !== 200 || isLost) result.firstChild.focus();
    else {
      bringIntoView(result.firstChild);
      say("200: the session was created.");
    }
  }

  function draw() {
    drawBasket(basket);
    const { type, organizationName, firstName, lastName } = basket.customer;
    const isCompany = type === "company";
    for (const field of findAll("[data-company]", section)) field.hidden = !isCompany;
    find("#session-customer", section).textContent = isCompany
      ? organizationName
      : `${firstName} ${lastName}`;
    find(".changed", section).textContent = walk.isChanged
      ? "You've changed the basket since this session was created. Create a new session for it."
      : "";
  }

  /** The form's fields as the basket has them. */
  function fill() {
    for (const field of form.elements) {
      const [member, inner] = field.name.split(".");
      const value = inner ? basket[member]?.[inner] : basket[member];
      if (value === undefined) continue;
      if (field.type === "radio") field.checked = field.value === value;
      else if (!Number.isNaN(value)) field.value = value;
    }
    draw();
  }

  function show() {
    const { session, read } = walk.exchanges;
    draw();
    for (const field of findAll("[aria-invalid]", form)) mark(field, false);
    if (!session) return;
    const isOf = read && walk.session && read.request.url.endsWith(walk.session.id);
    const isCreated = session.response.status === 200;
    result.replaceChildren(
      isCreated ? created(walk.session) : refused(session),
      exchangeView(session, {
        label: "Create the session",
        example: { file: "checkout.mjs", marks: '"/checkout", {' },
      }),
      ...(isCreated && isOf ? [exchangeView(read, { label: "Fetch the session" })] : []),
    );
  }

  function created({ id, products }) {
    const readBack = h("button", { type: "button" }, "Fetch the session");
    readBack.addEventListener("click", async () => {
      await walk.reach("token");
      await walk.readSession();
      show();
      find(".actions button", result).focus({ preventScroll: true });
      toEnd(result.lastChild);
      bringIntoView(result.lastChild);
      say("The session was fetched: it is below the first exchange.");
    });
    return h(
      "div.verdict",
      { "data-tone": "good", role: "group", tabindex: -1, "aria-label": "200: session created" },
      h("b", {}, "200: session created"),
      h("p", {}, "Store this id with your order; the callback will refer to it: ", h("code", {}, id)),
      h(
        "p",
        {},
        `It can be paid with ${listed(
          products.map(({ name }) => name),
          "or",
        )}.`,
      ),
      h("p.actions", {}, h("a.button.primary", { href: "#product" }, "Choose how to pay"), readBack),
    );
  }

  function refused({ request, response }) {
    const { title, detail, errors = [] } = JSON.parse(response.body);
    const { orderLines = [] } = JSON.parse(request.body);
    const found = errors.map(({ pointer, detail }) => {
      const name = fieldOf(pointer, orderLines);
      return { name, field: fieldFor(name), text: `${pointer.slice(2)} ${detail}` };
    });
    for (const { field } of found) mark(field, true);
    const repair = h("button", { type: "button" }, "Fix it and resend");
    repair.addEventListener("click", () => {
      if (mistake()) form.elements.mistake.value = "none";
      else for (const { name } of found) putRight(basket, name);
      fill();
      send();
    });
    return problems(
      `${response.status}: ${title}`,
      found,
      h("p", {}, detail ?? "No session was created. The response names each invalid field and says why."),
      found.length > 0 && repair,
    );
  }

  /** The mistake on purpose in what is shown, if any. */
  const mistake = () =>
    sent.exchange === walk.exchanges.session && sent.mistake !== "none" ? sent.mistake : undefined;

  const SUMS = {
    totalAmount: find("#basket-total", section),
    totalTaxAmount: find("#basket-tax", section),
  };
  /** A mistake that was made on purpose is put right where it was made. */
  function fieldFor(name) {
    if (mistake() && (name === "currency" || name === "totalAmount"))
      return find(`#mistake-${mistake()}`, section);
    return form.elements[name] ?? SUMS[name] ?? form.elements["quantities.coffee"];
  }

  fill();
  return {
    async show() {
      const done = await walk.reach("token");
      const before = find("[data-before]", section);
      before.hidden = done.length === 0;
      before.textContent = "We've done the earlier step for you: there is a token.";
      show();
    },
  };
}

/** A sum is no field, and a mistake that was made on purpose is none of its field. */
function mark(field, isWrong) {
  if (!field.matches("input:not([type=radio]), select")) return;
  for (const [name, value] of [
    ["aria-invalid", "true"],
    ["aria-describedby", problemId(field)],
  ]) {
    if (isWrong) field.setAttribute(name, value);
    else field.removeAttribute(name);
  }
}
