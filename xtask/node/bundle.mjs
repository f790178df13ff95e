// Bundles the npm package: each entry with everything it needs in one file, as ESM and as CommonJS.
//
// usage: node bundle.mjs <repository> <folder with the generated glue and the wasm> <out>
//
// What is said here of 32 KiB: npm sorts a tarball by the files' names, and gzip looks back that far. So the ESM and the
// CommonJS file of one name stand side by side, and the second costs next to nothing if the first is not longer.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Script } from "node:vm";
import { build } from "esbuild";
import { explainParts, subpaths } from "./entries.mjs";
import { moduleText } from "./module-text.mjs";

const [repository, generated, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
const source = path.join(repository, "pkg/src");
const commonjs = path.join(out, "cjs");

const module = path.join(generated, "checkout_signature_bg.wasm");
const asText = moduleText(module, path.join(repository, "node_modules/binaryen/bin/wasm-as"));

const LINE_LENGTH = 300;

/** @type {import("esbuild").BuildOptions} */
const common = {
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // A worker of some dates is read as Latin-1.
  charset: "ascii",
  legalComments: "none",
  // Shorter by a tenth. Names stay: they stand in the stack traces of programs that take payments.
  minifyWhitespace: true,
  minifySyntax: true,
  // Node shows the line of an error that nobody catches.
  lineLimit: LINE_LENGTH,
  alias: { "#glue": path.join(generated, "checkout_signature.js") },
  plugins: [asText],
  external: ["checkout-signature"],
  logLevel: "warning",
};
/** For what is used in development only. */
const short = { ...common, minifyIdentifiers: true };

mkdirSync(commonjs, { recursive: true });
const { explain, sandbox, ...inProduction } = subpaths;
await build({ ...common, entryPoints: inProduction });
await build({ ...short, entryPoints: { explain, sandbox, ...explainParts }, plugins: [partsOfExplain()] });
for (const name of readdirSync(out).filter((file) => file.endsWith(".js"))) {
  writeFileSync(path.join(commonjs, name), toCommonJs(readFileSync(path.join(out, name), "utf8")));
}
await buildMain();
// The command is a program of Node's, and uses the package as any other program does.
await build({
  ...short,
  entryPoints: { cli: path.join(source, "cli/index.ts") },
  platform: "node",
  target: "node20",
  external: ["checkout-signature", "checkout-signature/*", "node:*"],
  banner: { js: "#!/usr/bin/env node" },
});
copyFileSync(module, path.join(out, "checkout_signature.wasm"));
writeFileSync(path.join(commonjs, "package.json"), '{ "type": "commonjs" }\n');

/** The main entry. As CommonJS its text is a file of its own: then the code is side by side with that of the others. */
async function buildMain() {
  const inline = path.join(source, "verify/entries/inline.ts");
  await build({ ...common, entryPoints: { index: inline } });
  // The edge runtimes' own bundlers resolve this import; both understand the query.
  const edge = path.join(source, "verify/entries/edge.ts");
  await build({ ...common, entryPoints: { "index.edge": edge }, external: ["*.wasm?module"] });

  const required = { ...common, write: false, outdir: commonjs };
  const apart = await build({ ...required, entryPoints: { index: inline }, plugins: [textApart(), asText] });
  const text = await build({
    ...required,
    stdin: { contents: 'export * from "#module";', resolveDir: source, sourcefile: "module.js" },
    entryNames: "module",
  });
  for (const { path: file, text: esm } of [...apart.outputFiles, ...text.outputFiles]) {
    writeFileSync(path.join(commonjs, path.basename(file).replace("stdin", "module")), toCommonJs(esm));
  }
}

/** @returns {import("esbuild").Plugin} */
function textApart() {
  return {
    name: "text-apart",
    setup({ onResolve }) {
      onResolve({ filter: /^#module$/ }, () => ({ path: "./module.js", external: true }));
    },
  };
}

/**
 * Leaves the parts of `explain` in files of their own, since it is longer than 32 KiB.
 *
 * @returns {import("esbuild").Plugin}
 */
function partsOfExplain() {
  const names = new Map(Object.entries(explainParts).map(([name, file]) => [file, `./${name}.js`]));
  return {
    name: "parts-of-explain",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir }) => {
        const part = names.get(path.join(resolveDir, specifier));
        return part === undefined ? undefined : { path: part, external: true };
      });
    },
  };
}

/**
 * The same as CommonJS: all but the first and the last statement stays as it is, byte by byte.
 *
 * @param {string} esm
 */
function toCommonJs(esm) {
  const required = esm.replace(/import\s*\{([^}]*)\}\s*from\s*("[^"]+");/g, (_, names, specifier) => {
    return `const {${names.replace(/\s+as\s+/g, ":")}}=require(${specifier});`;
  });
  const code = required.replace(/export\s*\{([^}]*)\};\s*$/, (_, list) => {
    const names = list.split(",").map((/** @type {string} */ name) => name.trim().split(/\s+as\s+/));
    const members = names.map(([local, exported = local]) => `${exported}:${local}`);
    // By the second line import() finds the names that a CommonJS file exports; it is never run.
    return `Object.defineProperty(exports,"__esModule",{value:true});Object.assign(exports,{${members}});
0&&(module.exports={${names.map((name) => name.at(-1))}});\n`;
  });
  // Throws where a statement of a module is left.
  new Script(code);
  return `"use strict";${code}`;
}
