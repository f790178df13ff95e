// The picture above every step: what happens now is lit, what came before is drawn calmly, what comes later is pale.

import { STEPS } from "../steps/index.js";

/** Before the second step nothing happens. */
const HAPPENINGS = STEPS.slice(1);

const picture = document.getElementById("picture");
const caption = document.getElementById("picture-caption");
const overview = caption.textContent;
const parts = [...picture.querySelectorAll("[data-part]")];

/** @param {string} step */
export function lightUp(step) {
  picture.dataset.step = step;
  const { now, parts: lit } = STEPS.find(({ name }) => name === step);
  caption.textContent = `${overview} ${now}`;
  for (const part of parts) part.dataset.light = light(part.dataset.part, step, lit);
}

/** @param {string} part @param {string} step @param {string[]} lit */
function light(part, step, lit) {
  if (lit.includes(part)) return "now";
  const first = HAPPENINGS.findIndex(({ parts }) => parts.includes(part));
  return step === STEPS[0].name || first < HAPPENINGS.findIndex(({ name }) => name === step)
    ? "past"
    : "later";
}

/**
 * Shows what was answered to the callback that is being broken.
 *
 * @param {number | undefined} status nothing where there was no answer
 */
export function answered(status) {
  picture.dataset.answer = String(status);
  picture.querySelector(".refused").textContent = status ?? "no answer";
}

/**
 * Points a party out, while the visitor points at it in a list.
 *
 * @param {string} [party] none by default
 */
export function pointOut(party) {
  for (const part of parts) part.classList.toggle("pointed", part.dataset.part === party);
}
