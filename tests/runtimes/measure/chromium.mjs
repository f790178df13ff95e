// How long a page in Chromium takes from the import of the package to its first verdict.
//
// usage: node chromium.mjs <tarball> <folder to work in>

import { writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, find, openPage } from "../lib/browser.mjs";
import { makeContext } from "../lib/context.mjs";
import { medians, VERIFY } from "../lib/measure.mjs";
import { writePage } from "../lib/page.mjs";

const STARTS = 9;

// The pause lets the browser's own start end, which has nothing to do with the package.
const page = `
await new Promise((resolve) => setTimeout(resolve, 1000));
const begun = performance.now();
const { verify } = await import("./node_modules/checkout-signature/dist/index.js");
const imported = performance.now();
${VERIFY}
const verified = performance.now();
const [{ duration }] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/dist/index.js"));
globalThis.report({ start: { total: verified - begun, import: imported - begun, fetch: duration, verify: verified - imported } });
`;

const [tarball, room] = process.argv.slice(2).map((argument) => path.resolve(argument));
const { project } = await makeContext(tarball, room);
const { version, skipped } = await find(chromium);
if (skipped) {
  console.log(`SKIPPED  ${skipped}`);
  process.exit(process.env.CI ? 1 : 0);
}
const folder = project("measure");
writeFileSync(path.join(folder, "page.js"), page);
writePage(folder, "page.js");
const starts = [];
while (starts.length < STARTS) {
  const { start, error } = await openPage(chromium, folder);
  if (error) throw new Error(error);
  starts.push(start);
}
const { total, import: imported, fetch, verify } = medians(starts);
console.log(`Chromium ${version}, median of ${STARTS} fresh profiles: ${total} ms from import to the first verdict \
(import ${imported} ms, with ${fetch} ms to fetch the file from this machine; first verify ${verify} ms)`);
