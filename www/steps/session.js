// Create the session: the visitor's basket becomes an order, and the API's answer to it is shown beside it.

import { h, say } from "../lib/dom.js";
import { fieldOf, MISTAKES, putRight } from "../model/mistakes.js";
import { money, order } from "../model/order.js";
import { basketTable } from "../views/basket-table.js";
import { exchangeView } from "../views/exchange.js";
import { problemId, problems } from "../views/problems.js";

/** @param {import("../model/walk.js").Walk} walk */
export function mount(section, walk) {
  const { basket } = walk;
  const form = section.querySelector("form");
  const result = section.querySelector("[data-result]");
  /** What was sent from here last, and the mistake that was made in it on purpose. */
  let sent = {};
  const drawBasket = basketTable(section.querySelector("table"));

  form.addEventListener("input", ({ target }) => {
    const [member, inner] = target.name.split(".");
    if (member === "mistake") return;
    const value = member === "quantities" || member === "taxRates" ? Number(target.value) : target.value;
    if (inner) basket[member][inner] = value;
    else basket[member] = value;
    draw();
    if (member === "quantities" || member === "taxRates")
      say(`Together ${money(order(basket).totalAmount)}.`);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
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
    else say("200: the session was created.");
  }

  function draw() {
    drawBasket(basket);
    const { type, organizationName, firstName, lastName } = basket.customer;
    const isCompany = type === "company";
    for (const field of section.querySelectorAll("[data-company]")) field.hidden = !isCompany;
    section.querySelector("#session-customer").textContent = isCompany
      ? organizationName
      : `${firstName} ${lastName}`;
    const isOther = walk.session && JSON.stringify(order(basket)) !== JSON.stringify(walk.ordered);
    section.querySelector(".changed").textContent = isOther
      ? "The basket is not the session's any more: create a session again for what is in it now."
      : "";
  }

  /** The form's fields as the basket has them. */
  function fill() {
    for (const field of form.elements) {
      const [member, inner] = field.name.split(".");
      const value = inner ? basket[member]?.[inner] : basket[member];
      if (value === undefined) continue;
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    draw();
  }

  function show() {
    const { session, read } = walk.exchanges;
    draw();
    for (const field of form.querySelectorAll("[aria-invalid]")) mark(field, false);
    if (!session) return;
    const isOf = read && walk.session && read.request.url.endsWith(walk.session.id);
    const isCreated = session.response.status === 200;
    result.replaceChildren(
      isCreated ? created(walk.session) : refused(session),
      exchangeView(session, { label: "Create the session" }),
      ...(isCreated && isOf ? [exchangeView(read, { label: "Read the session back" })] : []),
    );
  }

  function created({ id, products }) {
    const readBack = h("button", { type: "button" }, "Read the session back");
    readBack.addEventListener("click", async () => {
      await walk.reach("token");
      await walk.readSession();
      show();
      result.querySelector("button").focus();
      say("The session was read back: it stands below the first exchange.");
    });
    return h(
      "div.verdict",
      { "data-tone": "good", role: "group", tabindex: -1, "aria-label": "200: there is a session" },
      h("b", {}, "200: there is a session"),
      h("p", {}, "Keep its id with the order, since the callback will name it: ", h("code", {}, id)),
      h("p", {}, `It can be paid by ${either.format(products.map(({ name }) => name))}.`),
      h("p.actions", {}, readBack, h("a.button", { href: "#product" }, "Choose how to pay")),
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
    const repair = h("button", { type: "button" }, "Put it right and send it");
    repair.addEventListener("click", () => {
      if (mistake()) form.elements.mistake.value = "none";
      else for (const { name } of found) putRight(basket, name);
      fill();
      send();
    });
    return problems(
      `${response.status}: ${title}`,
      found,
      h(
        "p",
        {},
        detail ?? "No session was created. The answer names each member that is wrong, and says why.",
      ),
      found.length > 0 && repair,
    );
  }

  /** The mistake on purpose in what is shown, if any. */
  const mistake = () =>
    sent.exchange === walk.exchanges.session && sent.mistake !== "none" ? sent.mistake : undefined;

  const SUMS = {
    totalAmount: section.querySelector("#basket-total"),
    totalTaxAmount: section.querySelector("#basket-tax"),
  };
  /** A mistake that was made on purpose is put right where it was made. */
  function fieldFor(name) {
    if (mistake() && (name === "currency" || name === "totalAmount"))
      return section.querySelector(`#mistake-${mistake()}`);
    return form.elements[name] ?? SUMS[name] ?? form.elements["quantities.coffee"];
  }

  fill();
  return {
    async show() {
      const done = await walk.reach("token");
      section.querySelector("[data-before]").hidden = done.length === 0;
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

const either = new Intl.ListFormat("en", { type: "disjunction" });
