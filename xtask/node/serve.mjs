// Serves a folder of static files to this machine only.
//
// usage: node serve.mjs <folder with an index.html> <port, 0 for any free one>

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { constants } from "node:zlib";
import compression from "compression";
import sirv from "sirv";

const [folder, port] = [process.argv[2], Number(process.argv[3])];
const index = path.join(folder ?? "", "index.html");
if (!folder || !existsSync(index) || !Number.isInteger(port) || port < 0 || port > 65535) {
  console.error("usage: node serve.mjs <folder with an index.html> <port, 0 for any free one>");
  process.exit(2);
}

// What a page cannot say of itself comes on top of what it does say.
const pagePolicy = `${policyOfThePage()}; frame-ancestors 'none'`;
/** What is no page needs nothing, so that it may do nothing. */
const filePolicy = "default-src 'none'; frame-ancestors 'none'";
/** A Worker has the policy that its own file comes with: it runs the package, and asks for nothing else. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

const securityHeaders = (url) => ({
  "Content-Security-Policy": policyOf(url),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
});

/** A path without an extension may be a folder's or a page's. */
function policyOf(url) {
  const [pathname] = url.split("?");
  if (pathname.endsWith(".worker.js")) return workerPolicy;
  return /\.[^./]+$/.test(pathname) && !/\.html?$/i.test(pathname) ? filePolicy : pagePolicy;
}

function policyOfThePage() {
  const [, policy] =
    readFileSync(index, "utf8").match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)">/) ?? [];
  if (policy) return policy;
  console.error(`${index} has no Content-Security-Policy of its own, so it is not served.`);
  process.exit(2);
}

// `dev` reads the folder at each request, so that a rebuild shows up on reload.
const files = sirv(folder, { dev: true, etag: true });
// As hard as nginx does it, for one.
const compressed = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } } });

const server = createServer((request, response) => {
  response.setHeaders(new Headers(securityHeaders(request.url)));
  // Whole files only: sirv throws at a range that ends before it begins.
  delete request.headers.range;
  const notFound = () => {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
  };
  if (request.method === "GET" || request.method === "HEAD")
    compressed(request, response, () => files(request, response, notFound));
  else notFound();
});

server.on("listening", () => {
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${address.port}/`);
});
server.once("error", ({ code }) => {
  console.error(`Port ${port} cannot be used (${code}), so a free one is taken.`);
  server.listen(0, "127.0.0.1");
});
server.listen(port, "127.0.0.1");

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
