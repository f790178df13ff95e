// From import to the first event, in fresh processes: the package, the same by hand with node:crypto, and an empty module.
//
// Each process measures itself, so that the start of Node is no part of it; they take turns.
//
// usage: node startup.mjs <the package's index.js> [rounds, 40] [the Node that is measured]

import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [index, rounds = "40", node = process.execPath] = process.argv.slice(2);

const secret = "a secret key for callbacks, 40 letters..";
const ids = { paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294", sessionId: "4e0d7dd3c12441fba02981f60732a13f" };
const body = JSON.stringify({ type: "payment-authorized", payload: { amount: 2000, ...ids } });
const authorization = `HMAC-SHA256 Signature=${createHmac("sha256", secret).update(body).digest("hex")}`;

const MODULES = {
  empty: "export function verify() {}",
  "by hand": `
    import { createHmac, timingSafeEqual } from "node:crypto";
    export function verify(text, authorization, { secret }) {
      const [, digits] = /^HMAC-SHA256 Signature=([0-9a-f]{64})$/.exec(authorization);
      const mac = createHmac("sha256", secret).update(text.replace(/\\s+/g, "")).digest();
      if (!timingSafeEqual(mac, Buffer.from(digits, "hex"))) throw new Error();
      return JSON.parse(text);
    }`,
};
const MEASURE = `
  const [, url, body, authorization, secret] = process.argv;
  const begun = performance.now();
  const { verify } = await import(url);
  const imported = performance.now();
  verify(body, authorization, { secret });
  console.log(JSON.stringify([performance.now() - begun, imported - begun]));`;

// Side by side, so that what Node looks up for a file is the same.
const folder = mkdtempSync(path.join(os.tmpdir(), "startup-"));
try {
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  for (const [name, code] of Object.entries(MODULES)) writeFileSync(path.join(folder, `${name}.js`), code);
  cpSync(index, path.join(folder, "the package.js"));
  compare([...Object.keys(MODULES), "the package"]);
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {string[]} names */
function compare(names) {
  /** @type {[total: number, imported: number][][]} */
  const seen = names.map(() => []);
  for (let round = -2; round < Number(rounds); round += 1) {
    const order = [...names.keys()];
    for (const at of round % 2 === 0 ? order : order.toReversed()) {
      const took = start(path.join(folder, `${names[at]}.js`));
      if (round >= 0) seen[at].push(took);
    }
  }
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  console.log(
    `Node ${version}: from import to the first event, ms above an empty module, of ${rounds} processes each`,
  );
  console.log("               least  median   of which import, least  median");
  for (const [at, name] of names.entries()) {
    const cells = [0, 1].flatMap((which) => {
      const least = (/** @type {number[][]} */ each) => Math.min(...each.map((times) => times[which]));
      const above = seen[at].map((times, round) => times[which] - seen[0][round][which]);
      return [least(seen[at]) - least(seen[0]), above.toSorted((a, b) => a - b)[above.length >> 1]];
    });
    const [total, median, imported, importedMedian] = cells.map((cell) => cell.toFixed(2).padStart(8));
    console.log(`${name.padEnd(12)}${total}${median}${imported.padStart(25)}${importedMedian}`);
  }
}

/** @param {string} file */
function start(file) {
  const args = [
    "--input-type=module",
    "--eval",
    MEASURE,
    pathToFileURL(file).href,
    body,
    authorization,
    secret,
  ];
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
