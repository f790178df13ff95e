// Where whitespace has altered an event: what it says with it, and what was signed.

import { h } from "../../lib/dom.js";

/** @param {{ name: string, sent?: string, signed?: string }[]} altered */
export function alteredView(altered) {
  if (altered.length === 0)
    return h("p", {}, "As sent, with its whitespace, the body is not an event. Without it, it is.");
  const line = (label, text) =>
    h("div", {}, h("dt", {}, label), h("dd", {}, text === undefined ? "missing" : h("code", {}, text)));
  return h(
    "div.altered",
    {},
    ...altered.flatMap(({ name, sent, signed }) => [
      h("p", {}, h("code", {}, name), " depends on the whitespace:"),
      h("dl", {}, line("as sent", sent), line("as signed", signed)),
    ]),
  );
}
