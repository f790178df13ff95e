// The samples of docs/stores.md.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const page = readFileSync(
  fileURLToPath(new URL("../../../../docs/stores.md", import.meta.url)),
  "utf8",
);

/** The sample of a section, as a module beside this one: it imports the library by its name. */
export async function load(t, section) {
  const [, code] = new RegExp(`^## ${section}\n.*?^\`\`\`js not-run\n(.*?)^\`\`\`$`, "ms").exec(page);
  const file = new URL(`sample-${section.toLowerCase()}-${process.pid}.mjs`, import.meta.url);
  writeFileSync(file, code);
  t.after(() => rmSync(file, { force: true }));
  return import(file.href);
}
