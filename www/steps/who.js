// Who is who: a party of the list is pointed out in the picture, while it is pointed at or for as long as it is chosen.

import { bringIntoView, find, findAll } from "../lib/dom.js";
import { pointOut } from "../views/picture.js";

export function mount(section) {
  const buttons = findAll("[data-party]", section);
  let chosen;

  for (const button of buttons) {
    const { party } = button.dataset;
    button.addEventListener("click", () => choose(chosen === party ? undefined : party));
    for (const enter of ["pointerenter", "focus"]) button.addEventListener(enter, () => pointOut(party));
    for (const leave of ["pointerleave", "blur"]) button.addEventListener(leave, () => pointOut(chosen));
  }

  function choose(party) {
    chosen = party;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.party === party));
    pointOut(party);
    // What lights up has to be on the screen, and it is not on a phone.
    if (party) bringIntoView(find(`#picture .party[data-part="${party}"] .box`));
  }

  // A party stays pointed out on this step only.
  addEventListener("hashchange", () => choose(undefined));
}
