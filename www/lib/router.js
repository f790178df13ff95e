// Each page has an address of its own in the fragment, and may say more after a slash: `#break/space`. The browser's
// history does the rest.

import { find, findAll, h, say } from "./dom.js";

const TITLE = "checkout-signature";
const HOME = "home";
const element = (id) => document.getElementById(id);

/**
 * Follows the address from now on.
 *
 * @param {string[]} steps the names of the steps of the walk, in order
 * @param {string[]} others the names of the other pages
 * @param {(name: string, section: HTMLElement, detail: string) => Promise<void>} visit
 */
export function begin(steps, others, visit) {
  list(steps);
  const names = [HOME, ...others, ...steps];
  /** Where each page was scrolled to when it was left. @type {Map<string, number>} */
  const places = new Map();
  let current;
  let isByLink = false;

  const follow = async (isFirst) => {
    const { name, detail, unknown } = pageOf(location.hash.slice(1), names);
    const isTraversal = !isFirst && !isByLink;
    isByLink = false;
    tell(unknown);
    if (name === current && !detail) return;
    const isNew = name !== current;
    if (isNew) {
      current = name;
      show(names, steps, name);
      say("");
      // A page that was just opened is at its top, and asking would lay it out in the task that starts everything.
      if (!isFirst) scrollTo({ top: isTraversal ? (places.get(name) ?? 0) : 0, behavior: "instant" });
    }
    const section = element(`step-${name}`);
    section.setAttribute("aria-busy", "true");
    // Nobody presses a button of a page that is still being filled.
    section.inert = true;
    await visit(name, section, detail);
    section.inert = false;
    section.removeAttribute("aria-busy");
    if (!isNew || current !== name || isFirst) return;
    // Only now is the page as long as it was.
    if (isTraversal) scrollTo({ top: places.get(name) ?? 0, behavior: "instant" });
    // Only where somebody has moved: a page that was just opened begins at its top.
    element(`title-${name}`).focus({ preventScroll: true });
  };
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => places.set(current, scrollY), { passive: true });
  addEventListener("click", ({ target }) => {
    isByLink = Boolean(/** @type {Element} */ (target).closest?.('a[href^="#"]'));
  });
  // The fragment names the page, so the skip link moves the focus by itself.
  find(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    element(`title-${current}`).focus();
  });
  addEventListener("hashchange", () => follow(false));
  follow(true);
}

/** @returns {{ name: string, detail: string, unknown?: string }} */
function pageOf(hash, names) {
  const [asked, detail = ""] = decoded(hash).split("/");
  if (asked === "") return { name: HOME, detail };
  if (names.includes(asked)) return { name: asked, detail };
  // The address of something inside a page is that page's.
  const inside = element(asked)?.closest(".step")?.id.replace("step-", "");
  return inside ? { name: inside, detail: "" } : { name: HOME, detail: "", unknown: asked };
}

function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function tell(unknown) {
  const box = element("unknown");
  box.hidden = unknown === undefined;
  find("b", box).textContent = `#${unknown}`;
}

/** @param {string[]} steps */
function list(steps) {
  const item = (name) =>
    h("li", {}, h("a", { href: `#${name}` }, h("span.label", {}, titleOf(name)), h("span.hidden.done", {})));
  find(".walk").append(...steps.map(item));
}

/**
 * Ticks off what is done.
 *
 * @param {(name: string) => boolean} isDone
 */
export function tick(isDone) {
  for (const link of findAll(".walk a")) {
    const done = isDone(/** @type {HTMLAnchorElement} */ (link).hash.slice(1));
    link.toggleAttribute("data-done", done);
    find(".done", link).textContent = done ? " (done)" : "";
  }
}

function show(names, steps, name) {
  for (const other of names) element(`step-${other}`).hidden = other !== name;
  for (const link of findAll('a[href^="#"]:is(.walk a, header a)')) {
    if (/** @type {HTMLAnchorElement} */ (link).hash === `#${name}`)
      link.setAttribute("aria-current", steps.includes(name) ? "step" : "page");
    else link.removeAttribute("aria-current");
  }
  document.title = name === HOME ? document.documentElement.dataset.title : `${titleOf(name)} · ${TITLE}`;
  const at = steps.indexOf(name);
  document.documentElement.dataset.step = name;
  document.documentElement.dataset.frame = at < 0 ? "page" : "walk";
  element("progress").textContent = `Step ${at + 1} of ${steps.length}`;
  find(".turn").hidden = at < 0;
  turn(element("previous"), steps[at - 1]);
  turn(element("next"), steps[at + 1]);
}

function turn(link, name) {
  link.hidden = !name;
  if (!name) return;
  link.href = `#${name}`;
  link.textContent = titleOf(name);
}

const titleOf = (name) => element(`title-${name}`).textContent;
