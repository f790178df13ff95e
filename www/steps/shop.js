// The code for the visitor's own shop, and the rule for languages that have no package.

import { copyButton } from "../lib/copy.js";
import { find, findAll, h } from "../lib/dom.js";
import { fileChoices } from "../views/choices.js";
import { readExample } from "../views/example.js";

/** Each framework with its files: what is to be put in first, then what it imports. */
export const FRAMEWORKS = [
  { name: "Node", address: "node", files: ["node-http.mjs"] },
  { name: "Express", address: "express", files: ["express.mjs"] },
  { name: "Fastify", address: "fastify", files: ["fastify.mjs"] },
  { name: "Hono", address: "hono", files: ["hono.mjs"] },
  { name: "Next.js", address: "nextjs", files: ["nextjs/app/callback/route.js"] },
  { name: "Workers", address: "workers", files: ["cloudflare-worker.mjs"] },
  { name: "Deno", address: "deno", files: ["deno.mjs"] },
  { name: "Bun", address: "bun", files: ["bun.mjs"] },
  { name: "Lambda", address: "lambda", files: ["aws-lambda.mjs"] },
  { name: "Redis", address: "redis", files: ["redis.mjs"] },
  { name: "Rust, axum", address: "axum", files: ["axum/src/main.rs", "axum/Cargo.toml"] },
  { name: "Create a session", address: "checkout", files: ["checkout.mjs"] },
];

const FOLDER = "other-languages";
export const LANGUAGES = [
  { name: "PHP", address: "php", files: [`${FOLDER}/verify.php`] },
  { name: "C#", address: "csharp", files: [`${FOLDER}/Verify.cs`] },
  { name: "Python", address: "python", files: [`${FOLDER}/verify.py`] },
  { name: "Go", address: "go", files: [`${FOLDER}/verify.go`] },
  { name: "Java", address: "java", files: [`${FOLDER}/Verify.java`] },
  { name: "Ruby", address: "ruby", files: [`${FOLDER}/verify.rb`] },
];

/** @param {HTMLElement} section */
export function mount(section) {
  // A choice can be passed on by its address, and makes no step for Back.
  /** @param {import("../views/choices.js").Choice} choice */
  const note = ({ address }) => history.replaceState(null, "", `#shop/${address}`);
  const showFramework = fileChoices(find("#recipes", section), "recipe", FRAMEWORKS, note);
  const showLanguage = fileChoices(find("#languages", section), "language", LANGUAGES, note);
  for (const command of findAll(".command", section)) {
    const { textContent } = command;
    command.append(copyButton(() => textContent, textContent));
  }
  showVector(find(".vector", section));

  return {
    async show(address) {
      await Promise.all([showFramework(address), showLanguage(address)]);
      if (!LANGUAGES.some((language) => language.address === address)) return;
      const fold = find("#other-languages", section);
      fold.open = true;
      fold.scrollIntoView({ block: "start" });
    },
  };
}

/** @param {HTMLElement} box */
async function showVector(box) {
  const text = await readExample(`${FOLDER}/vector.json`);
  if (text === undefined) return;
  box.replaceChildren(
    h(
      "figcaption",
      {},
      "Try your code on this",
      copyButton(() => text, "the test vector"),
    ),
    h("pre", { tabindex: 0, role: "region", "aria-label": "Test vector", translate: "no" }, text),
  );
}
