// Measures the jobs in one runtime, interleaved, and prints what it saw as one line of JSON, or reports it where it is a page.
// Bundled by run.mjs.

import { bodies } from "./bodies.mjs";
import { listPeers } from "./jobs.mjs";
import { measureJobs } from "./rounds.mjs";

/** How long one sample takes at least, in milliseconds: short enough for the processor's speed to be one. A page's clock is coarse. */
const SAMPLE_MS = globalThis.document ? 6 : 1.5;

const peers = await listPeers();
const seen = [];
for (const [name, body] of bodies) {
  const jobs = [];
  for (const peer of peers) jobs.push({ ...peer, run: await peer.job(body) });
  seen.push({ body: name, bytes: body.length, jobs: await measureJobs(jobs, sample, SAMPLE_MS) });
}
if (globalThis.document) globalThis.report({ bodies: seen });
else console.log(JSON.stringify(seen));

/** How long a call takes, in milliseconds. */
async function sample({ run, isAsync }, calls) {
  const begun = performance.now();
  if (isAsync) for (let call = 0; call < calls; call += 1) await run();
  else for (let call = 0; call < calls; call += 1) run();
  return (performance.now() - begun) / calls;
}
