// The recipes of the repository, the same files that the tests run: one is shown, and can be copied.

import { h, say } from "../lib/dom.js";

/** Each framework with its files, as they lie in recipes/. */
const RECIPES = [
  ["Node", "node-http.mjs"],
  ["Express", "express.mjs"],
  ["Fastify", "fastify.mjs"],
  ["Hono", "hono.mjs"],
  ["Next.js", "nextjs/app/callback/route.js"],
  ["Workers", "cloudflare-worker.mjs", "d1-store.mjs"],
  ["Deno", "deno.mjs"],
  ["Bun", "bun.mjs"],
  ["Lambda", "aws-lambda.mjs"],
  ["Rust, axum", "axum/src/main.rs", "axum/Cargo.toml"],
];

/** @param {HTMLElement} box */
export function mountRecipes(box) {
  const shown = box.querySelector("#recipe");
  const choices = RECIPES.map(([name, ...files], at) => {
    const radio = h("input", {
      type: "radio",
      name: "recipe",
      id: `recipe-${at}`,
      onchange: () => show(name, files),
    });
    return h("span.pill", {}, radio, h("label", { for: `recipe-${at}` }, name));
  });
  box.querySelector(".pills").append(...choices);

  async function show(name, files) {
    const texts = await Promise.all(files.map(read));
    // Somebody may have gone on to another one meanwhile.
    if (!choices[RECIPES.findIndex(([other]) => other === name)].firstChild.checked) return;
    shown.replaceChildren(...files.map((file, at) => fileView(file, texts[at])));
  }

  choices[0].firstChild.checked = true;
  const [name, ...files] = RECIPES[0];
  return show(name, files);
}

/** @returns {Promise<string | undefined>} nothing where the host does not have it */
async function read(file) {
  try {
    const answer = await fetch(new URL(`../examples/${file}`, import.meta.url));
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

function fileView(file, text) {
  if (text === undefined)
    return h("p.note", { "data-tone": "bad" }, `${file} could not be loaded. Reload the page to try again.`);
  const copy = h("button", { type: "button", onclick: () => put(text, copy, file) }, "Copy");
  const lines = text
    .split(/(?<=\n)/)
    .map((line) => (/^\s*(\/\/|#)/.test(line) ? h("span.comment", {}, line) : line));
  return h(
    "figure.code",
    { "aria-label": file },
    h("figcaption", {}, h("code", {}, file), copy),
    h("pre", { tabindex: 0, role: "region", "aria-label": `The code of ${file}`, translate: "no" }, ...lines),
  );
}

async function put(text, button, file) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    say(`${file} was copied.`);
  } catch {
    button.textContent = "Not copied";
    say("The browser does not allow copying here: select the code and copy it yourself.");
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}
