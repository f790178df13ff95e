// What the handler answers: a status and headers, never a body; and what the log is told about it.

import type { VerificationErrorCode } from "checkout-signature";
import { CHALLENGE } from "../shared/challenge.ts";
import { describeRawBody, type RawBodyFramework } from "../shared/raw-body-advice.ts";

/**
 * Why the handler answered as it did, for programs: what verifying gives, and
 *
 * - `handled`, `already-handled`, `unknown-event`: 200
 * - `in-progress`: 503, another delivery of the payment is being handled right now
 * - `unexpected`: 409, not what the order says, or there is no such order yet
 * - `handler-failed`, `invalid-expectation`: 500, the merchant's function threw, or `expect` gave something else
 * - `store-failed`, `lease-lost`: 500, the store is down or silent, or it lost its lease
 * - `body-not-raw`: 500, the body was parsed or read before
 * - `method-not-allowed`, `body-timeout`, `content-encoding`, `aborted`: 405, 408, 415, 400
 * - `not-a-request`, `not-sent`, `internal`: 500, see the message
 */
export type HandlerAnswerCode =
  | VerificationErrorCode
  | "handled"
  | "already-handled"
  | "unknown-event"
  | "in-progress"
  | "unexpected"
  | "handler-failed"
  | "invalid-expectation"
  | "store-failed"
  | "lease-lost"
  | "body-not-raw"
  | "body-timeout"
  | "content-encoding"
  | "method-not-allowed"
  | "aborted"
  | "not-a-request"
  | "not-sent"
  | "internal";

/** What was answered and why. It holds no secret, no body and no computed signature. */
export interface HandlerAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Why, for programs. */
  readonly code: HandlerAnswerCode;
  /** What happened, and what to do about it. */
  readonly message: string;
  /** The headers of the response: it has no body. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the merchant's function or the store threw. */
  readonly error?: unknown;
}

/** When the sender may try again a payment that is being handled right now. */
const RETRY_AFTER_SECONDS = 5;

const NO_HEADERS = Object.freeze({});
const UNAUTHORIZED_HEADERS = Object.freeze({ "WWW-Authenticate": CHALLENGE });

export const HANDLED = prepare(200, "handled", "The payment was handled.");
export const ALREADY_HANDLED = prepare(
  200,
  "already-handled",
  "A delivery of this payment was handled before.",
);
export const UNKNOWN_EVENT = prepare(
  200,
  "unknown-event",
  "An authentic event of a type that this version does not know.",
);
export const IN_PROGRESS = prepare(
  503,
  "in-progress",
  "Another delivery of this payment is being handled right now.",
  { "Retry-After": String(RETRY_AFTER_SECONDS) },
);
export const UNEXPECTED = prepare(
  409,
  "unexpected",
  "The payment is authentic, and not what the order says (amount, session), or there is no such order yet.",
);
export const METHOD_NOT_ALLOWED = prepare(405, "method-not-allowed", "A callback is a POST.", {
  Allow: "POST",
});
export const BODY_TOO_LARGE = prepare(
  413,
  "body-too-large",
  "The body is longer than maxBodyBytes; it was not read on.",
);
export const BODY_TIMEOUT = prepare(
  408,
  "body-timeout",
  "The body was not complete within bodyTimeoutMs; it was not read on.",
);
export const ENCODED = prepare(
  415,
  "content-encoding",
  "The body is compressed (Content-Encoding). The signature is over the bytes as the API sent them, uncompressed: " +
    "let no proxy compress requests on the way.",
);
export const ABORTED = prepare(
  400,
  "aborted",
  "The sender closed the connection before the body was complete.",
);
export const NOT_A_REQUEST = prepare(
  500,
  "not-a-request",
  "The handler was called with neither a Request nor Node's request and response. Pass context.req.raw in Hono, " +
    "event.request in SvelteKit, context.request in Elysia and Astro, toWebRequest(event) in Nitro and Nuxt " +
    "(event.req in h3 2), ctx.req and ctx.res in Koa, request.raw.req and request.raw.res in Hapi.",
);

/** What an authentic callback is answered with that is altered or malformed, and one that is not authentic. */
export function answerRefusal(code: VerificationErrorCode, message: string): HandlerAnswer {
  if (code === "body-too-large") return BODY_TOO_LARGE;
  const isAuthentic = code === "altered-whitespace" || code === "malformed-event";
  return {
    status: isAuthentic ? 400 : 401,
    code,
    message,
    headers: isAuthentic ? NO_HEADERS : UNAUTHORIZED_HEADERS,
  };
}

/** The answer 500: nothing was handled, or nobody knows, and the API sends the callback again. */
export function answerFailure(code: HandlerAnswerCode, message: string, error?: unknown): HandlerAnswer {
  return { status: 500, code, message, headers: NO_HEADERS, error };
}

/** The answer where the signed bytes are gone. */
export function answerNotRaw(what: "parsed" | "read before", frameworks: RawBodyFramework[]): HandlerAnswer {
  return answerFailure(
    "body-not-raw",
    `The body was ${what}, so the signed bytes are gone. ${describeRawBody(frameworks)}`,
  );
}

/** Whether there is an answer already, where there could be a body. */
export function isAnswer(value: Uint8Array | string | HandlerAnswer): value is HandlerAnswer {
  return typeof value === "object" && Object.hasOwn(value, "status");
}

function prepare(
  status: number,
  code: HandlerAnswerCode,
  message: string,
  headers: Record<string, string> = {},
): HandlerAnswer {
  return Object.freeze({ status, code, message, headers: Object.freeze(headers) });
}
