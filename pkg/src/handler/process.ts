// One callback, from its method and headers to the answer. Where it came in does not matter here.

import type { CheckoutEvent, UnknownEvent, VerificationErrorCode } from "checkout-signature";
import { internals, Verifier } from "checkout-signature";
import { callerError } from "../shared/caller-error.ts";
import { describeMissingSecret } from "../shared/missing-secret.ts";
import { tell } from "../shared/tell.ts";
import {
  answerFailure,
  answerRefusal,
  BODY_TOO_LARGE,
  ENCODED,
  type HandlerAnswer,
  isAnswer,
  METHOD_NOT_ALLOWED,
  UNKNOWN_EVENT,
} from "./answers.ts";
import type { CheckedOptions } from "./options.ts";
import { PaymentProcessor } from "./payments.ts";

/** The headers that count. */
export interface CallbackHeaders {
  /** Its value, or one for each line: two lines are refused. */
  authorization: unknown;
  contentEncoding: string | null | undefined;
  contentLength: string | null | undefined;
}

/** A request, as an adapter hands it over. */
export interface IncomingCallback {
  readonly method: string | undefined;
  readonly headers: CallbackHeaders;
  /** The raw body, where something has read it before; an answer where the bytes are gone; else undefined. */
  takeBody(): Uint8Array | string | HandlerAnswer | undefined;
  /** Reads the body, up to so many bytes and milliseconds. */
  readBody(maxBytes: number, timeoutMs: number): Promise<Uint8Array | HandlerAnswer>;
}

interface Refusal {
  readonly code: VerificationErrorCode;
  readonly message: string;
}

/** What a compressing proxy writes into Content-Encoding (RFC 9110, section 8.4.1, and the registry). */
const COMPRESSIONS = new Set(["gzip", "x-gzip", "compress", "deflate", "br", "zstd"]);

/** Verifies callbacks, and passes on what they prove. */
export class CallbackProcessor<Transaction> {
  readonly payments: PaymentProcessor<Transaction>;
  readonly #options: CheckedOptions<Transaction>;
  readonly #verifier: Verifier;

  constructor(options: CheckedOptions<Transaction>) {
    this.#options = options;
    this.#verifier = createVerifier(options);
    this.payments = new PaymentProcessor(options);
  }

  /** Answers a request, and tells the log. Never rejects. */
  async process(open: () => IncomingCallback): Promise<HandlerAnswer> {
    let answer: HandlerAnswer;
    try {
      answer = await this.#answer(open());
    } catch (error) {
      answer = answerFailure("internal", "The callback could not be handled.", error);
    }
    this.report(answer);
    return answer;
  }

  /** Tells the log, and does not wait for it: one that fails must not change a response. */
  report(answer: HandlerAnswer): void {
    tell((told) => this.#options.onAnswer(told), answer);
  }

  async #answer(incoming: IncomingCallback): Promise<HandlerAnswer> {
    const { method, headers } = incoming;
    const { maxBodyBytes, bodyTimeoutMs } = this.#options;
    if (method !== "POST") return METHOD_NOT_ALLOWED;
    if (Number(headers.contentLength) > maxBodyBytes) return BODY_TOO_LARGE;
    // A stranger without a signature does not get to send a body.
    const refusal: Refusal | undefined = internals.judgeHeader(this.#verifier, headers.authorization);
    if (refusal) return answerRefusal(refusal.code, refusal.message);

    const isCompressed = headers.contentEncoding ? namesCompression(headers.contentEncoding) : false;
    let body = incoming.takeBody();
    if (body === undefined) {
      if (isCompressed) return ENCODED;
      body = await incoming.readBody(maxBodyBytes, bodyTimeoutMs);
    }
    if (isAnswer(body)) return body;
    const answer = await this.#verify(body, headers.authorization);
    // What read the body before may have inflated it, or not.
    return isCompressed && answer.code === "signature-mismatch" ? ENCODED : answer;
  }

  #verify(
    body: Uint8Array | string,
    authorization: CallbackHeaders["authorization"],
  ): HandlerAnswer | Promise<HandlerAnswer> {
    const verdict: CheckoutEvent | Refusal = internals.judge(this.#verifier, body, authorization);
    if (isRefusal(verdict)) return answerRefusal(verdict.code, verdict.message);
    return verdict.type === "payment-authorized" ? this.payments.process(verdict) : this.#passOn(verdict);
  }

  async #passOn(event: UnknownEvent): Promise<HandlerAnswer> {
    try {
      await this.#options.onUnknown?.(event);
      return UNKNOWN_EVENT;
    } catch (error) {
      return answerFailure("handler-failed", "onUnknown threw; the API will send the callback again.", error);
    }
  }
}

function createVerifier(options: CheckedOptions<unknown>): Verifier {
  const { secret, whitespace, signed, maxBodyBytes } = options;
  if (secret === undefined || secret === null) {
    throw callerError(
      "empty-secret",
      `${describeMissingSecret(String(secret))} A build that loads this ` +
        "file, as `next build` does, has no secret: create the handler when the first request comes, as the example of " +
        "createHandler shows.",
    );
  }
  return new Verifier({
    secret,
    maxBodyBytes,
    ...(whitespace !== undefined && { whitespace }),
    ...(signed !== undefined && { signed }),
  });
}

/** An own member: a polluted `Object.prototype` gives every event a code. */
function isRefusal(verdict: CheckoutEvent | Refusal): verdict is Refusal {
  return Object.hasOwn(verdict, "code");
}

function namesCompression(contentEncoding: string): boolean {
  return contentEncoding.split(",").some((coding) => COMPRESSIONS.has(coding.trim().toLowerCase()));
}
