// The customer's browser, drawn: a bar with an address, and a page of another site below it.

import { h } from "../lib/dom.js";

/** @param {string} label what it shows, for those who do not see it */
export function browserWindow(label) {
  const address = h("span", { translate: "no" });
  const screen = h("div.screen");
  const bar = h("p.address", {}, h("span.hidden", {}, "Address: "), address);
  return {
    node: h("figure.window", { "aria-label": label, tabindex: -1 }, bar, screen),
    /**
     * @param {string} url
     * @param {string} site whose page it is, for its looks: "vipps", "card", "shop" or "blank"
     * @param {...Node} page
     */
    show(url, site, ...page) {
      address.textContent = url;
      screen.dataset.site = site;
      screen.replaceChildren(...page);
    },
  };
}

/** What a page of the sandbox may hold here, and what it becomes inside a step. */
const KEPT = {
  P: "p",
  STRONG: "strong",
  SECTION: "section",
  H1: "h3",
  FORM: "form",
  BUTTON: "button",
  A: "a",
};

/**
 * The sandbox's page as elements of this page: known elements and their text, and nothing else.
 *
 * @param {string} markup
 * @param {{ back: string, onDecide: (decision: string) => void }} what its link and its form do here
 * @returns {Node[]}
 */
export function sandboxPage(markup, { back, onDecide }) {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  const submit = (event) => {
    event.preventDefault();
    onDecide(event.submitter.value);
  };
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
    const tag = KEPT[node.nodeName];
    if (!tag) return [];
    const { name, value, className } = node;
    const kind =
      tag === "form"
        ? { onsubmit: submit }
        : tag === "a"
          ? { href: back }
          : tag === "button"
            ? { name, value }
            : {};
    return [h(tag, { class: className || undefined, ...kind }, ...[...node.childNodes].flatMap(copy))];
  };
  const parts = [body.querySelector(".sandbox-banner"), ...(body.querySelector("main")?.childNodes ?? [])];
  return parts.filter(Boolean).flatMap(copy);
}
