// Every regular expression in the package's source, found by a parser.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { transformSync } from "esbuild";

const SOURCE = fileURLToPath(new URL("../../pkg/src", import.meta.url));

/** @returns {{ pattern: string, flags: string, files: string[] }[]} */
export function listPatterns() {
  const byText = new Map();
  for (const file of readdirSync(SOURCE, { recursive: true }).map(String).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
    const { code } = transformSync(readFileSync(path.join(SOURCE, file), "utf8"), { loader: "ts" });
    visit(parse(code, { ecmaVersion: "latest", sourceType: "module" }), ({ type, regex }) => {
      if (type !== "Literal" || !regex) return;
      const { pattern, flags } = regex;
      const known = byText.get(`/${pattern}/${flags}`) ?? { pattern, flags, files: [] };
      byText.set(`/${pattern}/${flags}`, { ...known, files: [...new Set([...known.files, file])] });
    });
  }
  return [...byText.values()];
}

/** @param {any} node @param {(node: any) => void} look */
function visit(node, look) {
  if (typeof node !== "object" || node === null) return;
  if (typeof node.type === "string") look(node);
  for (const child of Object.values(node)) visit(child, look);
}
