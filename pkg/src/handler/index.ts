// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.

import { GONE, pieces, read, TOO_LONG } from "../shared/read-body.ts";
import { checked } from "./options.ts";
import { ABORTED, Delivery, ENCODED, failure, METHOD_NOT_ALLOWED, TOO_LARGE } from "./process.ts";
import { MemoryStore } from "./stores/memory.ts";

export { MemoryStore };

/**
 * A handler of callbacks for every fetch-style runtime. Documented in handler.d.ts.
 *
 * @param {unknown} options
 * @returns {(request: Request) => Promise<Response>}
 */
export function createHandler(options) {
  const receive = receiver(options);
  return async (request) => {
    const { headers } = request;
    const answer = await receive({
      method: request.method,
      encoding: headers.get("content-encoding"),
      length: headers.get("content-length"),
      headers,
      body: () => (request.bodyUsed ? usedBody() : pieces(request)),
    });
    return new Response(null, { status: answer.status, headers: answer.headers });
  };
}

/**
 * The same for node:http, Express and Fastify. Documented in handler.d.ts.
 *
 * @param {unknown} options
 * @returns {(request: any, response: any) => Promise<void>}
 */
export function nodeHandler(options) {
  const receive = receiver(options);
  return async (request, response) => {
    // Fastify wraps Node's objects, and keeps the body that its parser made.
    const [incoming, outgoing] = [request.raw ?? request, response.raw ?? response];
    if (outgoing !== response) response.hijack?.();
    const answer = await receive({
      method: incoming.method,
      encoding: incoming.headers["content-encoding"],
      length: incoming.headers["content-length"],
      // Of two Authorization lines `headers` keeps one; this keeps both, and they are refused.
      headers: incoming.headersDistinct ?? incoming.headers,
      body: () => request.body ?? incoming,
      framework: incoming !== request ? "Fastify" : request.app ? "Express" : "",
    });
    if (outgoing.destroyed) return;
    // What was not read must not be taken for the next request on this connection.
    if (!incoming.complete) outgoing.shouldKeepAlive = false;
    outgoing.writeHead(answer.status, { "Content-Length": 0, ...answer.headers }).end();
  };
}

/** How each framework leaves a body raw. @type {Record<string, string>} */
const RAW_BODY = {
  Express: 'put this route before express.json(), or give it express.raw({ type: "*/*" }).',
  Fastify:
    'in the plugin of this route: removeAllContentTypeParsers(), then addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body)).',
  "": "take the body before anything parses it; in Next.js's pages/api: export const config = { api: { bodyParser: false } }.",
};

/**
 * @typedef {object} Received
 * @property {string} method
 * @property {string | null | undefined} encoding
 * @property {string | null | undefined} length
 * @property {any} headers
 * @property {() => any} body the raw body, or a stream of its bytes
 * @property {string} [framework] which has brought it
 */

/**
 * @param {unknown} given
 * @returns {(received: Received) => Promise<import("./process.ts").Answer>}
 */
function receiver(given) {
  const options = checked(given);
  const delivery = new Delivery({ ...options, store: options.store ?? new MemoryStore() });
  const most = options.maxBodyBytes ?? 2 ** 20;

  /** @param {Received} received */
  async function answerTo({ method, encoding, length, headers, body, framework = "" }) {
    if (method !== "POST") return METHOD_NOT_ALLOWED;
    if (encoding && encoding.toLowerCase() !== "identity") return ENCODED;
    if (Number(length) > most) return TOO_LARGE;
    const given = body();
    if (typeof given === "string" || given instanceof Uint8Array) return delivery.handle(given, headers);
    if (typeof given?.[Symbol.asyncIterator] !== "function") {
      return failure(
        "body-not-raw",
        `The body was parsed, so the signed bytes are gone: ${RAW_BODY[framework]}`,
        undefined,
      );
    }
    const raw = await read(given, most);
    if (raw === TOO_LONG) return TOO_LARGE;
    return raw === GONE ? ABORTED : delivery.handle(raw, headers);
  }

  return async (received) => {
    const answer = await answerTo(received).catch((error) =>
      failure("internal", "The callback could not be handled.", error),
    );
    tell(options.onAnswer, answer);
    return answer;
  };
}

/**
 * Tells the log, and does not wait for it: one that fails must not turn a handled payment into another answer.
 *
 * @param {(answer: import("./process.ts").Answer) => unknown} onAnswer
 * @param {import("./process.ts").Answer} answer
 */
async function tell(onAnswer, answer) {
  try {
    await onAnswer(answer);
  } catch {
    // Whoever writes a log has no other one to complain to.
  }
}

/** @returns {never} */
function usedBody() {
  throw new TypeError(
    "The request's body was read before: give the handler the request first, or a clone of it.",
  );
}
