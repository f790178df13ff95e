// Refuses to pack a folder that `cargo xtask pkg` has not built: npm would leave out what is missing and say nothing.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { bin, exports, files, main, types } = JSON.parse(
  readFileSync(new URL("package.json", import.meta.url), "utf8"),
);

/** Every file that a manifest's conditions lead to. */
function targets(/** @type {unknown} */ value) {
  return typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(targets);
}

const named = [...targets(exports), ...targets(bin), main, types, ...files, "README.md"];
const missing = [...new Set(named)].filter(
  (name) => !existsSync(fileURLToPath(new URL(name, import.meta.url))),
);
if (missing.length > 0) {
  console.error(
    `The package is not built: ${missing.join(", ")} missing. Run \`cargo xtask pkg\`, which also packs it.`,
  );
  process.exit(1);
}
