// The callback that `send` sends, and the forgeries that it makes of one.

import { createHmac } from "node:crypto";
import { FORGERIES, type ForgedCallback } from "../../shared/forgeries.ts";
import { canonicalId } from "../../shared/ids.ts";
import { UsageError } from "./usage.ts";

/** What is sent: a body, and the Authorization header if there is one. */
export type Callback = ForgedCallback<Uint8Array>;

/** A callback that must be refused. */
export interface SentForgery {
  readonly kind: string;
  readonly what: string;
  readonly callback: Callback;
}

/** The kinds of forgeries, as `--tamper` takes them. */
export const FORGERY_KINDS = [...new Set(FORGERIES.map(({ kind }) => kind))];

/** Makes the body of the API's documentation, with these members; ids are random where none are given. */
export function createBody({
  amount = 2000,
  paymentId = createId(),
  sessionId = createId(),
}: {
  amount?: number | undefined;
  paymentId?: string | undefined;
  sessionId?: string | undefined;
}): Uint8Array {
  const event = { type: "payment-authorized", payload: { amount, paymentId, sessionId } };
  return Buffer.from(JSON.stringify(event, null, 2));
}

function createId(): string {
  return canonicalId(crypto.randomUUID());
}

/** Reads an id. A UUID, as the API writes a session's id, becomes 32 digits, as the callback writes it. */
export function readId(text: string): string {
  if (text === "" || /\p{White_Space}/u.test(text)) throw new UsageError("must be an id without whitespace.");
  return canonicalId(text);
}

/** Lists the pieces of a body that are signed, by the bytes they begin at and end before. */
export type ListPieces = (body: Uint8Array) => Iterable<readonly [start: number, end: number]>;

/**
 * Makes the forgeries of these kinds.
 *
 * @param sign signs with a secret that the package accepts
 * @param list for signing with the empty secret, which the package refuses; without it there is no such forgery
 */
export function createForgeries(
  kinds: readonly string[],
  genuine: { body: Uint8Array; authorization: string },
  sign: (body: Uint8Array, secret: string) => string,
  list: ListPieces | undefined,
): SentForgery[] {
  return FORGERIES.filter(
    ({ name, kind }) =>
      (kinds.includes("all") || kinds.includes(kind)) && (list !== undefined || name !== "secret-empty"),
  ).map(({ kind, what, forge }) => {
    const callback = forge(genuine, (body, secret) =>
      secret === "" && list ? signWithEmptySecret(body, list) : sign(body, secret),
    );
    if (callback) return { kind, what, callback };
    throw new UsageError(
      `--tamper ${kind} cannot change this body: it needs an amount, a paymentId and a sessionId.`,
    );
  });
}

function signWithEmptySecret(body: Uint8Array, list: ListPieces): string {
  const hmac = createHmac("sha256", "");
  for (const [start, end] of list(body)) hmac.update(body.subarray(start, end));
  return `HMAC-SHA256 Signature=${hmac.digest("hex")}`;
}
