// The demo page as `cargo xtask demo` serves it. SITE is the assembled folder.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { FRAMEWORKS, LANGUAGES } from "../../www/steps/shop.js";
import { folder, serve } from "./lib/site.mjs";

let server;
let origin;

describe("the server", () => {
  before(async () => {
    server = await serve();
    ({ origin } = server);
  });

  after(() => server.stop());

  test("the page, its modules and the package are there", async () => {
    const page = await (await fetch(`${origin}/`)).text();
    assert.match(page, /<script type="importmap">/);
    const linked = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, link]) => link);
    assert.ok(linked.length >= 2, "a style sheet and a script");
    for (const link of [...linked, "pkg/index.js"]) {
      const answer = await fetch(new URL(link, `${origin}/`));
      assert.equal(answer.status, 200, link);
      assert.ok(
        !/^(?:text\/html)/.test(answer.headers.get("content-type") ?? ""),
        `${link} has a type of its own`,
      );
    }
  });

  test("the examples that the page shows are there, each with what it imports from beside it", () => {
    for (const { name, files } of [...FRAMEWORKS, ...LANGUAGES]) {
      for (const file of files) {
        const example = path.join(folder(), "examples", file);
        const imported = [...readFileSync(example, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, link]) =>
          path.join(path.dirname(file), link),
        );
        for (const other of imported)
          assert.ok(files.includes(other), `${name} shows ${file} without ${other}`);
      }
    }
  });

  test("every answer has a strict Content-Security-Policy", async () => {
    for (const link of ["/", "/main.js", "/nothing"]) {
      const policy = (await fetch(`${origin}${link}`)).headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
    }
  });

  test("text is sent compressed, as a browser asks for it, and nothing is lost", async () => {
    const plain = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (body) => body };
    for (const file of ["index.html", "main.js", "css/index.css", "pkg/index.js"]) {
      const content = readFileSync(path.join(folder(), file));
      for (const [asked, encoding] of [
        ["gzip, deflate, br, zstd", "br"],
        ["gzip", "gzip"],
        ["identity", undefined],
      ]) {
        const { headers, body } = await get(`/${file}`, { "Accept-Encoding": asked });
        assert.equal(headers["content-encoding"], encoding, file);
        assert.match(headers.vary, /accept-encoding/i);
        assert.ok(content.equals(plain[encoding](body)), file);
      }
    }
  });

  test("the page carries a policy of its own, for hosts that send none", () => {
    const html = readFileSync(path.join(folder(), "index.html"), "utf8");
    const [head] = html.split('<meta http-equiv="Content-Security-Policy"');
    assert.doesNotMatch(head, /<(?:script|link|style)/, "a policy binds what stands after it");
  });

  test("the policy allows what the page needs, with the hash of its import map, and no more", () => {
    const html = readFileSync(path.join(folder(), "index.html"), "utf8");
    const [, map] = html.match(/<script type="importmap">(.*?)<\/script>/s);
    // A browser hashes what its parser made of the file, and that has no carriage returns.
    const hash = createHash("sha256").update(map.replace(/\r\n?/g, "\n")).digest("base64");
    const scripts = `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`;
    const rest = "style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    assert.equal(
      policyOf(html),
      `default-src 'none'; ${scripts}; ${rest}`,
      "write the new hash into index.html's policy",
    );
  });

  test("every page has the page's policy, every file one that allows nothing, and none may be framed", async () => {
    const page = policyOf(await (await fetch(`${origin}/`)).text());
    const policies = {
      "/": page,
      "/?a=b.js": page,
      "/index.html?a": page,
      "/index": page,
      "/nothing": page,
      "/main.js": "default-src 'none'",
      "/main.js?a.html": "default-src 'none'",
      "/css/index.css": "default-src 'none'",
      "/lib/explain.worker.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
      "/icon.svg": "default-src 'none'",
      "/nothing.js": "default-src 'none'",
    };
    for (const [link, policy] of Object.entries(policies)) {
      const { headers } = await fetch(`${origin}${link}`);
      assert.equal(headers.get("content-security-policy"), `${policy}; frame-ancestors 'none'`, link);
    }
  });

  test("nothing outside the folder is served", async () => {
    for (const path of ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/nothing", "/.env"]) {
      assert.equal((await get(path)).status, 404, path);
    }
  });

  test("it listens on loopback only", () => {
    assert.match(origin, /^http:\/\/127\.0\.0\.1:/);
  });
});

/** @param {string} html */
function policyOf(html) {
  const [, policy] = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)">/);
  return policy;
}

/** By hand, since fetch would tidy the path up and decompress the body. */
async function get(path, headers = {}) {
  const { hostname, port } = new URL(origin);
  const answer = await new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, resolve).on("error", reject).end();
  });
  const chunks = await answer.toArray();
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}
