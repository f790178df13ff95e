// What a forger does to a genuine callback, and what a proxy may do to it on the way. `send --tamper`, the demo page
// and the tests all read this one catalogue.

import type { VerificationErrorCode } from "checkout-signature";

/** A callback as it is sent: text or bytes, and the Authorization header if there is one. */
export interface ForgedCallback<Body extends string | Uint8Array> {
  body: Body;
  authorization: string | undefined;
}

/** A callback that was signed with the shop's secret. */
export interface GenuineCallback<Body extends string | Uint8Array> extends ForgedCallback<Body> {
  authorization: string;
}

/**
 * Signs a body with a secret that the forger has guessed. The package refuses to sign with an empty secret, so a
 * signer that is given `""` needs an HMAC-SHA256 of its own (`node:crypto` has one).
 */
export type ForgedSignature<Body extends string | Uint8Array> = (body: Body, secret: string) => string;

/** A change to a genuine callback, by someone who does not have the secret. */
export interface Forgery {
  /** Its name: stable, for programs. */
  readonly name: string;
  /** The part of the callback that is attacked; `send --tamper` takes this word. */
  readonly kind: "amount" | "body" | "signature" | "algorithm" | "header" | "secret" | "whitespace";
  /** What was done, for people: "the amount was changed after signing". */
  readonly what: string;
  /** The code with which this package refuses it; `null` where the callback is still authentic, and the same. */
  readonly code: VerificationErrorCode | null;
  /** Makes the forgery; `undefined` where the body lacks the member that would be changed. */
  forge<Body extends string | Uint8Array>(
    genuine: GenuineCallback<Body>,
    sign: ForgedSignature<Body>,
  ): ForgedCallback<Body> | undefined;
}

const AMOUNT = /("amount"\s*:\s*)(\d+)/;
const PAYMENT_ID = /("paymentId"\s*:\s*")([^"\\]+)/;
const SESSION_ID = /("sessionId"\s*:\s*")([^"\\]+)/;
/** A string, a bracket, a colon, a comma, or a run of anything but JSON's whitespace. */
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"?|[{}[\]:,]|[^ \t\r\n"{}[\]:,]+/g;

/** Every forgery that an endpoint has to refuse. One that answers it with 200 has a security hole. */
export const FORGERIES: readonly Forgery[] = Object.freeze([
  {
    name: "amount-changed",
    kind: "amount",
    what: "the amount was changed after signing",
    code: "signature-mismatch",
    forge: ({ body, authorization }) =>
      withBody(
        authorization,
        edit(body, AMOUNT, (amount) => String(BigInt(amount) + 1n)),
      ),
  },
  {
    name: "session-changed",
    kind: "body",
    what: "the session was changed after signing",
    code: "signature-mismatch",
    forge: ({ body, authorization }) => withBody(authorization, edit(body, SESSION_ID, changeLast)),
  },
  {
    name: "body-removed",
    kind: "body",
    what: "the body was removed",
    code: "signature-mismatch",
    forge: ({ body, authorization }) => ({ body: fromText("", body), authorization }),
  },
  {
    name: "digit-changed",
    kind: "signature",
    what: "one digit of the signature was changed",
    code: "signature-mismatch",
    forge: ({ body, authorization }) => ({ body, authorization: changeLast(authorization) }),
  },
  {
    name: "signature-halved",
    kind: "signature",
    what: "only the first half of the signature was sent",
    code: "malformed-signature",
    forge: ({ body, authorization }) => ({ body, authorization: authorization.slice(0, -32) }),
  },
  {
    name: "algorithm-changed",
    kind: "algorithm",
    what: "the header names another algorithm",
    code: "unsupported-algorithm",
    forge: ({ body, authorization }) => ({
      body,
      authorization: authorization.replace("HMAC-SHA256", "HMAC-SHA512"),
    }),
  },
  {
    name: "algorithm-none",
    kind: "algorithm",
    what: 'the header names the algorithm "none"',
    code: "unsupported-algorithm",
    forge: ({ body }) => ({ body, authorization: `none Signature=${"0".repeat(64)}` }),
  },
  {
    name: "header-removed",
    kind: "header",
    what: "the Authorization header was removed",
    code: "missing-signature",
    forge: ({ body }) => ({ body, authorization: undefined }),
  },
  {
    name: "signature-removed",
    kind: "header",
    what: "the header has no signature",
    code: "malformed-signature",
    forge: ({ body }) => ({ body, authorization: "HMAC-SHA256 Signature=" }),
  },
  {
    name: "secret-empty",
    kind: "secret",
    what: "the body was signed with an empty secret",
    code: "signature-mismatch",
    forge: ({ body }, sign) => ({ body, authorization: sign(body, "") }),
  },
  {
    name: "secret-undefined",
    kind: "secret",
    what: 'the body was signed with the word "undefined"',
    code: "signature-mismatch",
    forge: ({ body }, sign) => ({ body, authorization: sign(body, "undefined") }),
  },
  {
    name: "secret-null",
    kind: "secret",
    what: 'the body was signed with the word "null"',
    code: "signature-mismatch",
    forge: ({ body }, sign) => ({ body, authorization: sign(body, "null") }),
  },
  {
    name: "space-in-payment-id",
    kind: "whitespace",
    what: "a space, which the signature does not cover, was put into the payment's id",
    code: "altered-whitespace",
    forge: ({ body, authorization }) => withBody(authorization, edit(body, PAYMENT_ID, putSpaceInMiddle)),
  },
] satisfies Forgery[]);

