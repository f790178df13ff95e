// A file of the repository's examples, the one that the tests run: shown whole, with colours, to be copied.

import { copyButton } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { highlight } from "../lib/highlight.js";

/** @type {Map<string, Promise<string | undefined>>} */
const texts = new Map();

/**
 * @param {string} file as it lies in examples/
 * @returns {Promise<string | undefined>} nothing where the host does not have it
 */
export function readExample(file) {
  const known = texts.get(file);
  if (known) return known;
  const text = load(new URL(`../examples/${file}`, import.meta.url));
  texts.set(file, text);
  // Another visit may find it: the connection was lost, perhaps.
  text.then((found) => found === undefined && texts.delete(file));
  return text;
}

async function load(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The file with the part marked that makes a call. It comes when it has been loaded.
 *
 * @param {string} file
 * @param {string} marks text that the part to be marked holds
 * @param {(code: string) => void} onLoad
 */
export function exampleView(file, marks, onLoad) {
  const code = h("pre", {
    tabindex: 0,
    translate: "no",
    role: "region",
    "aria-label": `The code of examples/${file}`,
  });
  readExample(file).then((text) => {
    if (text === undefined) return code.replaceChildren(missing(file));
    onLoad(text);
    const parts = text.split(/(?<=\n)(?=\n)/);
    code.replaceChildren(
      ...parts.flatMap((part) => {
        const nodes = highlight(part, file);
        return part.includes(marks) ? [h("mark.lines", {}, ...nodes)] : nodes;
      }),
    );
    const mark = /** @type {HTMLElement | null} */ (code.querySelector("mark"));
    if (mark) code.scrollTop = mark.offsetTop - code.offsetTop - 16;
  });
  return h("div", {}, h("p.hint", {}, "examples/", h("wbr"), file), code);
}

/** @param {string} file */
export const missing = (file) => `${file} could not be loaded. Reload the page to try again.`;

/**
 * @param {string} file
 * @param {string | undefined} text
 */
export function fileView(file, text) {
  if (text === undefined) return h("p.note", { "data-tone": "bad" }, missing(file));
  return h(
    "figure.code",
    { "aria-label": file },
    h(
      "figcaption",
      {},
      h("code", {}, file),
      copyButton(() => text, file),
    ),
    h(
      "pre",
      { tabindex: 0, role: "region", "aria-label": `The code of ${file}`, translate: "no" },
      ...highlight(text, file),
    ),
  );
}
