// How long a fresh Node process takes from loading the package to its first verdict.
//
// usage: node node.mjs <tarball> <folder to work in>

import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeContext } from "../lib/context.mjs";
import { run } from "../lib/exec.mjs";
import { medians, VERIFY } from "../lib/measure.mjs";

const STARTS = 21;

const script = (load) => `
const begun = performance.now();
const { verify } = ${load};
const loaded = performance.now();
${VERIFY}
const verified = performance.now();
console.log(JSON.stringify({ total: verified - begun, load: loaded - begun, verify: verified - loaded }));
`;
const scripts = {
  "import.mjs": script('await import("checkout-signature")'),
  "require.cjs": script('require("checkout-signature")'),
};

const [tarball, room] = process.argv.slice(2).map((argument) => path.resolve(argument));
const { project } = await makeContext(tarball, room);
const folder = project("measure");
for (const [name, source] of Object.entries(scripts)) {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  // The first one brings the files into memory.
  await run(process.execPath, [file]);
  const starts = [];
  while (starts.length < STARTS) starts.push(JSON.parse(await run(process.execPath, [file])));
  const { total, load, verify } = medians(starts);
  const how = path.parse(name).name;
  console.log(`Node ${process.version.slice(1)}, median of ${STARTS} fresh processes: ${total} ms from ${how} to the first verdict \
(${how} ${load} ms, first verify ${verify} ms)`);
}
