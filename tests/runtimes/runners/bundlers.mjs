// Vite, webpack, esbuild and Rollup: an app with the package in it, in Node and in a browser, and what it costs.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { transform } from "esbuild";
import { chromium, find, openPage } from "../lib/browser.mjs";
import { bundlers } from "../lib/bundlers.mjs";
import { result, run, SUBPATHS } from "../lib/exec.mjs";
import { writePage, writeWatch } from "../lib/page.mjs";

const app = `
import * as pkg from "checkout-signature";
${SUBPATHS}
import { check } from "./suite.js";
checkSubpaths(subpaths, check(pkg)).then((outcome) => {
  if (globalThis.report) globalThis.report(outcome);
  else console.log(\`RESULT \${JSON.stringify(outcome)}\`);
});
`;

// They set a global instead of exporting: what the page's script exports is dropped by most bundlers.
const apps = {
  bare: 'console.log("app");',
  unused: 'import { verify } from "checkout-signature"; console.log("app");',
  sameId: 'import { sameId } from "checkout-signature"; globalThis.same = (a, b) => sameId(a, b);',
  verify: `import { verify } from "checkout-signature";
globalThis.paid = (body, authorization, secret) => verify(body, authorization, { secret });`,
};

/** What an import that nothing uses may cost, minified, in bytes. */
const UNUSED = 100;
/** What the smallest app that verifies may weigh on the wire, minified and gzipped, in bytes. */
const MAX_APP_GZIP = 35_500;

// The suite with its vectors is larger than what bundlers advise; the apps above are held to that.
const ADVICE_ON_SIZE =
  /Some chunks are larger than|^(asset|entrypoint) size limit:|^webpack performance recommendations:/;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, version: versionOf }) {
  const root = project("bundlers");
  // Away from node_modules, so that whatever was left out of a bundle is missed.
  const output = `${root} output`;
  rmSync(output, { recursive: true, force: true });
  // Vite's place for files that it does not bundle.
  mkdirSync(path.join(root, "public"));
  writeWatch(path.join(root, "public"));
  // webpack and others take paths from the nearest tsconfig.json, and that must not be the repository's, above this folder.
  writeFileSync(path.join(root, "tsconfig.json"), "{}\n");
  writeFileSync(path.join(root, "app.js"), app);
  for (const [name, source] of Object.entries(apps)) writeFileSync(path.join(root, `${name}.js`), source);
  const sizes = {};
  for (const bundler of bundlers) {
    const version = versionOf(bundler.tool);
    const [major] = version.split(".");
    const name = major === "0" ? bundler.name : `${bundler.name} ${major}`;
    const out = (what) => path.join(output, bundler.tool, what);
    yield await row(`${name}, in Node`, version, [
      () => inNode(bundler, root, out("node")),
      async () => {
        sizes[name] = { version };
        const warnings = await measure(bundler, root, out, sizes[name]);
        return { failed: [...warnings, ...judge(name, sizes[name])] };
      },
    ]);
    yield await row(`${name}, in Chromium`, version, [() => inChromium(bundler, root, out)]);
  }
  writeFileSync(path.join(root, "sizes.json"), `${JSON.stringify(sizes, undefined, 2)}\n`);
}

/** One row from several parts; what one of them throws is a failure and does not hide the next. */
async function row(runtime, version, parts) {
  const row = { runtime, version, passed: 0, failed: [] };
  for (const part of parts) {
    try {
      const { passed = 0, failed = [], skipped } = await part();
      row.passed += passed;
      row.skipped ??= skipped;
      row.failed.push(...failed);
    } catch (error) {
      row.failed.push(String(error?.stack ?? error));
    }
  }
  return row;
}

/**
 * @param {import("../lib/bundlers.mjs").Bundler} bundler
 * @param {string} root
 * @param {string} out
 */
async function inNode({ bundle, bundleForNode = bundle }, root, out) {
  const { script, warnings } = await bundleForNode(root, "app.js", out);
  const { passed, failed } = result(await run(process.execPath, [path.join(out, script)]));
  return { passed, failed: [...failed, ...aboutThePackage(warnings)] };
}

/**
 * @param {import("../lib/bundlers.mjs").Bundler} bundler
 * @param {string} root
 * @param {(name: string) => string} out
 */
async function inChromium({ bundle, bundleForNode, bundlePage }, root, out) {
  const { skipped } = await find(chromium);
  if (skipped) return { skipped };
  // What Node has run is the page's script too, unless it was built for Node.
  const folder = bundlePage || bundleForNode ? out("page") : out("node");
  const build = bundlePage ?? (bundleForNode && bundle);
  const { script, warnings } = build
    ? await build(root, "app.js", folder)
    : { script: readdirSync(folder).find((file) => file.endsWith(".js")), warnings: [] };
  if (!bundlePage) writePage(folder, script);
  const { passed, failed = [], error, violations } = await openPage(chromium, folder);
  return {
    passed,
    failed: [...failed, ...(error ? [error] : []), ...violations, ...aboutThePackage(warnings)],
  };
}

const aboutThePackage = (warnings) =>
  warnings.filter((text) => !ADVICE_ON_SIZE.test(text)).map((text) => `warning: ${text}`);

/**
 * Puts each app's bytes into `sizes`, and returns what the bundler said.
 *
 * @param {import("../lib/bundlers.mjs").Bundler} bundler
 * @param {string} root
 * @param {(name: string) => string} out
 * @param {Record<string, unknown>} sizes
 */
async function measure({ bundle, minifies }, root, out, sizes) {
  const warnings = [];
  for (const name of Object.keys(apps)) {
    const bundled = await bundle(root, `${name}.js`, out(name));
    const code = readFileSync(path.join(out(name), bundled.script), "utf8");
    const minified = minifies
      ? code
      : (await transform(code, { minify: true, format: "esm", charset: "utf8" })).code;
    sizes[name] = { minified: Buffer.byteLength(minified), gzip: gzipSync(minified, { level: 9 }).length };
    warnings.push(...bundled.warnings.map((text) => `warning at ${name}.js: ${text}`));
  }
  return warnings;
}

/** Prints one bundler's sizes, and returns what is too large. */
function judge(name, { bare, unused, sameId, verify }) {
  const cost = unused.minified - bare.minified;
  const verifying = `verify ${verify.minified} bytes, ${verify.gzip} gzipped`;
  console.log(`  ${name}: ${verifying}; an unused import ${cost}; sameId alone ${sameId.minified}`);
  const failed = cost < UNUSED ? [] : [`an import that nothing uses costs ${cost} bytes`];
  if (verify.gzip > MAX_APP_GZIP)
    failed.push(`the smallest app that verifies weighs ${verify.gzip} bytes, gzipped`);
  return failed;
}
