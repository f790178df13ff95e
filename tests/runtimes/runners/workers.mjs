// Cloudflare Workers: in real workerd, since only that enforces the ban on compiling WebAssembly from bytes.

import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { compatibilityDate as NEWEST } from "workerd";
import { attempt } from "../lib/attempt.mjs";
import { result, run, SUBPATHS } from "../lib/exec.mjs";

const WORKERD = path.join(import.meta.dirname, "../lib/workerd.mjs");
/** A worker keeps the rules of its day; this is the day before the first of them changed. */
const OLDEST = "2021-11-02";

const worker = `
import * as pkg from "checkout-signature";
${SUBPATHS}
import { check } from "./suite.js";
export default { fetch: async () => Response.json(await checkSubpaths(subpaths, check(pkg))) };`;

/** The entry for everybody else, which compiles bytes. */
const inlined = `
import { sign } from "./node_modules/checkout-signature/dist/index.js";
export default {
  fetch() {
    try {
      return new Response(sign("{}", { secret: "s" }));
    } catch (error) {
      return new Response(String(error.cause ?? error));
    }
  },
};`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const folder = project("workers");
  const node = tool("node22/bin/node");
  // Settings, logs and caches.
  const home = path.join(folder, "home");
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, "config"),
    XDG_CACHE_HOME: path.join(home, "cache"),
  };
  writeFileSync(path.join(folder, "worker.js"), worker);
  writeFileSync(path.join(folder, "inlined.js"), inlined);

  /** @type {(date: string, flags: string, modules: string[]) => Promise<{ status: number, answer: string }>} */
  const ask = async (date, flags, modules) =>
    result(await run(node, [WORKERD, date, flags, ...modules], { cwd: folder, env }));
  const suite = async (date, flags, modules) => {
    const { status, answer } = await ask(date, flags, modules);
    if (status !== 200) throw new Error(`the worker answered ${status} ${answer}`);
    return JSON.parse(answer);
  };

  const wasm = `checkout_signature.wasm?module=${path.join(folder, "node_modules/checkout-signature/dist/checkout_signature.wasm")}`;
  const workerd = { runtime: "Cloudflare Workers (workerd)", version: version("workerd") };
  yield {
    ...workerd,
    ...(await attempt(async () => {
      const { passed, failed } = await suite(NEWEST, "", [await bundle(folder, "worker.js"), wasm]);
      // Without the ban it would be no proof that the other entry passes.
      const { answer } = await ask(NEWEST, "", [await bundle(folder, "inlined.js")]);
      return {
        passed,
        failed: answer.includes("Wasm code generation disallowed")
          ? failed
          : [...failed, `bytes were compiled: ${answer}`],
      };
    })),
  };
  yield {
    ...workerd,
    runtime: `Cloudflare Workers (workerd, as of ${OLDEST})`,
    ...(await attempt(async () => suite(OLDEST, "", [await bundle(folder, "worker.js"), wasm]))),
  };
  yield {
    runtime: "Cloudflare Workers (wrangler bundle)",
    version: version("wrangler"),
    ...(await attempt(async () => {
      // Most projects have it; it changes the globals, and how wrangler bundles.
      const flags = ["nodejs_compat"];
      const out = path.join(folder, "wrangler bundle");
      const config = {
        name: "worker",
        main: "worker.js",
        compatibility_date: NEWEST,
        compatibility_flags: flags,
      };
      writeFileSync(path.join(folder, "wrangler.json"), JSON.stringify(config));
      await run(node, [tool("wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", out], {
        cwd: folder,
        env: { ...env, CI: "1", NO_COLOR: "1", WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
      });
      // The names of the others begin with a hash.
      const others = readdirSync(out).filter((name) => name !== "worker.js" && !/\.(map|md)$/.test(name));
      return suite(
        NEWEST,
        flags.join(),
        ["worker.js", ...others].map((name) => `${name}=${path.join(out, name)}`),
      );
    })),
  };
}

/**
 * Bundles a worker as a user's own tools do, and returns it as a module's name and file.
 *
 * @param {string} folder
 * @param {string} entry
 */
async function bundle(folder, entry) {
  const outfile = path.join(folder, "bundled", entry);
  await build({
    entryPoints: [path.join(folder, entry)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd"],
    external: ["*.wasm?module"],
    logLevel: "warning",
  });
  return `worker.js=${outfile}`;
}
