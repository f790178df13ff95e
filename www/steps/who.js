// Who is who: a party of the list is pointed out in the picture, while it is pointed at or for as long as it is chosen.

import { pointOut } from "../views/picture.js";

export function mount(section) {
  const buttons = [...section.querySelectorAll("[data-party]")];
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
  }

  // A party stays pointed out on this step only.
  addEventListener("hashchange", () => choose(undefined));
}
