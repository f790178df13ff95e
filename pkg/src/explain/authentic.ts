// What to say where the signature matches, and why `verify` may refuse the callback all the same.

import { type VerificationError, Verifier } from "checkout-signature";
import type { Finding } from "./finding.ts";
import type { Settings } from "./options.ts";
import { disposeVerifier } from "./search/verifiers.ts";

type Options = Settings["options"];

interface Callback extends Settings {
  readonly raw: string | Uint8Array;
  readonly authorization: unknown;
}

/** What to change where `verify` refuses an authentic body. */
const CHANGES = {
  "altered-whitespace":
    "If you made the request yourself, remove the whitespace from its ids, names and numbers.",
  "malformed-event":
    "An event is { type, payload: { amount, paymentId, sessionId } } in strict JSON (RFC 8259).",
} as const;

/** Findings where the signature matches as everything stands; undefined where it does not. */
export function explainAuthentic(callback: Callback): Finding[] | undefined {
  const { raw, authorization, secrets, isPadded, options } = callback;
  const refusal = refuse(options, raw, authorization);
  if (refusal) {
    const { code, message } = refusal;
    // The core's own words: they name the member and the fault.
    const isAuthentic = code === "altered-whitespace" || code === "malformed-event";
    return isAuthentic ? [{ code, finding: message, change: CHANGES[code] }] : undefined;
  }
  const at = secrets.findIndex((secret) => !refuse({ ...options, secret: [secret] }, raw, authorization));
  const whose = secrets.length > 1 ? `secret ${at + 1} of the ${secrets.length} given` : "the given secret";
  const matches = `The signature matches this body, with this header and ${whose}.`;
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

/** The error with which `verify` refuses a callback; undefined where it accepts it. */
function refuse(
  options: Options,
  raw: string | Uint8Array,
  authorization: unknown,
): { readonly code: unknown; readonly message: string } | undefined {
  const verifier = new Verifier(options);
  try {
    verifier.verify(raw, authorization as string);
    return undefined;
  } catch (error) {
    return error as VerificationError;
  } finally {
    disposeVerifier(verifier);
  }
}
