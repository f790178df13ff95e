// The demo page as `cargo xtask demo` serves it. SITE is the assembled folder.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { request } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";

const serve = path.join(import.meta.dirname, "../../xtask/node/serve.mjs");
let server;
let origin;

before(async () => {
  server = spawn(process.execPath, [serve, process.env.SITE ?? "", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  origin = await new Promise((resolve, reject) => {
    server.on("exit", (status) => reject(new Error(`the server ended with ${status}`)));
    server.stdout.on("data", (chunk) => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk)) ?? [];
      if (address) resolve(address);
    });
  });
});

after(() => server.kill());

test("the page, its modules and the package are there", async () => {
  const page = await (await fetch(`${origin}/`)).text();
  assert.match(page, /<script type="importmap">/);
  const linked = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, link]) => link);
  assert.ok(linked.length >= 2, "a style sheet and a script");
  for (const link of [...linked, "pkg/index.js"]) {
    const answer = await fetch(new URL(link, `${origin}/`));
    assert.equal(answer.status, 200, link);
    assert.ok(!/^(?:text\/html)/.test(answer.headers.get("content-type") ?? ""), `${link} has a type of its own`);
  }
});

test("every answer has a strict Content-Security-Policy", async () => {
  for (const link of ["/", "/main.js", "/nothing"]) {
    const policy = (await fetch(`${origin}${link}`)).headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
  }
});

test("nothing outside the folder is served", async () => {
  for (const path of ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/nothing", "/.env"]) {
    assert.equal(await status(path), 404, path);
  }
});

test("it listens on loopback only", () => {
  assert.match(origin, /^http:\/\/127\.0\.0\.1:/);
});

/** By hand, since fetch would tidy the path up. */
function status(path) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (answer) => resolve(answer.resume().statusCode)).on("error", reject).end();
  });
}
