/// <reference lib="esnext.disposable" />

/**
 * The raw body of the request: never one that a framework has parsed, because the signature is over the
 * bytes as sent. Bytes are better than text: bytes that are no UTF-8 stay what they are.
 */
export type Body = string | Uint8Array | ArrayBuffer;

/**
 * The `Authorization` header: its value, `null` or `undefined` where there is none, a `Headers` object,
 * or Node's headers object.
 *
 * Node keeps only the first of two Authorization lines in `request.headers`. `request.headersDistinct`
 * keeps both, and then the callback is refused as `malformed-signature`.
 */
export type Authorization =
  | string
  | readonly string[]
  | null
  | undefined
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** The secret key that callbacks are signed with: a string is taken as its UTF-8 bytes. */
export type Secret = string | Uint8Array;

export interface VerifierOptions {
  /**
   * The secret, or several during a rotation, newest first (8 at most). Copied when it is read.
   *
   * A string with whitespace at an end is refused, since it most likely came from a file with a newline.
   */
  secret: Secret | readonly Secret[];
  /**
   * Which whitespace is removed before hashing. `"all"` (the default) is the API's documented rule: every
   * Unicode White_Space code point, wherever it stands. `"insignificant"` leaves JSON strings alone;
   * `"none"` hashes the bytes exactly as sent.
   */
  whitespace?: "all" | "insignificant" | "none";
  /**
   * Which bytes are signed: the `"body"` (the default), or only its top-level member `"payload"`. With
   * the latter the type is not authenticated, and only `payment-authorized` is accepted.
   */
  signed?: "body" | "payload";
  /** The longest body accepted, in bytes: 1 to 2^30, 1 MiB (2^20) by default. */
  maxBodyBytes?: number;
}

/** The customer has paid. */
export interface PaymentAuthorized {
  readonly type: "payment-authorized";
  readonly payload: {
    /** In the currency's minor unit (cents, øre): an integer from 0 to 2^53 - 1. */
    readonly amount: number;
    /** The payment's id as sent; compare ids with {@link sameId}. */
    readonly paymentId: string;
    /** The checkout session's id as sent; compare ids with {@link sameId}. */
    readonly sessionId: string;
  };
}

/** An authentic event that this version does not know. */
export interface UnknownEvent {
  readonly type: "unknown";
  /** The event's `type` as sent. */
  readonly name: string;
  /**
   * Its `payload` as sent, parsed and frozen; `undefined` where there is none. Whitespace inside its
   * strings is not authenticated: whoever sends the callback again can add or remove some.
   */
  readonly payload: unknown;
}

/** What an authentic callback says. Frozen. `switch (event.type)` narrows it. */
export type CheckoutEvent = PaymentAuthorized | UnknownEvent;

/**
 * Why a callback was refused.
 *
 * - `missing-signature`: no Authorization header, or an empty one
 * - `malformed-signature`: not `HMAC-SHA256 Signature=<64 hex digits>`
 * - `unsupported-algorithm`: another scheme
 * - `signature-mismatch`: well-formed, and not made from this body with this secret
 * - `altered-whitespace`: authentic, but whitespace was added where it changes the event
 * - `malformed-event`: authentic, but no event
 * - `body-too-large`: over `maxBodyBytes`
 */
export type VerificationErrorCode =
  | "missing-signature"
  | "malformed-signature"
  | "unsupported-algorithm"
  | "signature-mismatch"
  | "altered-whitespace"
  | "malformed-event"
  | "body-too-large";

/**
 * A callback that was refused. Its message says what to do next; neither it nor anything else here holds
 * the body, the secret or a computed signature, so it can be logged as it is.
 *
 * `instanceof` also holds for errors of the package's other copy (imported and required) and of other realms.
 */
export class VerificationError extends Error {
  private constructor();
  readonly name: "VerificationError";
  readonly code: VerificationErrorCode;
}

/**
 * The code of a `TypeError` thrown for a mistake of the caller: an empty or missing secret, a secret with
 * whitespace at an end, a body that is not raw, or an option that does not exist.
 */
export type CallerErrorCode = "empty-secret" | "padded-secret" | "body-not-raw" | "invalid-option";

/**
 * Verifies a callback and returns the event that it proves.
 *
 * @example
 * const event = verify(await request.text(), request.headers, { secret: process.env.CHECKOUT_SECRET });
 *
 * @throws {VerificationError} whatever a stranger may have sent
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function verify(body: Body, authorization: Authorization, options: VerifierOptions): CheckoutEvent;

/**
 * Signs a body as the Checkout API does, for tests: the value of the Authorization header.
 *
 * @throws {TypeError} with a {@link CallerErrorCode} as its `code`
 */
export function sign(body: Body, options: VerifierOptions): string;

/**
 * Verifies callbacks under one secret, or several during a rotation. Make one and keep it: the secrets
 * are read and turned into keys once.
 */
export class Verifier {
  /** @throws {TypeError} with a {@link CallerErrorCode} as its `code` */
  constructor(options: VerifierOptions);

  /**
   * Verifies a callback and returns the event that it proves.
   *
   * @throws {VerificationError} whatever a stranger may have sent
   * @throws {TypeError} with the code `body-not-raw` or `invalid-option`
   */
  verify(body: Body, authorization: Authorization): CheckoutEvent;

  /**
   * Verifies the signature alone; returns nothing, or throws.
   *
   * Whitespace is not signed, so the body may hold whitespace that the sender did not write. Prefer
   * {@link Verifier.verify}, which knows where that matters.
   *
   * @throws {VerificationError} whatever a stranger may have sent
   * @throws {TypeError} with the code `body-not-raw` or `invalid-option`
   */
  verifySignature(body: Body, authorization: Authorization): void;

  /** Signs a body with the newest secret: the value of the Authorization header. */
  sign(body: Body): string;

  /**
   * Wipes the secrets held here and in the module; strings that they came from cannot be wiped. Called by
   * `using`. The verifier cannot be used afterwards.
   */
  [Symbol.dispose](): void;
}

/**
 * The one spelling of an id to use as a key: in a database, a cache or a map.
 *
 * The API writes a session's id as a UUID and its callback the same 128 bits as 32 hexadecimal digits: both become 32
 * lower-case digits. Every other id stays exactly as it is, so that two payments never share a key.
 *
 * @throws {TypeError} with the code `invalid-option`, where the id is not a string
 */
export function canonicalId(id: string): string;

/**
 * Whether two ids have the same {@link canonicalId}: the session's id from `POST /checkout` and the one in its callback,
 * for example. Anything but two non-empty strings is never the same.
 */
export function sameId(a: string, b: string): boolean;

/** A piece of a body: its first byte, and the byte after its last. */
export type Piece = readonly [start: number, end: number];

/**
 * The pieces of a body that are signed, by their place in its UTF-8 bytes; what lies between them is left out as
 * whitespace. For showing what is signed: it says nothing about who has signed it.
 */
export function signedPieces(body: Body, options?: Pick<VerifierOptions, "whitespace">): Piece[];

/** A mistake of the caller: a `TypeError` whose `code` says which. Its message says what to change. */
export interface CallerError extends TypeError {
  readonly code: CallerErrorCode;
}

/** Every code that an error of this package can have: a stranger's fault, or a mistake of the caller. */
export type ErrorCode = VerificationErrorCode | CallerErrorCode;

/** Every error that `verify`, `sign` and `Verifier` throw. `switch (error.code)` narrows it. */
export type AnyError = VerificationError | CallerError;
