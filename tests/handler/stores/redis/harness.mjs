// Merchants' processes around one Redis, what they noted, and a sender that delivers to them.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { callback, post, secret } from "../../harness.mjs";

const SHOP = fileURLToPath(new URL("shop.mjs", import.meta.url));

/** The file in which the shops of one test note what they handle. */
export function notebook(t) {
  const folder = mkdtempSync(path.join(tmpdir(), "checkout-signature-notes-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "notes");
  writeFileSync(file, "");
  const read = () => readFileSync(file, "utf8").trimEnd().split("\n").filter(Boolean);
  return {
    file,
    /** The processes that have noted this of a payment, in order. */
    pids: (what, paymentId) =>
      read()
        .filter((line) => line.endsWith(` ${what} ${paymentId}`))
        .map((line) => Number(line.split(" ")[0])),
    count: (what) => read().filter((line) => line.includes(` ${what} `)).length,
  };
}

/** Starts a shop, which ends with the test. */
export async function shop(t, redis, notes, { leaseMs = 60_000, timeoutMs = 5000, workMs = 5 } = {}) {
  const settings = JSON.stringify({
    redis: redis.url,
    notes: notes.file,
    leaseMs,
    timeoutMs,
    workMs,
    secret,
  });
  const child = spawn(process.execPath, [SHOP], {
    env: { ...process.env, SHOP: settings },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const alive = () => child.exitCode === null && child.signalCode === null;
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  t.after(kill);
  const [line] = await Promise.race([
    once(child.stdout, "data"),
    ended.then(([code]) => Promise.reject(new Error(`The shop ended with ${code} before it listened.`))),
  ]);
  return { pid: child.pid, port: Number(line), alive, kill };
}

/** One delivery of a payment; gives the status that its sender hears. */
export async function deliver({ port }, paymentId) {
  const answer = await post(port, callback({ paymentId }), { signal: AbortSignal.timeout(20_000) });
  await answer.arrayBuffer();
  return answer.status;
}

/** Delivers as the API does, again and again until 200; gives every status heard. */
export async function deliverUntilHandled(
  shops,
  paymentId,
  { pauseMs = 50, forMs = 30_000, heard = () => {} } = {},
) {
  const statuses = [];
  for (const deadline = Date.now() + forMs; Date.now() < deadline; await sleep(pauseMs)) {
    const sentAt = performance.now();
    const status = await deliver(shops[statuses.length % shops.length], paymentId);
    statuses.push(status);
    heard(status, sentAt);
    if (status === 200) return statuses;
  }
  throw new Error(`Payment ${paymentId} was never handled: ${statuses}`);
}

export async function until(condition, what) {
  for (let n = 0; n < 500 && !condition(); n += 1) await sleep(10);
  if (!condition()) throw new Error(`Not within five seconds: ${what}`);
}
