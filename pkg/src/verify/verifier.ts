/// <reference lib="esnext.disposable" preserve="true" />

import { CoreVerifier } from "#glue";
import { callerError, invalidOption } from "../shared/caller-error.ts";
import {
  bodyLength,
  guardCall,
  headerLength,
  isLoadable,
  isSmall,
  writeBody,
  writeCallback,
  writeChunks,
} from "./call.ts";
import {
  CHUNK_BYTES,
  describeVerdict,
  discardInstance,
  generation,
  moduleBuffer,
  type Refusal,
  readResult,
  shrinkBuffer,
  takeText,
  verdictError,
  viewBuffer,
} from "./core.ts";
import { type CheckoutEvent, createPaymentAuthorized, createUnknownEvent } from "./event.ts";
import { SECRET_ERRORS, SIGN_ERRORS } from "./generated/core-table.ts";
import { type Authorization, type RawBody, readAuthorization, readBody } from "./input.ts";
import { readOptions, type Settings, type VerifierOptions } from "./options.ts";

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
  verify(body: RawBody, authorization: Authorization): CheckoutEvent {
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
      // A very large body is loaded whole only once it is known to be authentic, so that strangers cannot make the module's
      // memory grow. It is then verified again inside, since shared memory may have changed meanwhile.
      if (!isLoadable(raw)) verdict = verifyChunks(core, header, raw);
      if (verdict === AUTHENTIC) {
        writeCallback(header, raw);
        verdict = core.verify(moduleBuffer(), headerLength, bodyLength);
        if (verdict === AUTHENTIC) return createPaymentAuthorized(raw);
        if (verdict === UNKNOWN_EVENT) return createUnknownEvent(raw);
      }
    } catch (error) {
      discardInstance();
      throw error;
    } finally {
      shrinkBuffer();
    }
    return verdict;
  }

  /** The verdict on a header before there is a body. */
  #judgeHeader(authorization: unknown): number {
    const header = readAuthorization(authorization);
    const core = this.#liveCore();
    return guardCall(() => {
      writeCallback(header, "");
      return core.judge_header(moduleBuffer(), headerLength);
    });
  }

  static {
    judge = (verifier, body, authorization) => {
      const outcome = verifier.#judge(body, authorization);
      return typeof outcome === "number" ? describeVerdict(outcome) : outcome;
    };
    judgeHeader = (verifier, authorization) => {
      const verdict = verifier.#judgeHeader(authorization);
      return verdict === AUTHENTIC ? undefined : describeVerdict(verdict);
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
  verifySignature(body: RawBody, authorization: Authorization): void {
    const raw = readBody(body);
    const header = readAuthorization(authorization);
    const core = this.#liveCore();
    let verdict: number;
    try {
      if (isSmall(raw)) {
        writeCallback(header, raw);
        verdict = core.verify_signature(moduleBuffer(), headerLength, bodyLength);
      } else {
        verdict = verifyChunks(core, header, raw);
      }
    } catch (error) {
      discardInstance();
      throw error;
    } finally {
      shrinkBuffer();
    }
    if (verdict !== AUTHENTIC) throw verdictError(verdict);
  }

  /**
   * Signs a body with the newest secret: the value of the Authorization header.
   *
   * @throws {TypeError} with the code `body-not-raw`, or `invalid-option` where only the payload is signed and the body has
   * none
   */
  sign(body: RawBody): string {
    const raw = readBody(body);
    const core = this.#liveCore();
    const signed = guardCall(() => {
      const length = core.sign(moduleBuffer(), writeBody(raw));
      return length < 0 ? length : takeText(length);
    });
    if (typeof signed === "string") return signed;
    const [code, message] = SIGN_ERRORS[-signed - 1] ?? SIGN_ERRORS[0];
    throw callerError(code, message);
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

function createCore({ secrets, whitespace, signed, maxBodyBytes }: Settings): CoreVerifier {
  const lengths = Uint32Array.from(secrets, (secret) => secret.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const core = guardCall(() => {
    const view = viewBuffer(Math.max(CHUNK_BYTES, total));
    let offset = 0;
    for (const secret of secrets) {
      view.set(secret, offset);
      offset += secret.length;
    }
    return CoreVerifier.create(moduleBuffer(), lengths, whitespace, signed, maxBodyBytes);
  });
  if (core) return core;
  const [code, message] = SECRET_ERRORS[readResult(0) - 1] ?? SECRET_ERRORS[0];
  throw callerError(code, message);
}

function verifyChunks(core: CoreVerifier, header: string, raw: string | Uint8Array): number {
  writeCallback(header, "");
  // Bytes are not fewer than UTF-16 units, and the module counts them as they come.
  const verdict = core.begin(moduleBuffer(), headerLength, raw.length);
  if (verdict !== AUTHENTIC) return verdict;
  writeChunks(raw, (length) => core.update(moduleBuffer(), length));
  return core.finish();
}
