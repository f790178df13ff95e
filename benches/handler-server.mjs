// The endpoints that handler.mjs puts side by side, each in a process of its own: the package's handler, and the same
// written by hand.
//
// usage: forked by handler.mjs with --expose-gc; argument: the package's handler.js, or nothing for the one by hand

import { isUtf8 } from "node:buffer";
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const answers = {};
const options = {
  secret: process.env.SECRET,
  async onPaymentAuthorized() {},
  onAnswer: ({ status, code }) => (answers[`${status} ${code}`] = (answers[`${status} ${code}`] ?? 0) + 1),
};

const file = process.argv[2];
const listener = file
  ? (await import(pathToFileURL(path.resolve(file)).href)).nodeHandler(options)
  : byHand(options);
const server = createServer(listener);
// Its connections rest while the other server is measured.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1");
await once(server, "listening");

process.on("message", async (what) => process.send(what === "memory" ? await memory() : time()));
process.on("disconnect", () => process.exit());
process.send(server.address().port);

/** What this process has worked and waited so far. */
function time() {
  const { user, system } = process.cpuUsage();
  const { active, idle } = performance.eventLoopUtilization();
  return { cpu: user + system, active, idle };
}

/** In bytes, after everything has gone that can go. */
async function memory() {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc();
    await sleep(20);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

// By hand, with care, and for speed where it is free: events rather than an async iterator, a keyed state made once,
// one regular expression. It leaves out what the package does beyond that: options, stores, leases that run out,
// duplicate members in the JSON, amounts that are no integer literal.
function byHand({ secret, onPaymentAuthorized, onAnswer }) {
  const MOST = 2 ** 16;
  const REMEMBERED = 72 * 60 * 60 * 1000;
  const WHITESPACE = /[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g;
  const HEADER = /^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1[ \t]*$/i;
  const key = createSecretKey(Buffer.from(secret));
  /** Until when a payment is remembered, by its id; Infinity while it is being handled. */
  const payments = new Map();
  setInterval(() => {
    const now = Date.now();
    for (const [id, until] of payments) if (until <= now) payments.delete(id);
  }, 60_000).unref();

  const empty = { "Content-Length": 0 };
  const HANDLED = { status: 200, code: "handled", headers: empty };
  const AGAIN = { status: 200, code: "already-handled", headers: empty };
  const UNKNOWN = { status: 200, code: "unknown-event", headers: empty };
  const BUSY = { status: 503, code: "in-progress", headers: { ...empty, "Retry-After": "60" } };
  const FAILED = { status: 500, code: "handler-failed", headers: empty };
  const UNSIGNED = {
    status: 401,
    code: "unsigned",
    headers: { ...empty, "WWW-Authenticate": "HMAC-SHA256" },
  };
  const MALFORMED = { status: 400, code: "malformed-event", headers: empty };
  const ALTERED = { status: 400, code: "altered-whitespace", headers: empty };
  const METHOD = { status: 405, code: "method-not-allowed", headers: { ...empty, Allow: "POST" } };
  const TOO_LARGE = { status: 413, code: "body-too-large", headers: empty };
  const ENCODED = { status: 415, code: "content-encoding", headers: empty };

  return (request, response) => {
    const answer = (answer) => {
      onAnswer(answer);
      if (response.destroyed) return;
      // What was not read must not be taken for the next request.
      if (!request.complete) response.shouldKeepAlive = false;
      response.writeHead(answer.status, answer.headers).end();
    };
    // A request without a body is complete a moment later, and keeps its connection.
    const refuse = (why) => void setImmediate(answer, why);
    const { method, headers } = request;
    if (method !== "POST") return refuse(METHOD);
    const encoding = headers["content-encoding"];
    if (encoding && encoding.toLowerCase() !== "identity") return refuse(ENCODED);
    if (Number(headers["content-length"]) > MOST) return refuse(TOO_LARGE);
    const pieces = [];
    let length = 0;
    const take = (piece) => {
      length += piece.length;
      if (length <= MOST) return void pieces.push(piece);
      request.off("data", take).off("end", end).pause();
      answer(TOO_LARGE);
    };
    const end = () => {
      const body = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
      // Of two Authorization lines `headers` keeps one: they are refused.
      const authorization = request.headersDistinct.authorization;
      handle(body, authorization?.length === 1 ? authorization[0] : "").then(answer);
    };
    request
      .on("data", take)
      .on("end", end)
      .on("error", () => {});
  };

  async function handle(body, authorization) {
    const match = HEADER.exec(authorization);
    // The bytes are signed: those that decode to the same text must not share a signature.
    if (!match || !isUtf8(body)) return UNSIGNED;
    const decoded = body.toString();
    const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
    const stripped = text.replace(WHITESPACE, "");
    const mac = createHmac("sha256", key).update(stripped).digest();
    if (!timingSafeEqual(mac, Buffer.from(match[2], "hex"))) return UNSIGNED;

    const signed = read(stripped);
    if (!signed) return MALFORMED;
    const event = stripped === text ? signed : read(text);
    if (!event || event.type !== signed.type) return ALTERED;
    if (event.type !== "payment-authorized") return UNKNOWN;
    const same = ["amount", "paymentId", "sessionId"].every(
      (name) => event.payload[name] === signed.payload[name],
    );
    if (!same) return ALTERED;

    const id = event.payload.paymentId.replaceAll("-", "").toLowerCase();
    const until = payments.get(id);
    if (until === Infinity) return BUSY;
    if (until > Date.now()) return AGAIN;
    payments.set(id, Infinity);
    try {
      await onPaymentAuthorized(event);
    } catch {
      payments.delete(id);
      return FAILED;
    }
    payments.set(id, Date.now() + REMEMBERED);
    return HANDLED;
  }

  function read(text) {
    try {
      const event = JSON.parse(text);
      if (typeof event?.type !== "string") return undefined;
      if (event.type !== "payment-authorized") return event;
      const { amount, paymentId, sessionId } = event.payload;
      const ids = [paymentId, sessionId].every((id) => typeof id === "string" && id !== "");
      return ids && Number.isSafeInteger(amount) && amount >= 0 ? event : undefined;
    } catch {
      return undefined;
    }
  }
}