/** What a proxy may do to a callback on the way. None of it is an attack, and not all of it is refused. */
export const REWRITES: readonly Forgery[] = Object.freeze([
  {
    name: "reformatted",
    kind: "whitespace",
    what: "the same JSON was written on one line",
    code: null,
    forge: ({ body, authorization }) => {
      const text = toText(body).match(JSON_TOKENS)?.join("") ?? "";
      return { body: fromText(text, body), authorization };
    },
  },
  {
    name: "digits-uppercased",
    kind: "signature",
    what: "the digits of the signature were written in upper case",
    code: null,
    forge: ({ body, authorization }) => ({
      body,
      authorization: authorization.replace(/(?<==)[0-9a-f]{64}$/i, (digits) => digits.toUpperCase()),
    }),
  },
  {
    name: "headers-joined",
    kind: "header",
    what: "two Authorization headers were joined into one",
    code: "malformed-signature",
    forge: ({ body, authorization }) => ({ body, authorization: `${authorization}, ${authorization}` }),
  },
] satisfies Forgery[]);

function withBody<Body extends string | Uint8Array>(
  authorization: string,
  body: Body | undefined,
): ForgedCallback<Body> | undefined {
  return body === undefined ? undefined : { body, authorization };
}

/** Changes one value of the body and leaves every other byte as it was. */
function edit<Body extends string | Uint8Array>(
  body: Body,
  place: RegExp,
  change: (value: string) => string,
): Body | undefined {
  const text = toText(body);
  if (!place.test(text)) return undefined;
  return fromText(
    text.replace(place, (_, before: string, value: string) => before + change(value)),
    body,
  );
}

const CHUNK_BYTES = 8192;

/** Bytes become one character each, so that bytes that are not UTF-8 survive the way there and back. */
function toText(body: string | Uint8Array): string {
  if (typeof body === "string") return body;
  let text = "";
  for (let at = 0; at < body.length; at += CHUNK_BYTES)
    text += String.fromCharCode(...body.subarray(at, at + CHUNK_BYTES));
  return text;
}

/** The reverse of `toText`, in the form that `like` has. */
function fromText<Body extends string | Uint8Array>(text: string, like: Body): Body {
  const body =
    typeof like === "string" ? text : Uint8Array.from(text, (character) => character.charCodeAt(0));
  return body as Body;
}

function changeLast(text: string): string {
  return text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
}

function putSpaceInMiddle(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)} ${text.slice(middle)}`;
}
