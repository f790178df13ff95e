// Each step has an address of its own: its name, in the fragment. The browser's history does the rest.

import { h } from "./dom.js";

const TITLE = "checkout-signature";
const element = (id) => document.getElementById(id);

/**
 * Follows the address from now on.
 *
 * @param {string[]} names of the steps, in order; the first is shown where the address names none
 * @param {(name: string, section: HTMLElement) => Promise<void>} visit
 */
export function begin(names, visit) {
  list(names);
  let current;
  const follow = async (isFirst) => {
    const asked = location.hash.slice(1);
    // An address inside a step is the browser's own business.
    if (asked && !names.includes(asked) && element(asked) && current) return;
    const name = names.includes(asked) ? asked : names[0];
    if (name === current) return;
    current = name;
    show(names, name);
    const section = element(`step-${name}`);
    section.setAttribute("aria-busy", "true");
    // Nobody presses a button of a step that is still being filled.
    section.inert = true;
    await visit(name, section);
    section.inert = false;
    section.removeAttribute("aria-busy");
    // Only where somebody has moved: a page that was just opened begins at its top.
    if (!isFirst && current === name) element(`title-${name}`).focus({ preventScroll: true });
  };
  // The fragment names the step, so the skip link moves the focus by itself.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    element(`title-${current}`).focus();
  });
  addEventListener("hashchange", () => follow(false));
  follow(true);
}

/** @param {string[]} names */
function list(names) {
  const item = (name) => h("li", {}, h("a", { href: `#${name}` }, h("span.label", {}, titleOf(name))));
  document.querySelector(".walk").append(...names.map(item));
}

function show(names, name) {
  for (const other of names) element(`step-${other}`).hidden = other !== name;
  for (const link of document.querySelectorAll(".walk a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  document.title = `${titleOf(name)} · ${TITLE}`;
  document.documentElement.dataset.step = name;
  const at = names.indexOf(name);
  turn(element("previous"), names[at - 1]);
  turn(element("next"), names[at + 1]);
  scrollTo({ top: 0, behavior: "instant" });
}

function turn(link, name) {
  link.hidden = !name;
  if (!name) return;
  link.href = `#${name}`;
  link.textContent = titleOf(name);
}

function titleOf(name) {
  return element(`title-${name}`).textContent;
}
