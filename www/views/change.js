// A change, marked: what was there, and what is there now.

import { h } from "../lib/dom.js";
import { change } from "../model/difference.js";

/**
 * @param {string} before
 * @param {string} after
 * @param {string} what "Body"
 * @returns {HTMLElement | undefined} nothing where they are the same, or where the change is too long to be shown
 */
export function changeView(before, after, what) {
  const found = change(before, after);
  if (!found) return undefined;
  return h(
    "p.change",
    {},
    h("span.hint", {}, `${what}: `),
    h("code", {}, ...marked("del", found.before)),
    h("span", { "aria-hidden": "true" }, " → "),
    h("span.hidden", {}, " became "),
    h("code", {}, ...marked("ins", found.after)),
  );
}

function marked(tag, { text, start, end }) {
  if (text === "") return [h("i", {}, "nothing")];
  return [
    text.slice(0, start),
    end > start && h(tag, {}, visible(text.slice(start, end))),
    text.slice(end),
  ].filter((part) => part !== "" && part !== false);
}

/** A space alone is not seen. */
const visible = (text) => text.replaceAll(" ", "\u2423");
