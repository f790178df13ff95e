// The handler beside the same endpoint written by hand with node:crypto: how many callbacks each serves, and how much
// memory each holds after many of them.
//
// What is measured is the server: each is a process of its own, and one at a time has work. The client does little (it
// writes requests made beforehand, and reads statuses off raw sockets), so that of two cores it takes one and the
// server is what the other is busy with: "busy" is the share of the time in which the server did not wait.
//
// usage: node handler.mjs <the package's handler.js> [--quick]

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";

const [file, flag] = process.argv.slice(2);
const quick = flag === "--quick";
const CONNECTIONS = 64;
const ROUNDS = quick ? 5 : 21;
const CALLBACKS = quick ? 1000 : 3000;
const MANY = quick ? 10_000 : 100_000;
const MiB = 2 ** 20;

const secret = "a secret key for callbacks, 40 letters..";
let payments = 0;
const fresh = () => event(String((payments += 1)).padStart(32, "0"));
const sessionId = "4e0d7dd3c12441fba02981f60732a13f";
const event = (paymentId) => ({
  type: "payment-authorized",
  payload: { amount: 2000, paymentId, sessionId },
});
const known = Array.from({ length: 500 }, fresh);

/** What is sent, and the status that it must hear. */
const WORK = {
  "new payments": [() => post(JSON.stringify(fresh())), 200],
  "new payments, indented by four": [() => post(JSON.stringify(fresh(), null, 4)), 200],
  "the same payments again": [(n) => post(JSON.stringify(known[n % known.length])), 200],
  "refused: another secret": [() => post(JSON.stringify(fresh()), { key: "another secret" }), 401],
};

/** The bytes of a request. */
function post(body, { key = secret, authorization = [sign(body, key)], lines = [], method = "POST" } = {}) {
  const signed = authorization.map((value) => `Authorization: ${value}`);
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const head = [
    `${method} /callback HTTP/1.1`,
    "Host: 127.0.0.1",
    "Content-Type: application/json",
    length,
    ...signed,
    ...lines,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function sign(body, key) {
  return `HMAC-SHA256 Signature=${createHmac("sha256", key)
    .update(body.replace(/[\uFEFF\t\n ]+/g, ""))
    .digest("hex")}`;
}

await compare();
await remember();
process.exit();

async function compare() {
  const servers = [await start(file), await start("")];
  await sameAnswers(servers);
  console.log(`Node ${process.version}; ${CONNECTIONS} connections, kept alive`);
  console.log(
    `medians of ${ROUNDS} rounds of ${CALLBACKS} callbacks, interleaved; ratios: more than 1 is for the package\n`,
  );
  console.log(
    "                                    ratio of    callbacks a second    CPU, µs a callback               busy, %",
  );
  console.log(
    "                                 rates   CPU    package    by hand    package    by hand    package    by hand",
  );
  for (const [name, [make, status]] of Object.entries(WORK)) {
    const rounds = [];
    for (let round = -3; round < ROUNDS; round += 1) {
      const pair = [];
      // Whoever is first may find the machine in another state: they take turns.
      for (const which of round % 2 ? [0, 1] : [1, 0])
        pair[which] = await measure(servers[which], make, status);
      if (round >= 0) rounds.push(pair);
    }
    const of = (value) => median(rounds.map(value));
    const both = (what) => [of(([ours]) => ours[what]), of(([, theirs]) => theirs[what])];
    const cells = [...both("rate"), ...both("cpu"), ...both("busy")].map((value) =>
      value.toFixed(0).padStart(11),
    );
    // Others who work on the machine disturb the rates, and the CPU time much less.
    const ratios = [
      of(([ours, theirs]) => ours.rate / theirs.rate),
      of(([ours, theirs]) => theirs.cpu / ours.cpu),
    ];
    console.log(
      `${name.padEnd(32)}${ratios.map((ratio) => ratio.toFixed(2).padStart(6)).join("")}${cells.join("")}`,
    );
  }
  for (const { child } of servers) child.kill();
}

async function remember() {
  // Otherwise the resident memory is that of V8's young generation, which grows with the load for minutes.
  const flags = ["--max-semi-space-size=1"];
  console.log(`\nmemory after a collection, MiB, before and after ${MANY} callbacks; ${flags}\n`);
  console.log(
    "                                                       resident               heap    heap, bytes a callback",
  );
  for (const what of ["new payments", "the same payments again", "refused: another secret"])
    await row("checkout-signature", file, what);
  await row("by hand", "", "new payments");

  async function row(who, file, what) {
    const server = await start(file, flags);
    for (const [make, status] of Object.values(WORK)) await drive(server, requests(make, 2500), status);
    const before = await ask(server, "memory");
    const [make, status] = WORK[what];
    for (let sent = 0; sent < MANY; sent += 5000) await drive(server, requests(make, 5000), status);
    const after = await ask(server, "memory");
    server.child.kill();
    const change = (name) =>
      `${(before[name] / MiB).toFixed(1)} → ${(after[name] / MiB).toFixed(1).padStart(5)}`.padStart(19);
    const each = ((after.heap - before.heap) / MANY).toFixed(0).padStart(12);
    console.log(`${who.padEnd(20)}${what.padEnd(24)}${change("rss")}${change("heap")}${each}`);
  }
}

async function start(file, flags = []) {
  const script = fileURLToPath(new URL("handler-server.mjs", import.meta.url));
  const execArgv = ["--expose-gc", ...flags];
  const child = fork(script, [file], { execArgv, env: { ...process.env, SECRET: secret } });
  child.on("exit", (code) => code && assert.fail(`A server ended with ${code}.`));
  const [port] = await once(child, "message");
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  return { child, port, sockets };
}

/** A connection; `heard` is called with the head of each answer: none of them has a body. */
async function open(port) {
  const connection = { socket: connect(port, "127.0.0.1").setNoDelay(), heard: undefined };
  let head = "";
  connection.socket.on("data", (bytes) => {
    head += bytes.toString("latin1");
    if (!head.endsWith("\r\n\r\n")) return;
    const whole = head;
    head = "";
    connection.heard(whole);
  });
  await once(connection.socket, "connect");
  return connection;
}

function requests(make, count) {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** Sends requests, each connection the next one as soon as it has its answer. */
function drive({ sockets }, requests, status) {
  const begins = `HTTP/1.1 ${status} `;
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      let [next, answered] = [0, 0];
      for (const connection of sockets) {
        const send = () => next < requests.length && connection.socket.write(requests[next++]);
        connection.heard = (head) => {
          if (!head.startsWith(begins)) reject(new Error(`${status} was expected: ${head}`));
          answered += 1;
          if (answered === requests.length) resolve();
          else send();
        };
        send();
      }
    })
  );
}

