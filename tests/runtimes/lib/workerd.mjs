// Runs a worker in real workerd, asks it once, and prints what it answered.
//
// usage: node workerd.mjs <compatibility date> <compatibility flags, comma-separated> <name=file> …
//
// The names are those that the worker's modules import each other by; the first is the worker. REQUESTS in the environment
// holds other requests, as JSON: `[path, init][]`; their answers are then a list. A program of its
// own, since miniflare wants a newer Node than the package does.

import { readFileSync } from "node:fs";
import { Miniflare } from "miniflare";

const [compatibilityDate, flags, ...modules] = process.argv.slice(2);

const miniflare = new Miniflare({
  host: "127.0.0.1",
  // It would ask Cloudflare where this machine is.
  cf: false,
  telemetry: { enabled: false },
  compatibilityDate,
  compatibilityFlags: flags.split(",").filter(Boolean),
  modules: modules.map((argument) => {
    const border = argument.indexOf("=");
    const [path, contents] = [argument.slice(0, border), readFileSync(argument.slice(border + 1))];
    return /\.wasm(\?|$)/.test(path)
      ? { type: "CompiledWasm", path, contents }
      : { type: "ESModule", path, contents: String(contents) };
  }),
});
async function ask(path, init) {
  const response = await miniflare.dispatchFetch(new URL(path, "http://worker.test"), init);
  return { status: response.status, answer: await response.text() };
}

try {
  const answers = [];
  for (const [path, init] of JSON.parse(process.env.REQUESTS ?? '[["/"]]'))
    answers.push(await ask(path, init));
  console.log(`RESULT ${JSON.stringify(process.env.REQUESTS ? answers : answers[0])}`);
} finally {
  await miniflare.dispose();
}
