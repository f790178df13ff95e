// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What to say where the signature holds, and why `verify` may refuse the event all the same.

import { Verifier } from "checkout-signature";
import { wipe } from "./search/verifiers.ts";
import { parsed } from "./suspects/rewritten.ts";
import { textOf } from "./text.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */

const MOST_AMOUNT = 2 ** 53 - 1;

/**
 * Findings where the signature holds as everything stands; undefined where it does not.
 *
 * @param {object} given
 * @param {string | Uint8Array} given.raw
 * @param {any} given.authorization
 * @param {Uint8Array[]} given.secrets
 * @param {boolean} given.isPadded
 * @param {import("checkout-signature").VerifierOptions} given.options the same secrets as bytes, and the caller's options
 * @returns {Finding[] | undefined}
 */
export function holding({ raw, authorization, secrets, isPadded, options }) {
  const code = refusal(options, raw, authorization);
  if (code !== "" && code !== "altered-whitespace" && code !== "malformed-event") return undefined;
  const at = secrets.findIndex((secret) => refusal({ ...options, secret }, raw, authorization) === code);
  const whose =
    secrets.length > 1
      ? `secret ${at + 1} of the ${secrets.length} that were given`
      : "the secret that was given";
  const holds = `The signature holds for this body, with this header and ${whose}.`;
  if (code !== "") {
    return [
      { finding: `${holds} Yet verify refuses the event: ${WHY[code](raw, options)}`, change: CHANGE[code] },
    ];
  }
  if (isPadded) {
    return [
      {
        finding: `${holds} Yet verify refuses a string with whitespace at an end for a secret.`,
        change:
          "If the whitespace belongs to the secret, give the secret as bytes: new TextEncoder().encode(secret).",
      },
    ];
  }
  const older =
    at > 0 ? " The sender still signs with an older secret: keep that one until it does no more." : "";
  return [
    {
      finding: holds,
      change: `Nothing has to be changed here. Give the same to verify, which decides.${older}`,
    },
  ];
}

/**
 * The code with which `verify` refuses a callback, "" where it accepts it.
 *
 * @param {any} options
 * @param {string | Uint8Array} raw
 * @param {any} authorization
 */
function refusal(options, raw, authorization) {
  const verifier = new Verifier(options);
  try {
    verifier.verify(raw, authorization);
    return "";
  } catch (error) {
    return String(/** @type {any} */ (error)?.code);
  } finally {
    wipe(verifier);
  }
}

const CHANGE = {
  "altered-whitespace":
    "Treat the request as tampered with, and do not act on it. If you have made it yourself, take the whitespace out of its " +
    "ids, names and numbers.",
  "malformed-event":
    "Whoever signs it has to mend it. An event is { type, payload: { amount, paymentId, sessionId } } in strict JSON (RFC 8259).",
};

/** @type {Record<string, (raw: string | Uint8Array, options: any) => string>} */
const WHY = {
  "altered-whitespace": () =>
    "whitespace stands where it changes what the event says. Whitespace is not signed, so anybody can have put it there.",
  "malformed-event": (raw, { signed }) => fault(typeof raw === "string" ? raw : textOf(raw), signed),
};

/** What keeps an authentic body from being an event. @param {string | undefined} text @param {string | undefined} signed */
function fault(text, signed) {
  if (text === undefined) return "the body is not UTF-8.";
  const event = /** @type {any} */ (parsed(text.replace(/^\ufeff/, "")));
  if (event === undefined) return "the body is not strict JSON.";
  if (typeof event !== "object" || event === null || Array.isArray(event))
    return "the body is JSON, but no object.";
  if (typeof event.type !== "string") return "it has no member type that is a string.";
  if (signed === "payload" && event.type !== "payment-authorized") {
    return "only the payload is signed, so the type is not authenticated, and this one is not that of a payment.";
  }
  const { payload } = event;
  if (typeof payload !== "object" || payload === null || Array.isArray(payload))
    return "its payload is no object.";
  if (typeof payload.amount !== "number") return "its amount is no number.";
  if (!Number.isInteger(payload.amount) || payload.amount < 0 || payload.amount > MOST_AMOUNT) {
    return "its amount is no integer from 0 to 2^53 - 1, in the currency's minor unit.";
  }
  const id = ["paymentId", "sessionId"].find(
    (name) => typeof payload[name] !== "string" || payload[name] === "",
  );
  if (id) return `its ${id} is no string, or an empty one.`;
  return "a member stands in it twice, the amount is written with a point or an exponent, or it nests more than 128 deep.";
}
