// A body with what is not signed made visible and struck out.

import { h } from "../../lib/dom.js";

const SHORT = { " ": "\u00b7", "\n": "\u21b5\n" };
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
  return [...text].map(
    (character) => SHORT[character] ?? h("span.named", {}, NAMES[character] ?? codePoint(character)),
  );
}

const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