async function measure(server, make, status) {
  const sent = requests(make, CALLBACKS);
  const before = await ask(server, "time");
  const begun = performance.now();
  await drive(server, sent, status);
  const seconds = (performance.now() - begun) / 1000;
  const after = await ask(server, "time");
  const [active, idle] = [after.active - before.active, after.idle - before.idle];
  return {
    rate: CALLBACKS / seconds,
    cpu: (after.cpu - before.cpu) / CALLBACKS,
    busy: (100 * active) / (active + idle),
  };
}

async function ask({ child }, what) {
  child.send(what);
  const [answer] = await once(child, "message");
  return answer;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

/** What does less is no peer: both must give the same answers, to the last header. */
async function sameAnswers(servers) {
  const paid = fresh();
  const body = JSON.stringify(paid);
  const good = sign(body, secret);
  const capitals = good.replace(/=(.*)/, (_, hex) => `="${hex.toUpperCase()}"`);
  /** @type {[name: string, status: number, request: any][]} */
  const probes = [
    ["handled", 200, post(body)],
    ["handled before", 200, post(body)],
    ["the id with hyphens", 200, post(body.replace(/0{8}(?=0)/, "00000000-"))],
    ["indented", 200, post(JSON.stringify(fresh(), null, "\t \n"))],
    ["a byte order mark", 200, post(`\uFEFF${JSON.stringify(fresh())}`)],
    ["a quoted signature in capitals", 200, post(body, { authorization: [capitals] })],
    ["another event", 200, post('{"type":"payment-moved"}')],
    ["unsigned", 401, post(body, { authorization: [] })],
    ["two signatures", 401, post(body, { authorization: [good, good] })],
    ["63 digits", 401, post(body, { authorization: [good.slice(0, -1)] })],
    ["another algorithm", 401, post(body, { authorization: [good.replace("256", "512")] })],
    ["another secret", 401, post(body, { key: "another secret" })],
    ["changed", 401, post(body.replace("2000", "2001"), { authorization: [good] })],
    ["a space in the id", 400, post(body.replace("00000000", "0000 0000"))],
    ["a negative amount", 400, post(body.replace("2000", "-1"))],
    ["no JSON", 400, post("paid")],
    ["a GET", 405, post("", { method: "GET" })],
    ["compressed", 415, post(body, { lines: ["Content-Encoding: gzip"] })],
    // Its beginning is enough: nothing more is read.
    ["too large", 413, post(JSON.stringify({ ...paid, filler: "x".repeat(MiB) })).subarray(0, 500)],
  ];
  for (const [name, status, request] of probes) {
    const heads = await Promise.all(servers.map((server) => probe(server, request)));
    assert.match(heads[0], new RegExp(`^HTTP/1.1 ${status} `), name);
    assert.equal(lines(heads[0]), lines(heads[1]), name);
  }
}

/** Without the clock, and whether the connection stays: that depends on how much of a refused request had arrived. */
function lines(head) {
  return head
    .split("\r\n")
    .filter((line) => !/^(Date|Connection|Keep-Alive): /.test(line))
    .sort()
    .join("\n");
}

async function probe({ port }, request) {
  const connection = await open(port);
  const head = await new Promise((resolve) => {
    connection.heard = resolve;
    connection.socket.on("error", () => {}).write(request);
  });
  connection.socket.destroy();
  return head;
}
