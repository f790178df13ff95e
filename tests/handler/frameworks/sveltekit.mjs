// An application of SvelteKit's, built once, with the handler as an endpoint: SvelteKit's own server calls it.

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const modules = path.resolve(import.meta.dirname, "../../../node_modules");

/** The handler comes with each request, as the platform's own objects do. */
const FILES = {
  "package.json": '{ "private": true, "type": "module" }',
  "vite.config.js":
    'import { sveltekit } from "@sveltejs/kit/vite";\nexport default { plugins: [sveltekit()] };',
  "svelte.config.js": "export default {};",
  "src/app.html": "<!doctype html>%sveltekit.head%%sveltekit.body%",
  "src/routes/raw/+server.js": "export const POST = ({ request, platform }) => platform.handle(request);",
  "src/routes/parsed/+server.js": `export async function POST({ request, platform }) {
  await request.json();
  return platform.handle(request);
}`,
};

const folder = mkdtempSync(path.join(tmpdir(), "sveltekit-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let building;

/** SvelteKit's server with the endpoints `/raw` and `/parsed`. */
export async function startSvelteKit() {
  building ??= build();
  const output = await building;
  const load = (file) => import(pathToFileURL(path.join(output, file)).href);
  const [{ Server }, { manifest }] = await Promise.all([load("index.js"), load("manifest-full.js")]);
  const server = new Server(manifest);
  await server.init({ env: {} });
  return server;
}

async function build() {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `${text}\n`);
  }
  symlinkSync(modules, path.join(folder, "node_modules"), "junction");
  const vite = path.join(modules, "vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build"], { cwd: folder });
  return path.join(folder, ".svelte-kit/output/server");
}
