/// <reference lib="esnext.disposable" preserve="true" />

import { CoreVerifier } from "#glue";
import { invalidOption } from "../shared/caller-error.ts";
import { guardCall, isSmall, writeBody, writeChunks } from "./call.ts";
import {
  bodyBuffer,
  CHUNK_BYTES,
  describeVerdict,
  discardInstance,
  generation,
  type Refusal,
  readText,
  shrinkBodyBuffer,
  verdictError,
  writeHeader,
} from "./core.ts";
import { type CheckoutEvent, createPaymentAuthorized, createUnknownEvent } from "./event.ts";
import { type Authorization, type Body, readAuthorization, readBody } from "./input.ts";
import { readOptions, type Settings, type VerifierOptions } from "./options.ts";
import { byteLength } from "./utf8.ts";

/** The verdicts that are not errors. */
const AUTHENTIC = 0;
const UNKNOWN_EVENT = -1;

/** Some runtimes do not have the symbol yet; `using`, as compilers translate it, then looks for this one. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/**
 * Verifies a callback as `Verifier.verify` does, and gives a refusal as a value: `/handler` throws none, and an error that
 * is not thrown needs no stack.
 */
export let judge: (verifier: Verifier, body: unknown, authorization: unknown) => CheckoutEvent | Refusal;

/** Checks the header alone, before any of the body is read; undefined where it is well-formed. */
export let judgeHeader: (verifier: Verifier, authorization: unknown) => Refusal | undefined;

/**
 * Verifies callbacks under one secret, or several during a rotation. Make one and keep it: the secrets are read and turned
 * into keys once.
 */
export class Verifier {
  #settings: Settings | undefined;
  #core: CoreVerifier;
  #generation: number;

  /** @throws {TypeError} with a {@link CallerErrorCode} as its `code` */
  constructor(options: VerifierOptions) {
    this.#settings = readOptions(options);
    this.#core = createCore(this.#settings);
    this.#generation = generation;
  }

  /**
   * Verifies a callback and returns the event that it proves.
   *
   * @throws {VerificationError} for anything that a stranger may have sent
   * @throws {TypeError} with the code `body-not-raw` or `invalid-option`
   */
  verify(body: Body, authorization: Authorization): CheckoutEvent {
    const outcome = this.#judge(body, authorization);
    if (typeof outcome === "number") throw verdictError(outcome);
    return outcome;
  }

  /** The event, or the verdict with which the callback is refused. */
  #judge(body: unknown, authorization: unknown): CheckoutEvent | number {
    const raw = readBody(body);
    const header = readAuthorization(authorization);
    const core = this.#liveCore();
    let verdict = AUTHENTIC;
    // Written out what `guardCall` does: a closure for each callback costs time.
    try {
      // A large body is loaded whole only once it is known to be authentic, so that strangers cannot make the module's
      // memory grow. It is then verified again inside, since shared memory may have changed meanwhile.
      if (!isSmall(raw)) verdict = verifyChunks(core, header, raw);
      if (verdict === AUTHENTIC) {
        verdict = core.verify(writeHeader(header), writeBody(raw));
        if (verdict === AUTHENTIC) return createPaymentAuthorized(core.amount, core.first, core.second);
        if (verdict === UNKNOWN_EVENT) return createUnknownEvent(core.first, core.second);
      }
    } catch (error) {
      discardInstance();
      throw error;
    } finally {
      shrinkBodyBuffer();
    }
    return verdict;
  }

  /** The verdict on a header before there is a body. */
  #judgeHeader(authorization: unknown): number {
    const header = readAuthorization(authorization);
    const core = this.#liveCore();
    return guardCall(() => core.judge_header(writeHeader(header)));
  }

  static {
    judge = (verifier, body, authorization) => {
      const outcome = verifier.#judge(body, authorization);
      return typeof outcome === "number" ? refusal(outcome) : outcome;
    };
    judgeHeader = (verifier, authorization) => {
      const verdict = verifier.#judgeHeader(authorization);
      return verdict === AUTHENTIC ? undefined : refusal(verdict);
    };
  }

  /**
   * Verifies the signature alone; returns nothing, or throws.
   *
   * Whitespace is not signed, so the body may hold whitespace that the sender did not write. Prefer
   * {@link Verifier.verify}, which knows where that matters.
   *
   * @throws {VerificationError} for anything that a stranger may have sent
   * @throws {TypeError} with the code `body-not-raw` or `invalid-option`
   */
  verifySignature(body: Body, authorization: Authorization): void {
    const raw = readBody(body);
    const header = readAuthorization(authorization);
    const core = this.#liveCore();
    let verdict: number;
    try {
      verdict = isSmall(raw)
        ? core.verify_signature(writeHeader(header), writeBody(raw))
        : verifyChunks(core, header, raw);
    } catch (error) {
      discardInstance();
      throw error;
    } finally {
      shrinkBodyBuffer();
    }
    if (verdict !== AUTHENTIC) throw verdictError(verdict);
  }

  /** Signs a body with the newest secret: the value of the Authorization header. */
  sign(body: Body): string {
    const raw = readBody(body);
    const core = this.#liveCore();
    return guardCall(() => readText(core.sign(writeBody(raw))));
  }

  /**
   * Wipes the secrets held here and in the module; strings that they came from cannot be wiped. Called by `using`. The
   * verifier cannot be used afterwards.
   */
  [dispose](): void {
    for (const secret of this.#settings?.secrets ?? []) secret.fill(0);
    this.#settings = undefined;
    if (this.#generation === generation) this.#core.free();
    this.#generation = -1;
  }

  /** The verifier inside the module, made again where the module was replaced. */
  #liveCore(): CoreVerifier {
    if (this.#generation === generation) return this.#core;
    if (!this.#settings) throw invalidOption("This Verifier was disposed of. Make a new one.");
    this.#core = createCore(this.#settings);
    this.#generation = generation;
    return this.#core;
  }
}

function refusal(verdict: number): Refusal {
  // Only making a verifier can fail with the code of a caller's mistake.
  return describeVerdict(verdict) as Refusal;
}

function createCore({ secrets, whitespace, signed, maxBodyBytes }: Settings): CoreVerifier {
  const lengths = Uint32Array.from(secrets, (secret) => secret.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const core = guardCall(() => {
    const view = bodyBuffer(Math.max(CHUNK_BYTES, total));
    let offset = 0;
    for (const secret of secrets) {
      view.set(secret, offset);
      offset += secret.length;
    }
    try {
      return new CoreVerifier(lengths, whitespace, signed, maxBodyBytes);
    } catch (error) {
      if (typeof error === "number") return error;
      throw error;
    }
  });
  if (typeof core === "number") throw verdictError(core);
  return core;
}

function verifyChunks(core: CoreVerifier, header: string, raw: string | Uint8Array): number {
  const verdict = core.begin(writeHeader(header), byteLength(raw));
  if (verdict !== AUTHENTIC) return verdict;
  writeChunks(raw, (length) => core.update(length));
  return core.finish();
}
