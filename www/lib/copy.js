// Copying to the clipboard, with what came of it on the button.

import { h, say } from "./dom.js";

/** How long the button says what came of it, in milliseconds. */
const CONFIRMATION_MS = 2000;

/**
 * @param {() => string} text
 * @param {string} what is copied: "the request"
 */
export function copyButton(text, what) {
  const button = h("button.copy", { type: "button" });
  label(button, "Copy", what);
  button.addEventListener("click", () => copy(text(), what, button));
  return button;
}

/**
 * @param {string} text
 * @param {string} what
 * @param {HTMLButtonElement} button
 */
async function copy(text, what, button) {
  try {
    await navigator.clipboard.writeText(text);
    label(button, "Copied", what);
    say(`Copied ${what}.`);
  } catch {
    label(button, "Not copied", what);
    say("This browser doesn't allow copying here. Select the text and copy it yourself.");
  }
  setTimeout(() => label(button, "Copy", what), CONFIRMATION_MS);
}

/** What is copied is clear to the eye, and has to be said to those who do not see. */
function label(button, word, what) {
  button.textContent = word;
  button.setAttribute("aria-label", `${word}: ${what}`);
}
