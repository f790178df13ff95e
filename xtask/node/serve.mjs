// Serves a folder of static files to this machine only.
//
// usage: node serve.mjs <folder with an index.html> <port, 0 for any free one>

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import sirv from "sirv";

const [folder, port] = [process.argv[2], Number(process.argv[3])];
const index = path.join(folder ?? "", "index.html");
if (!folder || !existsSync(index) || !Number.isInteger(port) || port < 0 || port > 65535) {
  console.error("usage: node serve.mjs <folder with an index.html> <port, 0 for any free one>");
  process.exit(2);
}

const securityHeaders = new Headers({
  "Content-Security-Policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${importMapHash()}; \
style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
});

/** An import map has to be inline, so the policy names this one by its hash. */
function importMapHash() {
  const html = readFileSync(index, "utf8");
  const [, map] = html.match(/<script type="importmap">(.*?)<\/script>/s) ?? [];
  if (map === undefined) return "";
  // A browser hashes what its parser made of the file, and that has no carriage returns.
  const hash = createHash("sha256").update(map.replace(/\r\n?/g, "\n")).digest("base64");
  return `'sha256-${hash}'`;
}

// `dev` reads the folder at each request, so that a rebuild shows up on reload.
const files = sirv(folder, { dev: true, etag: true });

const server = createServer((request, response) => {
  response.setHeaders(securityHeaders);
  // Whole files only: sirv throws at a range that ends before it begins.
  delete request.headers.range;
  const notFound = () => response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
  if (request.method === "GET" || request.method === "HEAD") files(request, response, notFound);
  else notFound();
});

server.on("listening", () => console.log(`http://127.0.0.1:${server.address().port}/`));
server.once("error", ({ code }) => {
  console.error(`Port ${port} cannot be used (${code}), so a free one is taken.`);
  server.listen(0, "127.0.0.1");
});
server.listen(port, "127.0.0.1");

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
