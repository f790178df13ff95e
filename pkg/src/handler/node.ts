// Node's requests and responses: node:http, HTTP/2, and what Express, Fastify, Koa, Hapi and NestJS make of them.

import { viewBytes } from "../shared/bytes.ts";
import type { RawBodyFramework } from "../shared/raw-body-advice.ts";
import { ABORTED, answerFailure, answerNotRaw, type HandlerAnswer } from "./answers.ts";
import { readNodeBody } from "./node-body.ts";
import { readNodeHeaders } from "./node-headers.ts";
import type { CallbackProcessor, IncomingCallback } from "./process.ts";

/** It is there wherever Node's requests are. */
declare function setImmediate(callback: () => void): unknown;

/** Node's IncomingMessage, or what a framework makes of it: as much as has to be there. */
export interface NodeRequest {
  /** Asked where `rawHeaders` has no Authorization. */
  headers: object;
  /** The HTTP method. */
  method?: string | undefined;
}

/** Node's ServerResponse, Express's response or Fastify's reply. */
export type NodeResponse = object;

/** What is used of a request, if it is there: frameworks and tests bring their own. */
export interface IncomingMessage {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly rawHeaders?: unknown;
  /** Fastify's request has Node's in here. */
  readonly raw?: IncomingMessage;
  readonly app?: unknown;
  readonly body?: unknown;
  readonly rawBody?: unknown;
  readonly complete?: boolean;
  readonly aborted?: boolean;
  readonly destroyed?: boolean;
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  readonly readableEncoding?: string | null;
  on(event: string, listener: (argument: never) => void): unknown;
  pause(): unknown;
  isPaused?(): boolean;
  resume(): unknown;
}

/** What is used of a response. */
export interface ServerResponse {
  readonly raw?: ServerResponse;
  readonly headersSent?: boolean;
  readonly writableEnded?: boolean;
  readonly destroyed?: boolean;
  shouldKeepAlive?: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(): unknown;
  destroy?(): unknown;
  /** Fastify's: from here on the response is the handler's. */
  hijack?(): unknown;
}

/** Whether these are Node's request and response, or a framework's. */
export function isNodePair(request: unknown, response: unknown): boolean {
  return (
    typeof request === "object" &&
    request !== null &&
    "headers" in request &&
    typeof response === "object" &&
    response !== null &&
    typeof unwrapResponse(response as ServerResponse).writeHead === "function"
  );
}

/** Answers a request of Node's. Never rejects. */
export async function handleNodeRequest(
  processor: CallbackProcessor<unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await processor.process(() => {
    if (unwrapResponse(response) !== response) response.hijack?.();
    return openRequest(request);
  });
  try {
    const incoming = unwrapRequest(request);
    // A body that has arrived already is taken in a moment later, and the connection can then be kept.
    if (incoming.complete === false) await new Promise<void>((resolve) => setImmediate(resolve));
    send(incoming, unwrapResponse(response), answer);
  } catch (error) {
    const { status, code } = answer;
    processor.report(
      answerFailure("not-sent", `The answer ${status} ${code} could not be sent. ${NOT_SENT_ADVICE}`, error),
    );
    if (!(error instanceof HasBegun)) closeUnanswered(response);
  }
}

/** Something else has begun a response: that one is not ours to close. */
class HasBegun extends Error {}

const NOT_SENT_ADVICE =
  "If something before the handler has begun a response (a time limit, another route), let it leave this path alone.";

/** Nobody else will answer: the sender must not wait for it. */
function closeUnanswered(response: ServerResponse): void {
  try {
    const outgoing = unwrapResponse(response);
    if (!outgoing.writableEnded) outgoing.destroy?.();
  } catch {
    // It cannot be closed either.
  }
}

/** Fastify wraps Node's objects; everyone else passes them on. */
function unwrapRequest(request: IncomingMessage): IncomingMessage {
  return unwrap(request, "headers");
}

function unwrapResponse(response: ServerResponse): ServerResponse {
  return unwrap(response, "writeHead");
}

/** What is called `raw`, if it has this member too: others keep the body's bytes there. */
function unwrap<T extends { readonly raw?: T }>(value: T, member: keyof T): T {
  try {
    const inner = value.raw ?? value;
    return inner[member] ? inner : value;
  } catch {
    return value;
  }
}

function openRequest(request: IncomingMessage): IncomingCallback {
  const incoming = unwrapRequest(request);
  return {
    method: incoming.method,
    headers: readNodeHeaders(incoming),
    takeBody: () => takeBody(request, incoming),
    readBody: (maxBytes, timeoutMs) =>
      readNodeBody(incoming, maxBytes, timeoutMs, () => guessFrameworks(request, incoming)),
  };
}

/** What a framework or a middleware has left of a body that it has read. */
function takeBody(
  request: IncomingMessage,
  incoming: IncomingMessage,
): Uint8Array | string | HandlerAnswer | undefined {
  const { body } = request;
  const bytes = viewBytes(body);
  if (bytes) return bytes;
  const wasRead = incoming.readableDidRead === true || incoming.readableEnded === true;
  // Some parsers leave an empty object where they have read nothing.
  if (!wasRead && typeof body !== "string" && typeof incoming.on === "function") return undefined;
  const rawBody = request.rawBody ?? incoming.rawBody;
  const rawBytes = viewBytes(rawBody);
  if (rawBytes) return rawBytes;
  if (typeof rawBody === "string") return rawBody;
  if (typeof body === "string") return body;
  const isParsed = body !== undefined && body !== null;
  // Node has read it to its end by itself.
  if (!isParsed && incoming.aborted) return ABORTED;
  return answerNotRaw(isParsed ? "parsed" : "read before", guessFrameworks(request, incoming));
}

function guessFrameworks(request: IncomingMessage, incoming: IncomingMessage): RawBodyFramework[] {
  if (request !== incoming) return ["fastify", "nestjs"];
  return request.app ? ["express", "nestjs"] : ["koa", "hapi", "nextPages"];
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, answer: HandlerAnswer): void {
  if (outgoing.headersSent) throw new HasBegun("A response had begun before.");
  // The sender has gone.
  if (outgoing.destroyed) return;
  // What was not read must not be taken for the next request on this connection.
  const isOpen = incoming.complete !== true;
  if (isOpen) outgoing.shouldKeepAlive = false;
  outgoing.writeHead(answer.status, { "Content-Length": "0", ...answer.headers });
  outgoing.end();
}
