// Serves the bundled Worker in real workerd, with a D1 database, and runs statements that come over Node's channel.
//
// usage: node workerd.mjs <project> <port>
//
// A program of its own, since miniflare wants a newer Node than the package does.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, port] = process.argv.slice(2);
const { Miniflare } = createRequire(import.meta.url)("miniflare");
const { compatibilityDate } = createRequire(import.meta.url)("workerd");
const wasm = path.join(folder, "node_modules/checkout-signature/dist/checkout_signature.wasm");

const miniflare = new Miniflare({
  host: "127.0.0.1",
  port: Number(port),
  // It would ask Cloudflare where this machine is.
  cf: false,
  telemetry: { enabled: false },
  compatibilityDate,
  modules: [
    { type: "ESModule", path: "worker.js", contents: readFileSync(path.join(folder, "bundled.js"), "utf8") },
    { type: "CompiledWasm", path: "checkout_signature.wasm?module", contents: readFileSync(wasm) },
  ],
  bindings: process.env.CHECKOUT_SECRET ? { CHECKOUT_SECRET: process.env.CHECKOUT_SECRET } : {},
  d1Databases: ["DB"],
  d1Persist: path.join(folder, "d1"),
});
const database = await miniflare.getD1Database("DB");

process.on("message", async ({ sql, values }) => {
  try {
    const { results } = await database
      .prepare(sql)
      .bind(...values)
      .all();
    process.send({ rows: results });
  } catch (error) {
    process.send({ error: String(error) });
  }
});

process.once("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit();
});
