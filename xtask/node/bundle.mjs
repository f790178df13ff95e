// Bundles the npm package: each entry with everything it needs in one file, as ESM and as CommonJS.
//
// usage: node bundle.mjs <repository> <folder with the generated glue and the wasm> <out>

import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const [repository, generated, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
const pkg = path.join(repository, "pkg");

const common = {
  entryPoints: { index: path.join(pkg, "src/entries/inline.js") },
  outdir: out,
  bundle: true,
  platform: "neutral",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".wasm": "base64" },
  alias: {
    "#glue": path.join(generated, "checkout_signature.js"),
    "#module": path.join(generated, "checkout_signature_bg.wasm"),
  },
  logLevel: "warning",
};

await mkdir(out, { recursive: true });
await build({ ...common, format: "esm" });
await build({ ...common, format: "cjs", outExtension: { ".js": ".cjs" } });
// The same declarations twice: TypeScript takes the module format from the file's name.
await copyFile(path.join(pkg, "types/index.d.ts"), path.join(out, "index.d.ts"));
await copyFile(path.join(pkg, "types/index.d.ts"), path.join(out, "index.d.cts"));
