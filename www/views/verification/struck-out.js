// A body with what is not signed made visible and struck out.

import { h } from "../../lib/dom.js";

/** Drawn by the style sheet, so that whoever copies the body gets its own characters. */
const SHORT = { " ": "\u00b7", "\n": "\u21b5" };
const NAMES = {
  "\t": "TAB",
  "\v": "VT",
  "\f": "FF",
  "\r": "CR",
  "\u0085": "NEL",
  "\u00a0": "NBSP",
  "\ufeff": "BOM",
};

/** @param {{ text: string, isSigned: boolean }[]} pieces */
export function struckOut(pieces) {
  // What the eye sees as marks would be read out one dot after another.
  const parts = pieces.map(({ text, isSigned }) =>
    isSigned ? text : h("del", { "aria-hidden": "true" }, ...marks(text)),
  );
  return h("pre.struck", { translate: "no" }, ...parts);
}

function marks(text) {
  return [...text].map((character) =>
    SHORT[character]
      ? h("span.mark", { "data-mark": SHORT[character] }, character)
      : h("span.named", { "data-mark": NAMES[character] ?? codePoint(character) }, character),
  );
}

const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
