// The assembled site, which the environment variable SITE names, on this machine.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const program = path.join(import.meta.dirname, "../../../xtask/node/serve.mjs");

/** The folder of the site. */
export function folder() {
  const site = process.env.SITE ?? "";
  if (!existsSync(path.join(site, "index.html")))
    throw new Error("SITE must name the folder of the assembled site");
  return path.resolve(site);
}

/**
 * As `cargo xtask demo` serves it.
 *
 * @param {string} [site] another folder
 * @returns {Promise<Site>}
 *
 * @typedef {object} Site
 * @property {string} origin where its index.html is, without the slash
 * @property {() => Promise<void>} stop
 */
export async function serve(site = folder()) {
  const server = spawn(process.execPath, [program, site, "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    server.on("exit", (status) => reject(new Error(`the server ended with ${status}`)));
    server.stdout.on("data", (chunk) => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk)) ?? [];
      if (address) resolve(address);
    });
  });
  const stop = async () => {
    const ended = once(server, "exit");
    server.kill();
    await ended;
  };
  return { origin, stop };
}

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml" };

/**
 * As the plainest static host would serve it: below a path, without a header that is not needed.
 *
 * @param {string} prefix such as "/some/where/"
 * @returns {Promise<Site>}
 */
export async function serveBelow(prefix) {
  const site = folder();
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://host.invalid");
    const file = path.join(site, pathname.slice(prefix.length) || "index.html");
    const content = pathname.startsWith(prefix) && (await readFile(file).catch(() => undefined));
    if (!content) response.writeHead(404).end();
    else response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "text/plain" }).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { origin: `http://127.0.0.1:${server.address().port}${prefix.slice(0, -1)}`, stop };
}
