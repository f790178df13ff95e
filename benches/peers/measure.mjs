// Measures the jobs in one runtime, interleaved, and prints what it saw as one line of JSON. Bundled by run.mjs.

import { listPeers } from "./jobs.mjs";

const ROUNDS = 15;
const WARM_UP = 2;
const WARM_UP_CALLS = 10_000;
const WARM_UP_MS = 60;
/** How long one sample takes at least, in milliseconds: short enough for the processor's speed to be one. */
const SAMPLE_MS = 1.5;

const ids = { paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294", sessionId: "4e0d7dd3c12441fba02981f60732a13f" };
const event = { type: "payment-authorized", payload: { amount: 2000, ...ids } };

const bodies = [
  ["149 bytes", makeBody(0)],
  ["197 bytes, indented", makeBody(0, 4)],
  ["1 KiB", makeBody(1024)],
  ["1 KiB, indented", makeBody(1024, 4)],
  ["64 KiB", makeBody(64 * 1024)],
  ["64 KiB, indented", makeBody(64 * 1024, 4)],
  ["1 MiB", makeBody(1024 * 1024)],
  ["1 MiB, indented", makeBody(1024 * 1024, 4)],
];

/** The callback, with order lines until it is that long. */
function makeBody(bytes, indent) {
  const body = (count) => {
    const line = (at) => ({ reference: `line-${at}`, name: "Coffee beans", quantity: 2, unitPrice: 1000 });
    const lines = count === 0 ? {} : { lines: Array.from({ length: count }, (_, at) => line(at)) };
    return JSON.stringify({ ...event, ...lines }, undefined, indent);
  };
  let [fits, tooMany] = [0, Math.ceil(bytes / 60) + 1];
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (body(count).length <= bytes) fits = count;
    else tooMany = count;
  }
  return body(fits);
}

async function sample({ run, isAsync }, calls) {
  const begun = performance.now();
  if (isAsync) for (let call = 0; call < calls; call += 1) await run();
  else for (let call = 0; call < calls; call += 1) run();
  return (performance.now() - begun) / calls;
}

async function measure(body, peers) {
  const jobs = [];
  for (const peer of peers) jobs.push({ ...peer, run: await peer.job(body), calls: 1, samples: [] });
  for (const job of jobs) {
    // Until the engine has compiled it, and then until a sample takes long enough.
    const begun = performance.now();
    for (let call = 0; call < WARM_UP_CALLS && performance.now() - begun < WARM_UP_MS; call += 1)
      await job.run();
    for (let took = 0; took < SAMPLE_MS && job.calls < 4096; ) {
      took = (await sample(job, job.calls)) * job.calls;
      if (took < SAMPLE_MS) job.calls *= 2;
    }
  }
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const job of round % 2 === 0 ? jobs : jobs.toReversed()) {
      const took = await sample(job, job.calls);
      if (round >= WARM_UP) job.samples.push(took * 1e6);
    }
  }
  return jobs.map(({ name, samples }) => {
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (part) => Math.round(sorted[Math.floor((sorted.length - 1) * part)]);
    return { name, least: at(0), quarter: at(0.25), median: at(0.5), threeQuarters: at(0.75) };
  });
}

export async function run() {
  const peers = await listPeers();
  const seen = [];
  for (const [name, body] of bodies)
    seen.push({ body: name, bytes: body.length, jobs: await measure(body, peers) });
  return seen;
}

if (globalThis.document) globalThis.measured = run();
else console.log(JSON.stringify(await run()));
