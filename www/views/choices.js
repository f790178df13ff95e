// Files of the repository's examples to choose from: one choice is shown at a time, and can be copied.

import { find, h } from "../lib/dom.js";
import { fileView, readExample } from "./example.js";

/**
 * @typedef {{ name: string, address?: string, files: string[] }} Choice files as they lie in examples/
 *
 * @param {HTMLElement} box holds a .pills and, after its fieldset, the place for the files
 * @param {string} group the name of the radio buttons
 * @param {Choice[]} choices
 * @param {(choice: Choice) => void} [onChoose] when the visitor chooses
 * @returns {(address?: string) => Promise<void>} shows a choice, the first by default
 */
export function fileChoices(box, group, choices, onChoose) {
  const shown = /** @type {HTMLElement} */ (find("fieldset", box).nextElementSibling);
  const radios = choices.map((choice, at) =>
    h("input", {
      type: "radio",
      name: group,
      id: `${group}-${at}`,
      onchange: () => {
        show(choice);
        onChoose?.(choice);
      },
    }),
  );
  find(".pills", box).append(
    ...choices.map(({ name }, at) =>
      h("span.pill", {}, radios[at], h("label", { for: radios[at].id }, name)),
    ),
  );

  async function show(choice) {
    const texts = await Promise.all(choice.files.map(readExample));
    // Somebody may have gone on to another one meanwhile.
    if (radios[choices.indexOf(choice)].checked)
      shown.replaceChildren(...choice.files.map((file, at) => fileView(file, texts[at])));
  }

  return (address) => {
    const named = choices.findIndex((choice) => choice.address === address && address);
    if (named < 0 && radios.some(({ checked }) => checked)) return Promise.resolve();
    const at = Math.max(named, 0);
    radios[at].checked = true;
    return show(choices[at]);
  };
}
