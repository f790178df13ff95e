// Bundles the npm package: each entry with everything it needs in one file, as ESM and as CommonJS.
//
// usage: node bundle.mjs <repository> <folder with the generated glue and the wasm> <out>

import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { subpaths } from "./entries.mjs";
import { moduleText } from "./module-text.mjs";

const [repository, generated, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
const pkg = path.join(repository, "pkg");

const module = path.join(generated, "checkout_signature_bg.wasm");
/** @type {import("esbuild").BuildOptions} */
const common = {
  outdir: out,
  bundle: true,
  platform: "neutral",
  target: "es2022",
  // A worker of some dates is read as Latin-1.
  charset: "ascii",
  legalComments: "none",
  alias: { "#glue": path.join(generated, "checkout_signature.js") },
  plugins: [moduleText(module, path.join(repository, "node_modules/binaryen/bin/wasm-as"))],
  logLevel: "warning",
};

const inline = { index: path.join(pkg, "src/verify/entries/inline.ts") };
const edge = { edge: path.join(pkg, "src/verify/entries/edge.ts") };
const command = { cli: path.join(pkg, "src/cli/index.ts") };

await mkdir(out, { recursive: true });
await build({ ...common, entryPoints: inline, format: "esm" });
// For "node" esbuild adds the line by which import() finds the names that a CommonJS file exports.
await build({
  ...common,
  entryPoints: inline,
  format: "cjs",
  platform: "node",
  outExtension: { ".js": ".cjs" },
});
// The edge runtimes' own bundlers resolve this import; both understand the query.
await build({ ...common, entryPoints: edge, format: "esm", external: ["*.wasm?module"] });
for (const [format, platform, extension] of /** @type {const} */ ([
  ["esm", "neutral", ".js"],
  ["cjs", "node", ".cjs"],
])) {
  const options = { ...common, entryPoints: subpaths, format, platform, outExtension: { ".js": extension } };
  await build({ ...options, external: ["checkout-signature"] });
}
// The command is a program of Node's, and uses the package as any other program does.
const external = ["checkout-signature", "checkout-signature/*", "node:*"];
await build({
  ...common,
  entryPoints: command,
  format: "esm",
  platform: "node",
  target: "node20",
  external,
  banner: { js: "#!/usr/bin/env node" },
});
await copyFile(module, path.join(out, "checkout_signature.wasm"));
