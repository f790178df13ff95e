// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The callbacks that `send` sends: the documented one, a file's, and what must be refused.

import { UsageError } from "./usage.ts";

/**
 * What is sent: a body, and the Authorization header if there is one.
 *
 * @typedef {{ body: Uint8Array, authorization?: string }} Message
 */

/**
 * The body of the API's documentation, with these members; ids are made where none are given.
 *
 * @param {{ amount?: number, paymentId?: string, sessionId?: string }} [payload]
 * @returns {Uint8Array}
 */
export function callbackBody({
  amount = 2000,
  paymentId = bare(crypto.randomUUID()),
  sessionId = bare(crypto.randomUUID()),
} = {}) {
  return Buffer.from(
    JSON.stringify({ type: "payment-authorized", payload: { amount, paymentId, sessionId } }, null, 2),
  );
}

/**
 * Reads an id. A session's id as the API gives it is written as the callback has it, without hyphens.
 *
 * @param {string} text
 */
export function id(text) {
  if (text === "" || /\p{White_Space}/u.test(text)) throw new UsageError("must be an id without whitespace.");
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? bare(text) : text;
}

/** @param {string} uuid */
function bare(uuid) {
  return uuid.replaceAll("-", "").toLowerCase();
}

/** @typedef {(genuine: Required<Message>, sign: (body: Uint8Array, secret: Uint8Array) => string) => [what: string, message: Message][]} Tamper */

/**
 * What a forger would try, by its name; each must be refused.
 *
 * @type {Record<string, Tamper>}
 */
export const TAMPERED = {
  amount: ({ body, authorization }) => [
    [
      "the amount changed after signing",
      {
        authorization,
        body: edited(body, /("amount"\s*:\s*)(\d+)/, (amount) => String(BigInt(amount) + 1n)),
      },
    ],
  ],
  body: ({ body, authorization }) => [
    [
      "another session after signing",
      { authorization, body: edited(body, /("sessionId"\s*:\s*")([^"]+)/, otherEnd) },
    ],
    ["no body", { authorization, body: new Uint8Array(0) }],
  ],
  signature: ({ body, authorization }) => [
    ["one digit of the signature changed", { body, authorization: otherEnd(authorization) }],
    ["the signature's first half alone", { body, authorization: authorization.slice(0, -32) }],
  ],
  algorithm: ({ body, authorization }) => [
    [
      "another algorithm in the header",
      { body, authorization: authorization.replace("HMAC-SHA256", "HMAC-SHA512") },
    ],
    ['the algorithm "none"', { body, authorization: `none Signature=${"0".repeat(64)}` }],
  ],
  header: ({ body }) => [
    ["no Authorization header", { body }],
    ["a header without a signature", { body, authorization: "HMAC-SHA256 Signature=" }],
  ],
  secret: ({ body }, sign) => [
    // HMAC fills a short key up with zeros, so that this one and the empty one are the same.
    ["signed with an empty secret", { body, authorization: sign(body, new Uint8Array(1)) }],
    ...["undefined", "null"].map(
      (word) =>
        /** @type {[string, Message]} */ ([
          `signed with the word "${word}"`,
          { body, authorization: sign(body, Buffer.from(word)) },
        ]),
    ),
  ],
  whitespace: ({ body, authorization }) => [
    [
      "a space put into the payment's id, which the signature does not cover",
      { authorization, body: edited(body, /("paymentId"\s*:\s*")([^"]+)/, spaced) },
    ],
  ],
};

/**
 * The body with one value changed, and every other byte as it was.
 *
 * @param {Uint8Array} body
 * @param {RegExp} place what stands before the value, and the value
 * @param {(value: string) => string} change
 */
function edited(body, place, change) {
  // In Latin-1 every byte is one character, also those that are no UTF-8.
  const text = Buffer.from(body).toString("latin1");
  if (!place.test(text))
    throw new UsageError(
      "This body cannot be tampered with so: it needs an amount, a paymentId and a sessionId.",
    );
  return Buffer.from(
    text.replace(place, (_, before, value) => before + change(value)),
    "latin1",
  );
}

/** @param {string} text */
function otherEnd(text) {
  return text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
}

/** @param {string} text */
function spaced(text) {
  return `${text.slice(0, 1)} ${text.slice(1)}`;
}
