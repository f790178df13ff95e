// How long a fresh workerd takes from evaluating a worker's modules to the package's first verdict.
//
// usage: node workerd.mjs <tarball> <folder to work in>
//
// Clocks stand still inside a worker, so each start is timed from outside, and a worker's that does nothing is taken off.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import path from "node:path";
import { build } from "esbuild";
import workerd from "workerd";
import { makeContext } from "../lib/context.mjs";
import { medians, VERIFY } from "../lib/measure.mjs";

const STARTS = 101;

const workers = {
  idle: `export default { fetch() { return new Response("ok"); } };`,
  verifies: `import { verify } from "checkout-signature"; export default { fetch() { ${VERIFY} return new Response("ok"); } };`,
};

const [tarball, room] = process.argv.slice(2).map((argument) => path.resolve(argument));
const { project } = await makeContext(tarball, room);
const folder = project("measure");
for (const [name, source] of Object.entries(workers)) {
  writeFileSync(path.join(folder, `${name}.js`), source);
  await build({
    entryPoints: [path.join(folder, `${name}.js`)],
    outfile: path.join(folder, `bundled/${name}.js`),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd"],
    external: ["*.wasm?module"],
    logLevel: "warning",
  });
  const wasm = `(name = "checkout_signature.wasm?module", wasm = embed "node_modules/checkout-signature/dist/checkout_signature.wasm")`;
  writeFileSync(
    path.join(folder, `${name}.capnp`),
    `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "bundled/${name}.js"), ${name === "idle" ? "" : wasm}],
  compatibilityDate = "${workerd.compatibilityDate}",
);
`,
  );
}

// The first ones bring the files into memory.
for (const name of Object.keys(workers)) await start(name);
const [pairs, idles] = [[], []];
while (pairs.length < STARTS) {
  const first = pairs.length % 2 === 0;
  const early = await start(first ? "idle" : "verifies");
  const late = await start(first ? "verifies" : "idle");
  const [idle, verifies] = first ? [early, late] : [late, early];
  idles.push(idle);
  pairs.push(Object.fromEntries(Object.keys(idle).map((name) => [name, verifies[name] - idle[name]])));
}
const { total, listen, request } = medians(pairs);
console.log(`workerd ${workerd.version}, median of ${STARTS} pairs of fresh processes: ${total} ms from import to the first verdict \
(import ${listen} ms, first request ${request} ms), on top of the ${medians(idles).total} ms of a worker that does nothing`);

/**
 * Starts workerd and asks it once; the milliseconds until it listened, which is after the modules were evaluated,
 * and of the request.
 *
 * @param {string} name
 */
async function start(name) {
  const begun = performance.now();
  const child = spawn(workerd.default, ["serve", "--control-fd=3", path.join(folder, `${name}.capnp`)], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const closed = once(child, "close");
  try {
    const [message] = await Promise.race([
      once(child.stdio[3], "data"),
      closed.then(() => {
        throw new Error("workerd ended");
      }),
    ]);
    const listening = performance.now();
    const [response] = await once(
      get({ host: "127.0.0.1", port: JSON.parse(message).port, agent: false }),
      "response",
    );
    const answered = performance.now();
    response.resume();
    if (response.statusCode !== 200) throw new Error(`the worker answered ${response.statusCode}`);
    return { total: answered - begun, listen: listening - begun, request: answered - listening };
  } finally {
    child.kill("SIGKILL");
    await closed;
  }
}
