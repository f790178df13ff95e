// What stands around 64 digits that does not belong there.

import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { AS_THE_API_WRITES } from "./advice.ts";

/** What stands before the digits, and what to say then. */
const BEFORE: readonly (readonly [before: RegExp, code: FindingCode, finding: string])[] = [
  [
    /^$/,
    "header-digits-alone",
    "The digits stand alone in the header's value, without HMAC-SHA256 Signature= before them.",
  ],
  [
    /^hmac-sha256$/i,
    "header-no-parameter",
    "The header's value has no Signature= between HMAC-SHA256 and the digits.",
  ],
  [
    /^signature\s*=\s*"?$/i,
    "header-no-algorithm",
    "The header's value does not begin with the algorithm, HMAC-SHA256.",
  ],
  [
    /^(?:bearer|basic|token|digest)\s*"?$/i,
    "header-other-scheme",
    "The signature follows the name of another scheme, as a token does.",
  ],
  [
    /^[a-z0-9_-]+\s*[=:]\s*"?$/i,
    "header-other-api",
    "The signature is written as another API writes it, such as sha256= or v1=.",
  ],
  [
    /^hmac-sha256\s/i,
    "header-other-parameter",
    "Between HMAC-SHA256 and the digits, there is something other than Signature=.",
  ],
  [
    /signature\s*=\s*"?$/i,
    "header-other-algorithm",
    "The header names another algorithm than HMAC-SHA256, or spells it differently.",
  ],
];

export function describeSurroundings(before: string, after: string): Finding {
  const [code, finding] = describe(before, after);
  return { code, finding, change: AS_THE_API_WRITES };
}

function describe(before: string, after: string): readonly [code: FindingCode, finding: string] {
  if (/^t\s*=\s*\d+/i.test(before)) {
    return [
      "header-time-stamp",
      "There is a time stamp beside the signature, as other APIs write it; the Checkout API sends none.",
    ];
  }
  if (/^hmac-sha256\s+signature\s*=\s*[^\w\s]+$/i.test(before)) {
    return [
      "header-other-quotes",
      "The digits are enclosed in something other than a pair of double quotes, which is all that may enclose them.",
    ];
  }
  if (after !== "" && after !== '"')
    return ["header-something-after", "Something follows the signature in the Authorization header."];
  const known = BEFORE.find(([pattern]) => pattern.test(before));
  if (known) return [known[1], known[2]];
  return ["header-something-before", "What precedes the digits is not HMAC-SHA256 Signature=."];
}
