// usage: server-process.mjs <folder for the database> <port>

import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { consumer } from "../../../lib/consumer.mjs";

const [folder, port] = process.argv.slice(2);
const installed = path.join(consumer, "node_modules/checkout-signature/dist");
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("worker.mjs", import.meta.url))],
  bundle: true,
  write: false,
  format: "esm",
  alias: { "checkout-signature/d1": path.join(installed, "d1.js") },
  external: ["node:*"],
});
const worker = new Miniflare({
  // It would ask Cloudflare where this machine is.
  cf: false,
  telemetry: { enabled: false },
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: "2026-04-01",
  compatibilityFlags: ["nodejs_compat"],
  host: "127.0.0.1",
  port: Number(port),
  d1Databases: { DB: "shop" },
  d1Persist: path.join(folder, "d1"),
});
await worker.ready;
const end = () => worker.dispose().then(() => process.exit());
if (process.env.COUNTS) {
  // Miniflare's own listener ends the process at once.
  process.removeAllListeners("SIGTERM").on("SIGTERM", () => keepCounts(process.env.COUNTS).finally(end));
} else process.on("SIGTERM", end);

/** What coverage has counted in the Worker, which cannot write it down by itself. @param {string} counts */
async function keepCounts(counts) {
  const response = await worker.dispatchFetch("http://localhost/counts");
  writeFileSync(path.join(counts, `workerd-${process.pid}.json`), await response.text());
}
