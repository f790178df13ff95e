// A page that a browser loads from this machine under a policy, and what the page reports back.

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

/** What a careful site sends; WebAssembly needs the one word more. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
export const POLICY_WITHOUT_WASM = POLICY.replace(" 'wasm-unsafe-eval'", "");

// First on the page, so that it also hears of a script that cannot be loaded.
const watch = `
const violations = [];
addEventListener("securitypolicyviolation", (event) => {
  violations.push(\`\${event.effectiveDirective} forbids \${event.blockedURI} (\${event.sourceFile}:\${event.lineNumber})\`);
});
const send = async (result) => {
  // Violations are reported in tasks of their own, which may come after the script that caused them.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await fetch("/result", { method: "POST", body: JSON.stringify({ ...result, violations }) });
};
// Not every browser's stack begins with the message.
const fail = (what, stack = "") => send({ error: \`\${what}\\n\${stack}\` });
addEventListener("error", ({ error, message, target }) => fail(message ?? \`cannot load \${target.src}\`, error?.stack), true);
addEventListener("unhandledrejection", ({ reason }) => fail(reason, reason?.stack));
globalThis.report = send;
`;

/**
 * Makes a folder a page that runs one script; the script passes an object to the global `report`.
 *
 * @param {string} folder
 * @param {string} script its path inside the folder
 */
export function writePage(folder, script) {
  writeWatch(folder);
  writeFileSync(path.join(folder, "index.html"), html(`/${script}`));
}

/** @param {string} folder */
export function writeWatch(folder) {
  writeFileSync(path.join(folder, "watch.js"), watch);
}

/** @param {string} script its URL */
export const html = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>checkout-signature</title>
    <script src="/watch.js"></script>
    <script type="module" src="${script}"></script>
  </head>
</html>
`;

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };

/**
 * What a page posts: what its script passed to `report`, with the violations of the policy, or an error.
 *
 * @typedef {object} PageResult
 * @property {string[]} violations
 * @property {string} [error]
 * @property {number} [passed]
 * @property {string[]} [failed]
 * @property {boolean} [enforced]
 * @property {Record<string, { threw?: string, code?: string, returned?: string }>} [attempts]
 * @property {Record<string, number>} [start] milliseconds
 */

/**
 * Serves a folder's pages and scripts to this machine; `result` is the first thing that a page posts.
 *
 * @param {string} folder
 * @param {string} policy
 * @returns {Promise<{ url: string, result: Promise<PageResult>, close: () => void }>}
 */
export async function servePage(folder, policy) {
  /** @type {Parameters<ConstructorParameters<typeof Promise<PageResult>>[0]>} */
  let settle;
  /** @type {Promise<PageResult>} */
  const result = new Promise((...both) => (settle = both));
  const [resolve, reject] = settle;
  const server = createServer((request, response) => answer(request, response).catch(reject));
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (request.method === "POST" && pathname === "/result") {
      const chunks = await request.toArray();
      response.writeHead(204).end();
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
      return;
    }
    const file = path.join(folder, pathname === "/" ? "index.html" : pathname);
    const type = types[path.extname(file)];
    const content = type && (await readFile(file).catch(() => undefined));
    if (content)
      response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy }).end(content);
    else response.writeHead(404, { "Content-Security-Policy": policy }).end();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    result,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
