// A user's project whose package is built from a given source, readable: a line is a line of the source, under
// a comment with its file's name. What the published
// package's lines hold is too much for coverage and for mutants.

import { cpSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { moduleText } from "../../xtask/node/module-text.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
/** The folder of what is built; another one where this runs in a copy of the repository. */
const target = process.env.BUILT ?? path.join(repository, "target");
const ENTRIES = {
  index: "verify/entries/inline.ts",
  handler: "handler/index.ts",
  redis: "handler/stores/redis.ts",
  postgres: "handler/stores/postgres.ts",
  mysql: "handler/stores/mysql.ts",
  sqlite: "handler/stores/sqlite.ts",
  d1: "handler/stores/d1.ts",
};

/** @param {string} source the folder of the sources @param {string} folder where the project is made */
export async function makeReadable(source, folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(process.env.CONSUMER ?? path.join(target, "a consumer"), folder, { recursive: true });
  const glue = path.join(target, "glue");
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).map(([name, file]) => [name, path.join(source, file)]),
    ),
    absWorkingDir: repository,
    outdir: path.join(folder, "node_modules/checkout-signature/dist"),
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    charset: "ascii",
    alias: { "#glue": path.join(glue, "checkout_signature.js") },
    plugins: [
      moduleText(
        path.join(glue, "checkout_signature_bg.wasm"),
        path.join(repository, "node_modules/binaryen/bin/wasm-as"),
      ),
    ],
    external: ["checkout-signature"],
    logLevel: "warning",
  });
  writeFileSync(path.join(folder, "built"), "");
}
