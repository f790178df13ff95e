// Vercel's edge: its runtime is a realm of its own, which compiles nothing and is handed a module of another realm.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { build } from "esbuild";
import { attempt } from "../lib/attempt.mjs";
import { SUBPATHS } from "../lib/exec.mjs";

/** A function that answers what its body returns. */
const answering = (body) => `
const answer = async () => {${body}};
addEventListener("fetch", (event) => {
  const failed = (error) => new Response([error, error.cause].join("; "), { status: 500 });
  event.respondWith(answer().then((value) => Response.json(value), failed));
});`;

const handed = `
import * as pkg from "checkout-signature";
${SUBPATHS}
import { check } from "./suite.js";
${answering(`
  const { passed, failed } = await checkSubpaths(subpaths, check(pkg));
  if (handedModule instanceof WebAssembly.Module) failed.push("the module is of this realm, which proves less");
  return { passed, failed };`)}`;

/** The entry for everybody else, which compiles bytes. */
const inlined = `
import { sign } from "./node_modules/checkout-signature/dist/index.js";
${answering('return sign("{}", { secret: "s" });')}`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, version }) {
  const folder = project("vercel-edge");
  const ask = async (name, script) => {
    writeFileSync(path.join(folder, `${name}.js`), script);
    const handedModule = new WebAssembly.Module(
      readFileSync(path.join(folder, "node_modules/checkout-signature/dist/checkout_signature.wasm")),
    );
    const runtime = new EdgeRuntime({
      // As in production; left alone it allows it.
      codeGeneration: { strings: false, wasm: false },
      extend: (context) => Object.assign(context, { handedModule }),
      initialCode: await bundle(folder, name),
    });
    const response = await runtime.dispatchFetch("https://edge.test/");
    return { status: response.status, answer: await response.text() };
  };
  yield {
    runtime: "Vercel Edge (edge-runtime)",
    version: version("edge-runtime"),
    ...(await attempt(async () => {
      const { status, answer } = await ask("handed", handed);
      if (status !== 200) throw new Error(`the function answered ${status} ${answer}`);
      const { passed, failed } = JSON.parse(answer);
      // Without the ban it would be no proof that the other entry passes.
      const { answer: refusal } = await ask("inlined", inlined);
      return {
        passed,
        failed: refusal.includes("Wasm code generation disallowed")
          ? failed
          : [...failed, `bytes were compiled: ${refusal}`],
      };
    })),
  };
}

/**
 * Bundles a function as Vercel does: what is imported as a module comes out of the global object.
 *
 * @param {string} folder
 * @param {string} name
 */
async function bundle(folder, name) {
  const modules = {
    name: "modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "modules" }));
      onLoad({ filter: /.*/, namespace: "modules" }, () => ({
        contents: "export default globalThis.handedModule;",
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, `${name}.js`)],
    write: false,
    bundle: true,
    format: "iife",
    target: "es2022",
    conditions: ["edge-light"],
    plugins: [modules],
    logLevel: "warning",
  });
  return outputFiles[0].text;
}
