// The bundlers, each as its own production defaults have it, and what it had to say.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { createLogger, build as vite } from "vite";
import webpack from "webpack";
import { html } from "./page.mjs";

/**
 * Bundles one script of a project.
 *
 * @callback Bundle
 * @param {string} root the project
 * @param {string} entry the script's name in there
 * @param {string} out the folder for the output
 * @returns {Promise<{ script: string, warnings: string[] }>} the bundle's path inside `out`
 */

/**
 * @typedef {object} Bundler
 * @property {string} name
 * @property {string} tool
 * @property {Bundle} bundle
 * @property {Bundle} [bundleForNode] where Node is built for in another way
 * @property {Bundle} [bundlePage] where a page is the ordinary input; the output then has its own index.html
 * @property {boolean} [minifies]
 */

/** @type {Bundler[]} */
export const bundlers = [
  {
    name: "Vite",
    tool: "vite",
    minifies: true,
    bundle: (root, entry, out) =>
      viteBuild(root, out, { build: { rolldownOptions: { input: path.join(root, entry) } } }),
    // By default Vite leaves packages outside a bundle for servers, and then it would have tried nothing.
    bundleForNode: (root, entry, out) =>
      viteBuild(root, out, { build: { ssr: entry }, ssr: { noExternal: true } }),
    bundlePage(root, entry, out) {
      writeFileSync(path.join(root, "index.html"), html(`/${entry}`));
      return viteBuild(root, out, {});
    },
  },
  { name: "webpack", tool: "webpack", minifies: true, bundle: webpackBuild },
  {
    name: "esbuild",
    tool: "esbuild",
    minifies: true,
    async bundle(root, entry, out) {
      /** @type {import("esbuild").BuildOptions} */
      const options = {
        absWorkingDir: root,
        entryPoints: [entry],
        outdir: out,
        bundle: true,
        minify: true,
        logLevel: "silent",
      };
      const { warnings } = await esbuild(options);
      return { script: entry, warnings: warnings.map(({ text }) => text) };
    },
  },
  {
    name: "Rollup",
    tool: "rollup",
    minifies: false,
    async bundle(root, entry, out) {
      const warnings = [];
      const input = path.join(root, entry);
      const bundle = await rollup({
        input,
        plugins: [nodeResolve()],
        onwarn: ({ message }) => warnings.push(message),
      });
      const { output } = await bundle.write({ dir: out });
      await bundle.close();
      return { script: only(output), warnings };
    },
  },
];

/**
 * @param {string} root
 * @param {string} out
 * @param {import("vite").InlineConfig} config
 * @returns {ReturnType<Bundle>}
 */
async function viteBuild(root, out, { build, ...config }) {
  const warnings = [];
  const customLogger = createLogger("silent");
  customLogger.warn = customLogger.warnOnce = customLogger.error = (message) => warnings.push(message);
  /** @type {import("vite").InlineConfig} */
  const common = { root, configFile: false, logLevel: "warn", customLogger };
  const built = await vite({
    ...common,
    ...config,
    build: { outDir: out, emptyOutDir: true, ...build },
  });
  // Vite gives a list for several formats, and a watcher where it was told to watch.
  if (!("output" in built)) throw new Error("Vite should build one output");
  return { script: only(built.output), warnings };
}

/** @returns {ReturnType<Bundle>} */
async function webpackBuild(root, entry, out) {
  const compiler = webpack({ mode: "production", context: root, entry: `./${entry}`, output: { path: out } });
  /** @type {import("webpack").Stats} */
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, stats) => (error ? reject(error) : resolve(stats))),
  );
  await new Promise((resolve, reject) =>
    compiler.close((error) => (error ? reject(error) : resolve(undefined))),
  );
  const { errors, warnings, assets } = stats.toJson({
    all: false,
    errors: true,
    warnings: true,
    assets: true,
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return {
    script: only(assets.map(({ name }) => ({ fileName: name }))),
    warnings: warnings.map(({ message }) => message),
  };
}

/** The one script of an output: an app with one entry is one file, or something was split off. */
function only(output) {
  const scripts = output.map(({ fileName }) => fileName).filter((name) => /\.[cm]?js$/.test(name));
  if (scripts.length !== 1) throw new Error(`there should be one script: ${scripts.join(", ")}`);
  return scripts[0];
}
