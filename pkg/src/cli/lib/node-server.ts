// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A function from requests to responses, served by node:http.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const HOST = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/**
 * @param {(request: Request) => Promise<Response>} handle
 * @param {{ most: number, onError: (error: unknown) => void }} options the longest body that is read, in bytes
 * @returns {import("node:http").RequestListener}
 */
export function nodeListener(handle, { most, onError }) {
  return async (incoming, outgoing) => {
    try {
      const request = await requestOf(incoming, most);
      await write(request instanceof Response ? request : await answer(request), incoming, outgoing);
    } catch {
      // The client went away while it sent or was sent something.
      outgoing.destroy();
    }
  };

  /** @param {Request} request */
  async function answer(request) {
    try {
      return await handle(request);
    } catch (error) {
      onError(error);
      return new Response(null, { status: 500 });
    }
  }
}

/**
 * The request, or the response that refuses it.
 *
 * @param {import("node:http").IncomingMessage} incoming
 * @param {number} most
 */
async function requestOf(incoming, most) {
  const { method = "GET", headers, url = "/" } = incoming;
  const host = headers.host ?? "127.0.0.1";
  if (!url.startsWith("/") || !HOST.test(host)) return new Response(null, { status: 400 });
  if (Number(headers["content-length"]) > most) return new Response(null, { status: 413 });
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await bytes(incoming, most) : undefined;
  if (body === null) return new Response(null, { status: 413 });
  try {
    return new Request(`http://${host}${url}`, {
      method,
      headers: headerPairs(incoming),
      body: body?.length ? body : null,
    });
  } catch {
    // A method or a header that no Request can have: TRACE, for one.
    return new Response(null, { status: 400 });
  }
}

/**
 * The body; null where it is longer than the limit.
 *
 * @param {import("node:http").IncomingMessage} incoming
 * @param {number} most
 */
async function bytes(incoming, most) {
  /** @type {Buffer[]} */
  const pieces = [];
  let length = 0;
  // A loop that is left would destroy the connection before the answer.
  for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
    length += piece.length;
    if (length > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/**
 * Every header line, also those that Node's own object leaves out.
 *
 * @param {import("node:http").IncomingMessage} incoming
 * @returns {[string, string][]}
 */
function headerPairs({ rawHeaders }) {
  return rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [/** @type {[string, string]} */ ([name, rawHeaders[at + 1] ?? ""])] : [],
  );
}

/**
 * @param {Response} response
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 */
async function write(response, incoming, outgoing) {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  // What was not read must not be taken for the next request on this connection.
  if (!incoming.complete) outgoing.shouldKeepAlive = false;
  if (response.body && incoming.method !== "HEAD") {
    await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), outgoing);
    return;
  }
  await response.body?.cancel();
  // What a HEAD leaves out has a length; nothing has none.
  if (incoming.method !== "HEAD") outgoing.setHeader("content-length", 0);
  outgoing.end();
}
