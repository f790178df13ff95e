// The picture of who talks to whom: what happens now is lit, what came before is drawn calmly, what comes later is pale.
// After the first step it is one row, and whole on demand.

import { find, findAll, h } from "../lib/dom.js";
import { s } from "../lib/svg.js";
import { STEPS } from "../steps/index.js";

/** Before the second step nothing happens. */
const HAPPENINGS = STEPS.slice(1);

const picture = find("#picture");
const caption = find("#picture-caption");
const strip = find(".strip", picture);
const more = find(".whole", picture);
const overview = caption.textContent;
const parts = findAll("[data-part]", picture);

more.addEventListener("click", () => openWhole(!isWhole()));
const isWhole = () => picture.hasAttribute("data-whole");

function openWhole(isOpen) {
  picture.toggleAttribute("data-whole", isOpen);
  more.setAttribute("aria-expanded", String(isOpen));
}

/** @param {string} page a step; any other page has no picture */
export function lightUp(page) {
  const step = STEPS.find(({ name }) => name === page);
  picture.hidden = !step;
  if (!step) return;
  picture.dataset.step = page;
  delete picture.dataset.answer;
  caption.textContent = `${overview} ${step.now}`;
  for (const part of parts) part.dataset.light = light(part.dataset.part, step);
  strip.replaceChildren(...(step.way ? wayView(step.way) : []));
}

function light(part, step) {
  if (step.parts.includes(part)) return "now";
  const first = HAPPENINGS.findIndex(({ parts }) => parts.includes(part));
  return step === STEPS[0] || first < HAPPENINGS.indexOf(step) ? "past" : "later";
}

/** @param {import("../steps/index.js").Way} way */
function wayView({ from, to, what, kind = "plain", reply }) {
  return [
    h("b", {}, from),
    h("span.arrow", { "data-kind": kind }, kind === "signed" && envelope(), what),
    h("b", {}, to),
    reply !== undefined && h("span.reply", {}, reply),
  ].filter((node) => node instanceof Node);
}

const envelope = () =>
  s(
    "svg.envelope",
    { viewBox: "0 0 28 19", "aria-hidden": "true" },
    s("rect.paper", { x: 1, y: 1, width: 26, height: 17, rx: 2.5 }),
    s("path.fold", { d: "m2.5 2.5 11.5 8 11.5-8" }),
    s("circle.seal", { cx: 14, cy: 10, r: 5 }),
    s("path.mark", { d: "m11.8 10 1.6 1.7 2.9-3.2" }),
    s("path.tear", { d: "m12 8 4 4m0-4-4 4" }),
  );

/**
 * Shows how the callback that is being broken was answered.
 *
 * @param {number | undefined} status nothing where there was no response
 */
export function answered(status) {
  picture.dataset.answer = String(status);
  const text = String(status ?? "no response");
  find(".refused", picture).textContent = text;
  find(".reply", strip).textContent = text;
}

/**
 * Points a party out, while the visitor points at it in a list.
 *
 * @param {string} [party] none by default
 */
export function pointOut(party) {
  for (const part of parts) part.classList.toggle("pointed", part.dataset.part === party);
}
