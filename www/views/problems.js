// What went wrong, as a summary that takes the focus, with links to the fields it is about.

import { h } from "../lib/dom.js";

/**
 * @param {string} title
 * @param {{ field: HTMLElement, text: string | Node }[]} found
 * @param {...(Node | undefined | false)} more what to do about it
 */
export function problems(title, found, ...more) {
  const items = found.map(({ field, text }, at) => {
    // The fragment names the step, so the link moves the focus by itself.
    const go = (event) => {
      event.preventDefault();
      reveal(field);
    };
    const isFirst = found.findIndex((other) => other.field === field) === at;
    return h("li", { id: isFirst && problemId(field) }, h("a", { href: `#${field.id}`, onclick: go }, text));
  });
  return h(
    "div.verdict",
    { "data-tone": "bad", role: "group", tabindex: -1, "aria-label": title },
    h("b", {}, title),
    items.length > 0 && h("ul", {}, ...items),
    ...more,
  );
}

/** What a field is described by while something is wrong with it. */
export const problemId = (field) => `${field.id}-problem`;

/** @param {HTMLElement} field */
function reveal(field) {
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  field.scrollIntoView({ block: "center" });
}
