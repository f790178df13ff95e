// What every runner gets: a project of a user's with the packed tarball in it, the suite in one file, room.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

export const repository = path.resolve(import.meta.dirname, "../../..");
const modules = path.join(repository, "node_modules");
const vectorsFolder = path.join(repository, "tests/vectors");

/**
 * @typedef {object} Context
 * @property {string} tarball
 * @property {string} subject a folder with `node_modules/checkout-signature` (from the tarball), `suite.js` (ESM) and
 *   `suite.cjs`, both exporting `check(pkg, otherCopy?)`, and `subpaths.js` and `subpaths.cjs` likewise. Never written to: see `project`.
 * @property {(name: string) => string} project a fresh copy of `subject`, to put files into; its path has a space
 * @property {(file: string) => string} tool a file in `node_modules`
 * @property {(name: string) => string} version the installed version of a package there
 */

/**
 * @param {string} tarball
 * @param {string} folder everything is made in here
 * @returns {Promise<Context>}
 */
export async function makeContext(tarball, folder) {
  const subject = path.join(folder, "subject");
  execFileSync(process.execPath, [path.join(repository, "tests/lib/make-consumer.mjs"), tarball, subject], {
    stdio: "inherit",
  });
  /** @type {[import("esbuild").Format, string][]} */
  const formats = [
    ["esm", ".js"],
    ["cjs", ".cjs"],
  ];
  for (const [format, extension] of formats) {
    await build({
      entryPoints: [
        path.join(import.meta.dirname, "suite.mjs"),
        path.join(import.meta.dirname, "subpaths.mjs"),
      ],
      outdir: subject,
      outExtension: { ".js": extension },
      bundle: true,
      format,
      platform: "neutral",
      target: "es2022",
      mainFields: ["module", "main"],
      nodePaths: [modules],
      plugins: [vectors],
      logLevel: "warning",
    });
  }
  return {
    tarball,
    subject,
    project(name) {
      const copy = path.join(folder, `project ${name}`);
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy, { recursive: true });
      cpSync(subject, copy, { recursive: true });
      return copy;
    },
    tool: (file) => path.join(modules, file),
    version: (name) => JSON.parse(readFileSync(path.join(modules, name, "package.json"), "utf8")).version,
  };
}

/** Every file of tests/vectors by name, as one module. */
const vectors = {
  name: "vectors",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:vectors$/ }, () => ({ path: "vectors", namespace: "vectors" }));
    onLoad({ filter: /.*/, namespace: "vectors" }, () => {
      const files = readdirSync(vectorsFolder).filter((name) => name.endsWith(".json"));
      const all = files.map((name) => [
        path.basename(name, ".json"),
        JSON.parse(readFileSync(path.join(vectorsFolder, name), "utf8")),
      ]);
      // A text, which every bundler and compiler passes over: as objects they cost each of them seconds.
      const text = JSON.stringify(JSON.stringify(Object.fromEntries(all)));
      return { contents: `export default JSON.parse(${text});`, loader: "js" };
    });
  },
};
