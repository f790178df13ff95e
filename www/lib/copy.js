// Copying to the clipboard, with what came of it on the button.

import { h, say } from "./dom.js";

/** How long the button says what came of it, in milliseconds. */
const CONFIRMATION_MS = 2000;

/**
 * @param {() => string} text
 * @param {string} what is copied: "the request"
 */
export function copyButton(text, what) {
  const button = h("button.copy", { type: "button", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", () => copy(text(), what, button));
  return button;
}

/**
 * @param {string} text
 * @param {string} what
 * @param {HTMLButtonElement} button
 */
export async function copy(text, what, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    say(`Copied ${what}.`);
  } catch {
    button.textContent = "Not copied";
    say("This browser doesn't allow copying here. Select the text and copy it yourself.");
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, CONFIRMATION_MS);
}
