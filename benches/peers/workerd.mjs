// Measures the jobs in real workerd. A Worker's clock stands still while it computes, so this process holds it, and takes off
// what a request takes at least.
//
// usage: node workerd.mjs <the bundled worker> <the package's module>

import { readFileSync } from "node:fs";
import { Miniflare } from "miniflare";
import { compatibilityDate } from "workerd";
import { bodies } from "./bodies.mjs";
import { measureJobs } from "./rounds.mjs";

const [worker, module] = process.argv.slice(2);
/** Long beside what a request takes. */
const SAMPLE_MS = 20;
const EMPTY_REQUESTS = 100;

const miniflare = new Miniflare({
  host: "127.0.0.1",
  // It would ask Cloudflare where this machine is.
  cf: false,
  telemetry: { enabled: false },
  compatibilityDate,
  compatibilityFlags: ["nodejs_compat"],
  modules: [
    { type: "ESModule", path: "worker.mjs", contents: readFileSync(worker, "utf8") },
    { type: "CompiledWasm", path: "checkout_signature.wasm?module", contents: readFileSync(module) },
  ],
});

async function ask(query) {
  const response = await miniflare.dispatchFetch(`http://worker.test/?${new URLSearchParams(query)}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** How long a request takes, in milliseconds. */
async function time(query) {
  const begun = performance.now();
  await ask(query);
  return performance.now() - begun;
}

try {
  const names = JSON.parse(await ask({}));
  const seen = [];
  for (const [at, [name, body]] of bodies.entries()) {
    const jobs = names.map((name, job) => ({ name, body: at, job }));
    let least = Infinity;
    for (let made = 0; made < EMPTY_REQUESTS; made += 1)
      least = Math.min(least, await time({ body: at, job: 0, calls: 0 }));
    const sample = async ({ body, job }, calls) => ((await time({ body, job, calls })) - least) / calls;
    seen.push({ body: name, bytes: body.length, jobs: await measureJobs(jobs, sample, SAMPLE_MS) });
  }
  console.log(JSON.stringify(seen));
} finally {
  await miniflare.dispose();
}
