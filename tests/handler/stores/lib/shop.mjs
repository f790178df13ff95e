// A merchant's process: receives callbacks, and writes an order for each payment in the way of its database.
//
// SHOP: { kind, client, settings, options, secret, journal, workMs, storeTimeoutMs, clockJumps, holdAt }. `holdAt` is "began" or
// "wrote": the work waits there until the test releases it.

import { once } from "node:events";
import { appendFileSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { handler } from "./package.mjs";

const { kind, client, settings, options, secret, journal, workMs, storeTimeoutMs, clockJumps, holdAt } =
  JSON.parse(process.env.SHOP);

if (clockJumps) {
  const now = Date.now;
  const jump = () => (Math.random() - 0.5) * 100 * 24 * 60 * 60 * 1000;
  Date.now = () => now() + jump();
}

// One write with O_APPEND: lines of several processes do not mix.
const note = (what, paymentId) => appendFileSync(journal, `${process.pid} ${what} ${paymentId}\n`);

/** Notes how far the work has come, and takes its time. */
async function reach(what, paymentId) {
  note(what, paymentId);
  if (what !== holdAt) return sleep(Math.random() * workMs);
  while (!existsSync(`${journal}.go`)) await sleep(20);
}

const { openShop } = await import(`../${kind}/kind.mjs`);
const { store, write } = await openShop(client, settings, options);

const listener = handler.nodeHandler({
  secret,
  store,
  storeTimeoutMs,
  async onPaymentAuthorized({ payload: { paymentId } }, { transaction, signal }) {
    signal?.addEventListener("abort", () => note("aborted", paymentId));
    await reach("began", paymentId);
    const written = await write(transaction, paymentId);
    await reach("wrote", paymentId);
    note("ended", paymentId);
    return written;
  },
  onAnswer: ({ status, code, error }) => {
    if (status === 200) return;
    note("answered", `${status} ${code} ${String(error?.message ?? error ?? "").replaceAll("\n", " ")}`);
  },
});
const server = createServer(listener).listen(0, "127.0.0.1");
// On a slow machine the sender may be about to use a connection that ends for want of use.
server.keepAliveTimeout = 60_000;
await once(server, "listening");
console.log(server.address().port);

// The test holds the other end: whatever happens to it, this process ends with it.
process.stdin.on("end", () => process.exit()).resume();
