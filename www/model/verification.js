// What verifying one callback comes to, stage by stage, as plain data. How far it gets is the module's verdict, and
// what it kept and computed on the way is the module's work: nothing is decided here.

import { sign, signedPieces, VerificationError, verify } from "checkout-signature";

/** The stages, in the order in which the module goes through them. */
export const STAGES = ["header", "whitespace", "bytes", "macs", "comparison", "event"];

/** Of longer bodies only so many bytes are shown; they are verified whole. */
export const MAX_SHOWN_BYTES = 4000;

/** Where the module stops, by its code. The caller's mistakes are not here: they stop it before it looks at anything. */
const STOPS = {
  "missing-signature": "header",
  "malformed-signature": "header",
  "unsupported-algorithm": "header",
  "body-too-large": "whitespace",
  "signature-mismatch": "comparison",
  "altered-whitespace": "event",
  "malformed-event": "event",
};

/**
 * @typedef {object} Stages members are absent where the module did not get so far
 * @property {{ at?: string, code: string, message: string }} [stop] where it stopped and why; `at` is absent where it
 *   did not begin
 * @property {{ text: string, part?: "scheme" | "digits" }[]} [header] the header's value, in parts
 * @property {{ text: string, isSigned: boolean }[]} [pieces] the body, or its beginning, in pieces
 * @property {{ sent: number, signed: number }} [lengths] in bytes
 * @property {Uint8Array} [bytes] those that are hashed
 * @property {{ given: string, made: string }} [macs] the header's and the one computed here: 64 digits each
 * @property {any} [event]
 * @property {{ name: string, sent?: string, signed?: string }[]} [altered] what the body says otherwise without its
 *   whitespace; empty where it says nothing with it
 */

/**
 * @param {{ body: any, header: string | undefined, secret: string, whitespace?: "all" | "insignificant" | "none",
 *   signed?: "body" | "payload" }} callback
 *   a body that is not raw is the caller's mistake, and shown as such
 * @returns {Stages}
 */
export function stagesOf({ body, header, secret, whitespace = "all", signed = "body" }) {
  const { event, stop } = verdict(body, header, { secret, whitespace, signed });
  const reached = stop ? STAGES.indexOf(stop.at) : STAGES.length;
  if (reached <= STAGES.indexOf("header")) return { stop };
  const parts = headerParts(header);
  const macs = () => ({
    given: digits(parts),
    made: digits(headerParts(sign(body, { secret, whitespace, signed }))),
  });
  if (reached <= STAGES.indexOf("whitespace")) return { stop, header: parts };
  // Which bytes the payload alone has is the module's to know.
  if (signed === "payload") return { stop, event, header: parts, macs: macs() };
  const sent = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const ranges = signedPieces(body, { whitespace });
  const bytes = joined(ranges.map(([start, end]) => sent.subarray(start, end)));
  return {
    stop,
    event,
    header: parts,
    pieces: pieces(sent, ranges),
    lengths: { sent: sent.length, signed: bytes.length },
    bytes,
    macs: macs(),
    altered: stop?.code === "altered-whitespace" ? altered(textOf(sent), textOf(bytes)) : undefined,
  };
}

function verdict(body, header, options) {
  try {
    return { event: verify(body, header, options) };
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    const isKnown = thrown instanceof VerificationError || (thrown instanceof TypeError && "code" in thrown);
    if (!isKnown) throw thrown;
    return { stop: { at: STOPS[error.code], code: error.code, message: error.message } };
  }
}

/**
 * A header's value that the module has accepted, for the eye.
 *
 * @returns {{ text: string, part?: "scheme" | "digits" }[]}
 */
function headerParts(value) {
  const [, before, scheme, between, digits, after] = /^(\s*)(\S+)(.*?)([0-9a-f]{64})("?\s*)$/is.exec(value);
  return [
    { text: before },
    { text: scheme, part: "scheme" },
    { text: between },
    { text: digits, part: "digits" },
    { text: after },
  ];
}

const digits = (parts) => parts.find(({ part }) => part === "digits").text.toLowerCase();

function pieces(sent, ranges) {
  const all = [];
  const add = (start, end, isSigned) => {
    const bytes = sent.subarray(start, Math.min(end, MAX_SHOWN_BYTES));
    if (bytes.length > 0) all.push({ text: textOf(bytes), isSigned });
  };
  let at = 0;
  for (const [start, end] of ranges) {
    if (at >= MAX_SHOWN_BYTES) return all;
    add(at, start, false);
    add(start, end, true);
    at = end;
  }
  add(at, sent.length, false);
  return all;
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes that are no UTF-8 are shown as replacement characters. */
export function textOf(bytes) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The body is authentic by now, so it may be parsed. Empty where it cannot be read with its whitespace at all. */
function altered(sent, signed) {
  const [before, after] = [members(sent), members(signed)];
  if (!before || !after) return [];
  return Object.keys(after)
    .map((name) => ({ name, sent: before[name], signed: after[name] }))
    .filter(({ sent, signed }) => sent !== signed);
}

function members(text) {
  try {
    const { type, payload } = JSON.parse(text.replace(/^\ufeff/, ""));
    const all = {
      type,
      amount: payload?.amount,
      paymentId: payload?.paymentId,
      sessionId: payload?.sessionId,
    };
    return Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
    );
  } catch {
    return undefined;
  }
}
