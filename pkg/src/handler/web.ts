// Requests of fetch-style runtimes: Workers, Deno, Bun, Hono, Next.js, SvelteKit and others.

import { type BodyFault, GONE, readRequestBody, TOO_LONG, TOO_SLOW, USED } from "../shared/read-body.ts";
import { ABORTED, answerNotRaw, BODY_TIMEOUT, BODY_TOO_LARGE, type HandlerAnswer } from "./answers.ts";
import type { CallbackProcessor, IncomingCallback } from "./process.ts";

/** Whether this is a Request, of any realm and any library. */
export function isWebRequest(value: unknown): value is Request {
  if (typeof value !== "object" || value === null) return false;
  const request = value as Partial<Request>;
  // In this order: Node computes `headers` when it is first asked for.
  return typeof request.arrayBuffer === "function" && typeof request.headers?.get === "function";
}

/** Answers a Request. Never rejects. */
export async function handleWebRequest(
  processor: CallbackProcessor<unknown>,
  request: Request,
): Promise<Response> {
  return toResponse(await processor.process(() => openRequest(request)));
}

export function toResponse({ status, headers }: HandlerAnswer): Response {
  return new Response(null, { status, headers });
}

function openRequest(request: Request): IncomingCallback {
  const { headers } = request;
  return {
    method: request.method,
    headers: {
      authorization: headers.get("authorization"),
      contentEncoding: headers.get("content-encoding"),
      contentLength: headers.get("content-length"),
    },
    takeBody: () => undefined,
    async readBody(maxBytes, timeoutMs) {
      const body = await readRequestBody(request, maxBytes, timeoutMs);
      return typeof body === "symbol" ? answerFault(body) : body;
    },
  };
}

function answerFault(fault: BodyFault): HandlerAnswer {
  switch (fault) {
    case TOO_LONG:
      return BODY_TOO_LARGE;
    case TOO_SLOW:
      return BODY_TIMEOUT;
    case USED:
      return answerNotRaw("read before", ["fetch"]);
    case GONE:
      return ABORTED;
  }
}
