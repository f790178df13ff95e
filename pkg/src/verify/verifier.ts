// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { CoreVerifier as Core, kept_runs } from "#glue";
import { callerError } from "../shared/caller-error.ts";
import {
  bodyBuffer,
  describe,
  encode,
  generation,
  PIECE,
  refusal,
  reset,
  shrink,
  text,
  writeHeader,
} from "./core.ts";
import { paymentAuthorized, unknownEvent } from "./event.ts";
import { headerValue, rawBody } from "./input.ts";
import { settings, whitespaceRule } from "./options.ts";
import { byteLength } from "./utf8.ts";

/** The verdicts that are not errors. */
const AUTHENTIC = 0;
const UNKNOWN_EVENT = -1;

// Not in every runtime yet; `using`, as compilers translate it, looks for this one.
export const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** By which /explain, a file of its own, finds what is not part of the documented class. */
const SIGNED_PIECES = Symbol.for("checkout-signature.signedPieces");
/** The longest body whose pieces are shown: there can be half as many of them as there are bytes. */
const MOST_SHOWN = 2 ** 20;

/**
 * For `/handler`, which answers refusals and throws none: an error that nobody sees thrown needs no stack. Gives the
 * event, or what the callback was refused for as `{ code, message }`.
 *
 * @internal
 */
export let judge;
/**
 * The same for the header alone, before any of the body is read; undefined where it is well-formed.
 *
 * @internal
 */
export let judgeHeader;

/** Verifies callbacks under one secret, or several during a rotation. */
export class Verifier {
  /** @type {import("./options.ts").Settings | undefined} */
  #settings;
  /** @type {Core} */
  #core;
  #generation = -1;

  /** @param {unknown} options */
  constructor(options) {
    this.#settings = settings(options);
    this.#core = this.#live();
  }

  /**
   * @param {unknown} body
   * @param {unknown} authorization
   */
  verify(body, authorization) {
    const event = this.#judge(body, authorization);
    if (typeof event === "number") throw refusal(event);
    return event;
  }

  /**
   * @param {unknown} body
   * @param {unknown} authorization
   * @returns the event, or the verdict that it was refused with
   */
  #judge(body, authorization) {
    const raw = rawBody(body);
    const header = headerValue(authorization);
    const core = this.#live();
    let verdict = AUTHENTIC;
    // Written out where it counts: what `guarded` does, without a closure for each call.
    try {
      // A large body is loaded whole only once it is known to be authentic, so that strangers cannot make the
      // module's memory grow. It is then verified again in there: shared memory may have changed.
      if (!isSmall(raw)) verdict = verifyInPieces(core, header, raw);
      if (verdict === AUTHENTIC) {
        verdict = core.verify(writeHeader(header), writeBody(raw));
        if (verdict === AUTHENTIC) return paymentAuthorized(core.amount, core.first, core.second);
        if (verdict === UNKNOWN_EVENT) return unknownEvent(core.first, core.second);
      }
    } catch (error) {
      reset();
      throw error;
    } finally {
      shrink();
    }
    return verdict;
  }

  /** @param {unknown} authorization */
  #judgeHeader(authorization) {
    const header = headerValue(authorization);
    const core = this.#live();
    return guarded(() => core.judge_header(writeHeader(header)));
  }

  static {
    judge = (verifier, body, authorization) => {
      const event = verifier.#judge(body, authorization);
      return typeof event === "number" ? describe(event) : event;
    };
    judgeHeader = (verifier, authorization) => {
      const verdict = verifier.#judgeHeader(authorization);
      return verdict === AUTHENTIC ? undefined : describe(verdict);
    };
  }

  /**
   * @param {unknown} body
   * @param {unknown} authorization
   */
  verifySignature(body, authorization) {
    const raw = rawBody(body);
    const header = headerValue(authorization);
    const core = this.#live();
    let verdict;
    try {
      verdict = isSmall(raw)
        ? core.verify_signature(writeHeader(header), writeBody(raw))
        : verifyInPieces(core, header, raw);
    } catch (error) {
      reset();
      throw error;
    } finally {
      shrink();
    }
    if (verdict !== AUTHENTIC) throw refusal(verdict);
  }

  /** @param {unknown} body */
  sign(body) {
    const raw = rawBody(body);
    const core = this.#live();
    return guarded(() => text(core.sign(writeBody(raw))));
  }

  /**
   * The pieces of a body that are signed, one after another: where each starts and where it ends.
   *
   * @param {unknown} body
   * @param {unknown} options
   */
  static [SIGNED_PIECES](body, options) {
    const rule = whitespaceRule(options);
    const raw = rawBody(body);
    if (byteLength(raw) > MOST_SHOWN) {
      throw callerError(
        "invalid-option",
        "The signed pieces are shown of bodies up to 1 MiB, and this one is longer.",
      );
    }
    return guarded(() => kept_runs(writeBody(raw), rule));
  }

  /** Wipes the secrets. The verifier cannot be used afterwards. */
  [dispose]() {
    this.#settings?.secrets.forEach((secret) => secret.fill(0));
    this.#settings = undefined;
    if (this.#generation === generation) this.#core.free();
    this.#generation = -1;
  }

  /** The verifier inside the module, made anew if that was replaced. */
  #live() {
    if (this.#generation === generation) return this.#core;
    if (!this.#settings)
      throw callerError("invalid-option", "This Verifier was disposed of. Make a new one.");
    this.#core = keyed(this.#settings);
    this.#generation = generation;
    return this.#core;
  }
}

/** @param {import("./options.ts").Settings} settings */
function keyed({ secrets, whitespace, signed, maxBodyBytes }) {
  const lengths = Uint32Array.from(secrets, (secret) => secret.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const core = guarded(() => {
    const view = bodyBuffer(Math.max(PIECE, total));
    secrets.reduce((at, secret) => (view.set(secret, at), at + secret.length), 0);
    try {
      return new Core(lengths, whitespace, signed, maxBodyBytes);
    } catch (error) {
      if (typeof error === "number") return error;
      throw error;
    }
  });
  if (typeof core === "number") throw refusal(core);
  return core;
}

/**
 * Calls into the module. What it throws by itself is a trap, after which nothing in it can be relied on.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function guarded(call) {
  try {
    return call();
  } catch (error) {
    reset();
    throw error;
  } finally {
    shrink();
  }
}

/**
 * Whether a body fits into one piece, whatever its characters are.
 *
 * @param {string | Uint8Array} raw
 */
function isSmall(raw) {
  return raw.length * (typeof raw === "string" ? 3 : 1) <= PIECE;
}

/**
 * Puts the whole body into its buffer, and returns its length in bytes.
 *
 * @param {string | Uint8Array} raw
 */
function writeBody(raw) {
  const view = bodyBuffer(isSmall(raw) ? PIECE : Math.max(PIECE, byteLength(raw)));
  if (typeof raw === "string") return encode(raw, view).written;
  view.set(raw);
  return raw.length;
}

/**
 * @param {Core} core
 * @param {string} header
 * @param {string | Uint8Array} raw
 */
function verifyInPieces(core, header, raw) {
  const verdict = core.begin(writeHeader(header), byteLength(raw));
  if (verdict !== AUTHENTIC) return verdict;
  for (let at = 0; at < raw.length; ) {
    const view = bodyBuffer();
    if (typeof raw === "string") {
      const { read, written } = encode(raw.slice(at, at + PIECE), view);
      core.update(written);
      at += read;
    } else {
      const piece = raw.subarray(at, at + PIECE);
      view.set(piece);
      core.update(piece.length);
      at += piece.length;
    }
  }
  return core.finish();
}
