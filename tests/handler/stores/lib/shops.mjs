// Merchants' processes around one database, what they noted, and a sender that delivers to them.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { imported } from "./package.mjs";

const SHOP = fileURLToPath(new URL("shop.mjs", import.meta.url));
const secret = "correct horse battery staple";

/** What cannot be over by then never will be; no machine is so slow. */
const DEADLINE_MS = 120_000;

let payments = 0;
export const freshId = () => `e7dbc6b9fc2542c69eb53f9e${(payments += 1).toString(16).padStart(8, "0")}`;
export const freshIds = (count) => Array.from({ length: count }, freshId);

/** The file in which the shops of one test note what they do. */
export function openJournal(t) {
  const folder = mkdtempSync(path.join(tmpdir(), "checkout-signature-journal-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "journal");
  writeFileSync(file, "");
  const lines = () => readFileSync(file, "utf8").trimEnd().split("\n").filter(Boolean);
  return {
    file,
    lines,
    /** Lets the work go on that its shop holds; see `holdAt` of shop.mjs. */
    release: () => writeFileSync(`${file}.go`, ""),
    /** The processes that have noted this of a payment, in order. */
    pids: (what, paymentId) =>
      lines()
        .filter((line) => line.endsWith(` ${what} ${paymentId}`))
        .map((line) => Number(line.split(" ")[0])),
    count: (what) => lines().filter((line) => line.includes(` ${what} `)).length,
    /** What was answered other than 200, and how often. */
    answers() {
      const counts = {};
      for (const line of lines()) {
        const answer = / answered (.*)/.exec(line)?.[1];
        if (answer) counts[answer] = (counts[answer] ?? 0) + 1;
      }
      return counts;
    },
  };
}

/**
 * A kind of database and a client of it, as a merchant's process is told of them.
 *
 * @typedef {object} Kind
 * @property {string} kind
 * @property {string} client
 * @property {object} settings
 * @property {{ file?: string, env?: NodeJS.ProcessEnv }} [runtime] what runs the process, if it is not this Node
 */

/**
 * Starts a merchant's process, which ends with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {Kind} kind
 * @param {{ file: string }} journal
 * @param {object} [given] other settings of the shop
 */
export async function startShop(t, { kind, client, settings, runtime = {} }, journal, given = {}) {
  const shop = {
    kind,
    client,
    settings,
    journal: journal.file,
    secret,
    workMs: 10,
    storeTimeoutMs: 10_000,
    ...given,
  };
  const child = spawn(runtime.file ?? process.execPath, [SHOP], {
    env: { ...process.env, ...runtime.env, SHOP: JSON.stringify(shop) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const death = new AbortController();
  child.once("exit", () => death.abort());
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  t.after(kill);
  child.stdin.on("error", () => {});
  const [line] = await Promise.race([
    once(child.stdout, "data"),
    ended.then(([code]) => Promise.reject(new Error(`The shop ended with ${code} before it listened.`))),
  ]);
  const signal = (name) => child.kill(name);
  return {
    pid: child.pid,
    port: Number(line),
    isAlive,
    died: death.signal,
    kill,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
  };
}

/** @type {(count: number, ...given: Parameters<typeof startShop>) => Promise<Awaited<ReturnType<typeof startShop>>[]>} */
export const startShops = (count, ...given) =>
  Promise.all(Array.from({ length: count }, () => startShop(...given)));

/** One delivery of a payment; gives the status of the response, or 0 where there is none. */
export async function deliver({ port, died }, paymentId) {
  const payload = { amount: 2000, paymentId, sessionId: "4e0d7dd3c12441fba02981f60732a13f" };
  const body = JSON.stringify({ type: "payment-authorized", payload });
  const headers = { Authorization: imported.sign(body, { secret }) };
  // What is dead answers nothing, whatever its connections look like.
  const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), died]);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Delivers as the API does, again and again until 200. */
export async function deliverUntilHandled(shops, paymentId, { pauseMs = 50 } = {}) {
  const counts = {};
  let sent = 0;
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; await sleep(pauseMs)) {
    const status = await deliver(shops[sent % shops.length], paymentId);
    if (status === 200) return;
    sent += 1;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  throw new Error(`Payment ${paymentId} was never handled; statuses: ${JSON.stringify(counts)}`);
}

/** Runs a task for each item, some at a time. */
export async function forEachOf(items, atOnce, task) {
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) await task(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

export function shuffle(items) {
  const shuffled = [...items];
  for (let n = shuffled.length - 1; n > 0; n -= 1) {
    const other = Math.floor(Math.random() * (n + 1));
    [shuffled[n], shuffled[other]] = [shuffled[other], shuffled[n]];
  }
  return shuffled;
}

export async function until(condition, what) {
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline && !condition(); ) await sleep(20);
  if (!condition()) throw new Error(`Not within ${DEADLINE_MS} ms: ${what}`);
}
