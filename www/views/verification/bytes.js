// The bytes that are hashed, as text or in hexadecimal.

import { h } from "../../lib/dom.js";
import { MAX_SHOWN_BYTES, textOf } from "../../model/verification.js";

/**
 * @param {Uint8Array} bytes
 * @param {HTMLElement} list remembers the choice between text and hexadecimal while it is drawn anew
 */
export function hashedBytes(bytes, list) {
  const shown = bytes.subarray(0, MAX_SHOWN_BYTES);
  const text = h("pre", { translate: "no" });
  const button = h("button", {
    type: "button",
    onclick: () => {
      list.dataset.bytes = list.dataset.bytes === "hex" ? "text" : "hex";
      draw();
    },
  });
  const draw = () => {
    const isHex = list.dataset.bytes === "hex";
    text.textContent = isHex ? hex(shown) : textOf(shown);
    button.textContent = isHex ? "Show text" : "Show hexadecimal";
  };
  draw();
  return [text, button];
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
