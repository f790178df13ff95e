// What to say where the signature matches, and why `verify` may refuse the callback all the same.

import { Verifier } from "checkout-signature";
import type { Finding } from "./finding.ts";
import type { Settings } from "./options.ts";
import { disposeVerifier } from "./search/verifiers.ts";
import { decodeUtf8, parseJson } from "./text.ts";

const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

type Options = Settings["options"];

interface Callback extends Settings {
  readonly raw: string | Uint8Array;
  readonly authorization: unknown;
}

/** Findings where the signature matches as everything stands; undefined where it does not. */
export function explainAuthentic(callback: Callback): Finding[] | undefined {
  const { raw, authorization, secrets, isPadded, options } = callback;
  const code = verdictOf(options, raw, authorization);
  if (code !== "" && code !== "altered-whitespace" && code !== "malformed-event") return undefined;
  const at = secrets.findIndex(
    (secret) => verdictOf({ ...options, secret: [secret] }, raw, authorization) === code,
  );
  const whose = secrets.length > 1 ? `secret ${at + 1} of the ${secrets.length} given` : "the given secret";
  const matches = `The signature matches this body, with this header and ${whose}.`;
  if (code === "altered-whitespace") {
    return [
      {
        code,
        finding:
          `${matches} Yet verify refuses the event: whitespace was added where it changes what the event says. Whitespace ` +
          "is not signed, so anyone can have added it.",
        change:
          "Treat the request as tampered with, and do not act on it. If you made it yourself, remove the whitespace from " +
          "its ids, names and numbers.",
      },
    ];
  }
  if (code === "malformed-event") {
    return [
      {
        code,
        finding: `${matches} Yet verify refuses the event: ${describeFault(raw, options)}`,
        change:
          "It must be fixed by the sender. An event is { type, payload: { amount, paymentId, sessionId } } in strict JSON " +
          "(RFC 8259).",
      },
    ];
  }
  if (isPadded) {
    return [
      {
        code: "secret-padded-but-right",
        finding: `${matches} Yet verify refuses a string with whitespace at an end as the secret.`,
        change:
          "If the whitespace belongs to the secret, give the secret as bytes: new TextEncoder().encode(secret).",
      },
    ];
  }
  if (at > 0) {
    return [
      {
        code: "signature-valid-older-secret",
        finding: matches,
        change:
          "Nothing has to change here: give the same to verify, which decides. The sender still signs with an older " +
          "secret: keep that one until it no longer does.",
      },
    ];
  }
  return [
    {
      code: "signature-valid",
      finding: matches,
      change: "Nothing has to change here: give the same to verify, which decides.",
    },
  ];
}

/** The code with which `verify` refuses a callback; "" where it accepts it. */
function verdictOf(options: Options, raw: string | Uint8Array, authorization: unknown): string {
  const verifier = new Verifier(options);
  try {
    verifier.verify(raw, authorization as string);
    return "";
  } catch (error) {
    const { code } = error as { code?: unknown };
    return String(code);
  } finally {
    disposeVerifier(verifier);
  }
}

/** What keeps an authentic body from being an event. */
function describeFault(raw: string | Uint8Array, { signed }: Options): string {
  const text = typeof raw === "string" ? raw : decodeUtf8(raw);
  if (text === undefined) return "the body is not UTF-8.";
  const event = parseJson(text.replace(/^\ufeff/, ""));
  if (event === undefined) return "the body is not strict JSON.";
  if (!isObject(event)) return "the body is JSON, but not an object.";
  const { type, payload } = event;
  if (typeof type !== "string") return "it has no member type that is a string.";
  if (signed === "payload" && type !== "payment-authorized")
    return "only the payload is signed, so the type is not authenticated, and this one is not payment-authorized.";
  if (!isObject(payload)) return "its payload is not an object.";
  const { amount } = payload;
  if (typeof amount !== "number") return "its amount is not a number.";
  if (!Number.isInteger(amount) || amount < 0 || amount > MAX_AMOUNT)
    return "its amount is not an integer from 0 to 2^53 - 1, in the currency's minor unit.";
  const id = ["paymentId", "sessionId"].find(
    (name) => typeof payload[name] !== "string" || payload[name] === "",
  );
  if (id) return `its ${id} is not a string, or an empty one.`;
  return "it has a member twice, writes the amount with a point or an exponent, or nests more than 128 deep.";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
