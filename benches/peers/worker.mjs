// A Worker that makes calls of one job, as a request asks for them. Bundled by run.mjs; workerd.mjs holds the clock.

import { bodies } from "./bodies.mjs";
import { listPeers } from "./jobs.mjs";

/** @type {import("./jobs.mjs").Peer[] | undefined} */
let peers;
/** @type {Map<string, () => unknown>} */
const prepared = new Map();

export default {
  async fetch(request) {
    peers ??= await listThoseThatRun();
    const { searchParams } = new URL(request.url);
    if (!searchParams.has("job")) return Response.json(peers.map(({ name }) => name));
    const [body, job, calls] = ["body", "job", "calls"].map((name) => Number(searchParams.get(name)));
    const { isAsync } = peers[job];
    const key = `${body} ${job}`;
    const run = prepared.get(key) ?? (await peers[job].job(bodies[body][1]));
    prepared.set(key, run);
    if (isAsync) for (let call = 0; call < calls; call += 1) await run();
    else for (let call = 0; call < calls; call += 1) run();
    return new Response("done");
  },
};

/** Workers forbid WebAssembly that comes as bytes, so not every peer runs. */
async function listThoseThatRun() {
  const running = [];
  for (const peer of await listPeers()) {
    try {
      const run = await peer.job(bodies[0][1]);
      await run();
      running.push(peer);
    } catch (error) {
      console.error(`${peer.name} does not run: ${error}`);
    }
  }
  return running;
}
