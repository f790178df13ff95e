// A user's project whose package is the source file by file, with blanks where the types were: line and column are those of
// the source. What the published package's lines hold is too much for coverage and for mutants.
//
// usage: PACKED=<a project with the tarball> BUILT=<target> node readable.mjs <source> <folder> [<folder for counts of coverage>]

import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { createInstrumenter } from "istanbul-lib-instrument";
import { moduleText } from "../../xtask/node/module-text.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
// Named, since this runs in a copy of the repository too.
const { PACKED, BUILT } = process.env;
if (!PACKED || !BUILT)
  throw new Error("coverage.mjs and mutants.mjs run this, and say where the packed tarball is.");
const glue = path.join(BUILT, "glue");
const ENTRIES = {
  index: "verify/entries/inline",
  handler: "handler/index",
  redis: "handler/stores/redis",
  postgres: "handler/stores/postgres",
  mysql: "handler/stores/mysql",
  sqlite: "handler/stores/sqlite",
  d1: "handler/stores/d1",
};
const SOURCES = ["verify/**/*.ts", "handler/**/*.ts", "shared/**/*.ts"];

const [source, folder, counts] = process.argv.slice(2).map((argument) => path.resolve(argument));
const dist = path.join(folder, "node_modules/checkout-signature/dist");
rmSync(folder, { recursive: true, force: true });
cpSync(PACKED, folder, { recursive: true });

const instrumenter = createInstrumenter({
  esModules: true,
  compact: false,
  coverageGlobalScope: "globalThis",
  coverageGlobalScopeFunc: false,
});
for (const name of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: source }))) {
  const file = path.join(source, name);
  let code = stripTypeScriptTypes(readFileSync(file, "utf8"))
    .replaceAll(/( from |import )"(\.[^"]+)\.(?:ts|wat)";/g, '$1"$2.js";')
    .replaceAll(/"#(glue|module)"/g, (_, what) => JSON.stringify(relative(name, `${what}.js`)));
  if (counts !== undefined) {
    code = `import ${JSON.stringify(relative(name, "counts.js"))};\n${instrumenter.instrumentSync(code, file)}`;
  }
  write(`source/${name.replace(/\.ts$/, ".js")}`, code);
}
for (const [entry, file] of Object.entries(ENTRIES)) {
  write(`${entry}.js`, `export * from "./source/${file}.js";\n`);
}
cpSync(path.join(glue, "checkout_signature.js"), path.join(dist, "source/glue.js"));
if (counts !== undefined) {
  rmSync(counts, { recursive: true, force: true });
  mkdirSync(counts, { recursive: true });
  write("source/counts.js", keepCounts(counts));
}
await build({
  stdin: { contents: 'export * from "#module";', resolveDir: source },
  outfile: path.join(dist, "source/module.js"),
  ...bundled(),
});
await build({
  stdin: {
    contents: 'export { default } from "./decoder.wat";',
    resolveDir: path.join(source, "verify/entries"),
  },
  outfile: path.join(dist, "source/verify/entries/decoder.js"),
  ...bundled(),
});

function relative(from, to) {
  return `./${path.posix.relative(path.posix.dirname(from), to)}`;
}

function write(name, code) {
  const file = path.join(dist, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, code);
}

/** Writes what a process has counted when it ends, also one that a test has started; Workers are asked for theirs. */
function keepCounts(into) {
  return `
if (globalThis.WebSocketPair === undefined) {
  globalThis.process?.on("exit", () => {
    const { writeFileSync } = process.getBuiltinModule("node:fs");
    writeFileSync(${JSON.stringify(into)} + "/" + crypto.randomUUID() + ".json", JSON.stringify(globalThis.__coverage__));
  });
}
`;
}

/** @returns {import("esbuild").BuildOptions} */
function bundled() {
  const wasmAs = path.join(repository, "node_modules/binaryen/bin/wasm-as");
  return {
    bundle: true,
    format: "esm",
    charset: "ascii",
    logLevel: "warning",
    plugins: [moduleText(path.join(glue, "checkout_signature_bg.wasm"), wasmAs)],
  };
}
