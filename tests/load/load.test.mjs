// Ten thousand callbacks over many connections: each hears the answer that it must hear, and leaves nothing behind.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { callback, secret, sign } from "../handler/harness.mjs";

const CONNECTIONS = 64;
/** The amount of payments that are in work until another delivery of them is answered. */
const HELD = 503;
const KiB = 1024;

// Twenty callbacks, again and again; `payment` says which of the block's payments one is about.
const BLOCK = [
  ...Array.from({ length: 12 }, (_, payment) => ({ kind: "payment", payment })),
  { kind: "at once", payment: 12 },
  { kind: "at once", payment: 12 },
  { kind: "again", payment: 0 },
  { kind: "again", payment: 1 },
  { kind: "another secret", payment: 13 },
  { kind: "changed", payment: 14 },
  { kind: "unsigned", payment: 15 },
  { kind: "altered", payment: 16 },
];
const PAYMENTS = 17;
const HANDLED = 13;
/** What the client must hear of a block, and what the handler must have told its log. */
const HEARD = {
  "payment 200": 12,
  "at once 200": 1,
  "at once 503": 1,
  "again 200": 2,
  "another secret 401": 1,
  "changed 401": 1,
  "unsigned 401": 1,
  "altered 400": 1,
};
const ANSWERS = {
  "200 handled": 13,
  "503 in-progress": 1,
  "200 already-handled": 2,
  "401 signature-mismatch": 2,
  "401 missing-signature": 1,
  "400 altered-whitespace": 1,
};

const WARM_UP = 250;
const BLOCKS = 500;
// V8 itself still settles by some 60 KiB, also under a bare server; a KiB kept of each refused callback would be 2,000.
const MOST_HEAP = 256 * KiB;
const MOST_EXTERNAL = 64 * KiB;
// What the operating system counts moves by some MiB of its own accord; a KiB kept of every callback would be ten.
const MOST_RESIDENT = 6 * KiB * KiB;
/** In bytes: a payment is remembered for 72 hours, by design, and this is what one may take. */
const MOST_REMEMBERED = 400;

test("A load of 10,000 callbacks over loopback with 64 connections: no error, and memory flat.", {
  timeout: 120_000,
}, async (t) => {
  const shop = await open(t);
  await load(shop, WARM_UP);
  const before = await forget(shop);
  shop.heard = {};
  const begun = performance.now();
  await load(shop, BLOCKS);
  const seconds = (performance.now() - begun) / 1000;

  assert.deepEqual(shop.heard, times(HEARD, BLOCKS));
  const loaded = await measure(shop);
  assert.deepEqual(less(loaded.answers, before.answers), times(ANSWERS, BLOCKS));
  assert.deepEqual(less(loaded.payments, before.payments), { handledOnce: HANDLED * BLOCKS, moreOften: 0 });
  assert.deepEqual(loaded.connections, { made: CONNECTIONS, open: CONNECTIONS });
  assert.equal(shop.sockets.size, CONNECTIONS);

  const after = await forget(shop);
  const remembered = (loaded.memory.heap - after.memory.heap) / (HANDLED * BLOCKS);
  const grown = less(after.memory, before.memory);
  t.diagnostic(`${Math.round((BLOCKS * BLOCK.length) / seconds)} callbacks a second`);
  t.diagnostic(`${Math.round(remembered)} bytes for each remembered payment`);
  t.diagnostic(`grown by, in KiB, once they are forgotten: ${JSON.stringify(times(grown, 1 / KiB))}`);
  assert.ok(grown.heap < MOST_HEAP, `the heap grew by ${grown.heap} bytes`);
  assert.ok(grown.external < MOST_EXTERNAL, `memory outside the heap grew by ${grown.external} bytes`);
  assert.ok(grown.resident < MOST_RESIDENT, `resident memory grew by ${grown.resident} bytes`);
  assert.ok(remembered < MOST_REMEMBERED, `a remembered payment takes ${remembered} bytes`);
});

/** Starts the server, with connections of its own; all of it ends with the test. */
async function open(t) {
  // V8 lets its young generation grow under load, by more than any leak that is looked for here: its size is held.
  const execArgv = ["--expose-gc", "--max-semi-space-size=1"];
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), [String(HELD)], { execArgv });
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`The server ended with ${code}.`)),
  );
  const agents = Array.from({ length: CONNECTIONS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  t.after(() => {
    for (const agent of agents) agent.destroy();
    child.kill();
  });
  const message = async () => (await Promise.race([once(child, "message"), ended]))[0];
  const { port } = await message();
  return { child, message, agents, port, sockets: new Set(), heard: {}, payments: 0 };
}

/** Sends so many blocks, each connection the next callback as soon as it has its answer. */
async function load(shop, blocks) {
  const first = shop.payments;
  shop.payments += blocks * PAYMENTS;
  /** Of each payment, the answer to its first delivery. */
  const answered = new Map();
  let next = 0;
  async function connection(agent) {
    while (next < blocks * BLOCK.length) {
      const { kind, payment } = BLOCK[next % BLOCK.length];
      const id = first + Math.floor(next / BLOCK.length) * PAYMENTS + payment;
      next += 1;
      if (kind === "again") await answered.get(id);
      const answer = deliver(shop, agent, kind, id);
      if (!answered.has(id)) answered.set(id, answer);
      await answer;
    }
  }
  await Promise.all(shop.agents.map(connection));
}

async function deliver(shop, agent, kind, id) {
  const paymentId = String(id).padStart(32, "0");
  let body = callback({ paymentId, ...(kind === "at once" && { amount: HELD }) });
  let authorization = sign(body, { secret: kind === "another secret" ? "another secret" : secret });
  if (kind === "changed") body = body.replace("2000", "2001");
  if (kind === "altered") body = body.replace(paymentId, `${paymentId.slice(0, 8)} ${paymentId.slice(8)}`);
  if (kind === "unsigned") authorization = undefined;
  const heard = `${kind} ${await post(shop, agent, `/${paymentId}`, body, authorization)}`;
  shop.heard[heard] = (shop.heard[heard] ?? 0) + 1;
}

function post({ port, sockets }, agent, path, body, authorization) {
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": body.length,
    ...(authorization && { authorization }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host: "127.0.0.1", port, method: "POST", path, headers }, (answer) => {
      answer
        .on("error", reject)
        .on("end", () => resolve(answer.statusCode))
        .resume();
    });
    outgoing
      .on("socket", (socket) => sockets.add(socket))
      .on("error", reject)
      .end(body);
  });
}

/** What the server has counted so far, and the memory that it holds. */
function measure({ child, message }) {
  child.send({ measure: true });
  return message();
}

/** Lets more than 72 hours pass: with the next callback, what was remembered is forgotten. Measures then. */
async function forget(shop) {
  // Collecting also drops compiled code, some of it only when it would run next: the first round is for that.
  for (let round = 0; ; round += 1) {
    shop.child.send({ hours: 73 });
    await deliver(shop, shop.agents[0], "payment", (shop.payments += 1) - 1);
    const measured = await measure(shop);
    if (round === 1) return measured;
  }
}

const each = (counts, change) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, change(count, name)]));
const times = (counts, factor) => each(counts, (count) => Math.round(count * factor));
const less = (counts, others) => each(counts, (count, name) => count - (others[name] ?? 0));
