// Serves a function from requests to responses by node:http.

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { ChunkJoiner } from "../../shared/read-body.ts";

interface ListenerOptions {
  /** The longest body that is read, in bytes. */
  readonly maxBodyBytes: number;
  readonly onError: (error: unknown) => void;
}

export function createListener(
  handle: (request: Request) => Promise<Response>,
  { maxBodyBytes, onError }: ListenerOptions,
): RequestListener {
  return async (incoming, outgoing) => {
    try {
      const request = await createRequest(incoming, maxBodyBytes);
      await write(request instanceof Response ? request : await respond(request), incoming, outgoing);
    } catch {
      // The client went away during the request or the response.
      outgoing.destroy();
    }
  };

  async function respond(request: Request): Promise<Response> {
    try {
      return await handle(request);
    } catch (error) {
      onError(error);
      return new Response(null, { status: 500 });
    }
  }
}

/** Makes the request, or the response that refuses it. */
async function createRequest(incoming: IncomingMessage, maxBodyBytes: number): Promise<Request | Response> {
  const { method = "GET", headers, url = "/" } = incoming;
  // The server has checked the host's name.
  const host = headers.host ?? "127.0.0.1";
  if (!url.startsWith("/")) return new Response(null, { status: 400 });
  if (Number(headers["content-length"]) > maxBodyBytes) return new Response(null, { status: 413 });
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming, maxBodyBytes) : new Uint8Array(0);
  if (!body) return new Response(null, { status: 413 });
  try {
    return new Request(`http://${host}${url}`, {
      method,
      headers: listHeaders(incoming),
      body: body.length > 0 ? (body as Uint8Array<ArrayBuffer>) : null,
    });
  } catch {
    // A method or a header that no Request can have: TRACE, for one.
    return new Response(null, { status: 400 });
  }
}

/** Reads the body; `undefined` where it is longer than the limit. Rejects where the client goes away. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const joiner = new ChunkJoiner(maxBytes);
  // Leaving the loop must not destroy the connection, since a response follows.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (!joiner.add(chunk)) return undefined;
  }
  return joiner.join();
}

/** Lists every header line, also those that Node's own object leaves out. */
function listHeaders({ rawHeaders }: IncomingMessage): [name: string, value: string][] {
  return rawHeaders.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""]] : [],
  );
}

async function write(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  // What was not read must not be taken for the next request on this connection.
  if (!incoming.complete) outgoing.shouldKeepAlive = false;
  if (response.body && incoming.method !== "HEAD") {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing);
    return;
  }
  await response.body?.cancel();
  // A HEAD request leaves out a body that has a length; no body has the length 0.
  if (incoming.method !== "HEAD") outgoing.setHeader("content-length", 0);
  outgoing.end();
}
