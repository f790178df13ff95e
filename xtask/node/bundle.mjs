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
import { findFirstCalled } from "./eager.mjs";
import { explainParts, subpaths } from "./entries.mjs";
import { moduleText } from "./module-text.mjs";
import { shorten } from "./shorten.mjs";

const [repository, generated, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
const source = path.join(repository, "pkg/src");
const commonjs = path.join(out, "cjs");

const module = path.join(generated, "checkout_signature_bg.wasm");
const asText = moduleText(module, path.join(repository, "node_modules/binaryen/bin/wasm-as"));

/** Node shows the line of an error that nobody catches. */
const LINE_LENGTH = 300;
/** As much of the module's text, at its end, as is within 32 KiB of the next file's beginning. */
const END_LENGTH = 30_900;

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
  minifyWhitespace: true,
  minifySyntax: true,
  alias: { "#glue": path.join(generated, "checkout_signature.js") },
  plugins: [asText],
  external: ["checkout-signature"],
  logLevel: "warning",
};
/** For what is used in development only. */
const short = { ...common, minifyIdentifiers: true, lineLimit: LINE_LENGTH };

mkdirSync(commonjs, { recursive: true });
const { explain, sandbox, ...inProduction } = subpaths;
for (const [name, code] of await bundle({ entryPoints: inProduction })) {
  writeFileSync(path.join(out, name), await shorten(code, LINE_LENGTH));
}
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

/**
 * The code of each entry, by its file's name.
 *
 * @param {import("esbuild").BuildOptions} options
 * @returns {Promise<[name: string, code: string][]>}
 */
async function bundle(options) {
  const { outputFiles = [] } = await build({ ...common, ...options, write: false });
  return outputFiles.map(({ path: file, text }) => [path.basename(file), text]);
}

/** The main entry. As CommonJS its text is a file of its own: then the code is side by side with that of the others. */
async function buildMain() {
  const inline = { index: path.join(source, "verify/entries/inline.ts") };
  const edge = { index: path.join(source, "verify/entries/edge.ts") };
  const [[, whole]] = await bundle({ entryPoints: inline });
  const [[, apart]] = await bundle({ entryPoints: inline, plugins: [textApart(), asText] });
  // The edge runtimes' own bundlers resolve this import; both understand the query.
  const [[, handed]] = await bundle({ entryPoints: edge, external: ["*.wasm?module"] });

  const index = path.join(out, "index.js");
  writeFileSync(index, whole);
  const firstCalled = findFirstCalled(index);
  const code = await shorten(whole, LINE_LENGTH, firstCalled);
  writeFileSync(index, code);
  writeFileSync(path.join(out, "index.edge.js"), await shorten(handed, LINE_LENGTH, firstCalled));
  const required = toCommonJs(await shorten(apart, LINE_LENGTH, firstCalled));
  writeFileSync(path.join(commonjs, "index.js"), required);
  writeFileSync(path.join(commonjs, "module.js"), cutText(code));
}

/**
 * The module's text as CommonJS, its end first: that follows upon the same end in `index.js`, and costs nothing in a tarball.
 *
 * @param {string} index the main entry
 */
function cutText(index) {
  const literal = index.match(/\btext="([^"]+)"/)?.[1] ?? "";
  const cut = literal.indexOf("\n", literal.length - END_LENGTH) + 1;
  if (cut === 0) throw new Error("The text of the module was not found.");
  // A line ends in a backslash, which is no part of the text.
  return `"use strict";const end="${literal.slice(cut)}";\nexports.text="${literal.slice(0, cut - 2)}"+end;\n`;
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
