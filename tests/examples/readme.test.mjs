// The trial that examples/README.md describes: its commands as they stand there, but on free ports.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../runtimes/lib/exec.mjs";
import { examples } from "./lib/examples.mjs";
import { consumer, examplesFolder } from "./lib/places.mjs";
import { freePort, listening, start } from "./lib/process.mjs";

const readme = readFileSync(path.join(examplesFolder, "README.md"), "utf8");
const fences = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)];
const blocks = (wanted) => fences.flatMap(([, language, text]) => (language === wanted ? [text] : []));
const [orders] = blocks("json");
const [shopLines, sendLines, sandboxLines, checkoutLines] = blocks("sh").map((block) =>
  block.trim().split("\n"),
);

/** A line of a shell's: what it sets, and the program with its arguments. */
function parsed(line) {
  const words = line.split(" ");
  const sets = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const [program, ...rest] = words.slice(sets);
  assert.ok(program === "node" || (program === "npx" && rest.shift() === "checkout-signature"), line);
  const command = path.join(consumer, "node_modules/checkout-signature/dist/cli.js");
  return {
    env: Object.fromEntries(words.slice(0, sets).map((word) => word.split("="))),
    args: program === "node" ? rest : [command, ...rest],
  };
}

test("the README's trial works as it is written", { timeout: 60_000 }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "a trial "));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const installed = "node_modules/checkout-signature";
  cpSync(path.join(consumer, installed), path.join(folder, installed), { recursive: true });
  for (const name of ["node-http.mjs", "checkout.mjs"])
    cpSync(path.join(examplesFolder, name), path.join(folder, name));
  writeFileSync(path.join(folder, "orders.json"), orders);
  const paid = () => readFileSync(path.join(folder, "paid.txt"), "utf8").split("\n").filter(Boolean).length;

  const [port, apiPort] = [await freePort(), await freePort()];
  const onPorts = (line) => line.replaceAll(":3000", `:${port}`).replaceAll(":4000", `:${apiPort}`);
  const [, secret] = /^export CHECKOUT_SECRET=(\S+)$/.exec(shopLines.shift());
  for (const lines of [sendLines, sandboxLines]) {
    assert.equal(lines.shift(), `export CHECKOUT_SECRET=${secret}`);
  }
  const env = { CHECKOUT_SECRET: secret, PORT: String(port), SHOP: `http://localhost:${port}` };

  const shop = start(t, [process.execPath, ...parsed(shopLines[0]).args], { cwd: folder, env });
  await listening(shop, `http://127.0.0.1:${port}`);

  const counts = [];
  for (const line of sendLines) {
    await run(process.execPath, parsed(onPorts(line)).args, { cwd: folder, env, patience: 20_000 });
    counts.push(paid());
  }
  assert.deepEqual([sendLines.length, counts], [3, [1, 2, 2]], shop.log());

  const api = start(t, [process.execPath, ...parsed(sandboxLines[0]).args, "--port", String(apiPort)], {
    cwd: folder,
    env,
  });
  await listening(api, `http://127.0.0.1:${apiPort}/sandbox`);
  const checkout = parsed(onPorts(checkoutLines[0]));
  const told = await run(process.execPath, checkout.args, { cwd: folder, env: { ...env, ...checkout.env } });
  const [, page] = /^Pay with Vipps: (\S+)$/m.exec(told);
  const approval = { method: "POST", body: new URLSearchParams({ decision: "approve" }) };
  const answer = await fetch(page, { ...approval, redirect: "manual" });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, `http://localhost:${port}/thanks`]);
  for (const deadline = Date.now() + 20_000; paid() < 3 && Date.now() < deadline; ) await sleep(20);
  assert.equal(paid(), 3, shop.log() + api.log());
});

test("every example is in the README's table, and in the list that is tried", () => {
  const files = readdirSync(examplesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(m?js|rs)$/.test(entry.name))
    .map((entry) =>
      path.relative(examplesFolder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
    );
  for (const file of files) assert.ok(readme.includes(`](${file})`), `the README names no ${file}`);
  const tried = examples.flatMap(({ files }) => files.map((file) => [].concat(file)[0]));
  assert.deepEqual(
    files.toSorted(),
    [...new Set([...tried, "checkout.mjs", "reconcile.mjs", "axum/src/main.rs"])].toSorted(),
  );
});
