// A header without a signature in it: what it holds instead.

import type { Finding } from "../finding.ts";
import { AS_THE_API_WRITES } from "./advice.ts";

const FIND_ITS_SOURCE =
  "The API writes HMAC-SHA256 Signature=<64 hexadecimal digits>. Find out what sets this header instead, on the way or in " +
  "your own client.";

/** Other credentials, by the scheme's name in lower case. */
const CREDENTIALS: ReadonlyMap<string, string> = new Map([
  ["bearer", "a bearer token"],
  ["basic", "a user name and a password, which clients send for an address with user:password@ in it"],
  ["digest", "the response to a password challenge"],
  ["negotiate", "a Kerberos or NTLM ticket"],
  ["aws4-hmac-sha256", "a signature of Amazon Web Services"],
]);

export function describeOtherCredentials(value: string): Finding {
  const scheme = /^\s*([!#$%&'*+.^_`|~0-9a-z-]+)/i.exec(value)?.[1]?.toLowerCase() ?? "";
  const credentials = CREDENTIALS.get(scheme);
  if (credentials) {
    return {
      code: "header-other-credentials",
      finding: `The Authorization header holds ${credentials}, not the API's signature.`,
      change: FIND_ITS_SOURCE,
    };
  }
  if (scheme === "hmac-sha256" || scheme === "signature") {
    return {
      code: "header-no-digits",
      finding:
        "The Authorization header names the algorithm, but no signature of 64 hexadecimal digits follows.",
      change: AS_THE_API_WRITES,
    };
  }
  if (!/^\s*\S+\s+\S/.test(value)) {
    return {
      code: "header-no-signature",
      finding: "There is nothing like a signature in the Authorization header.",
      change: AS_THE_API_WRITES,
    };
  }
  return {
    code: "header-unknown-scheme",
    finding: "The Authorization header has another scheme than HMAC-SHA256, and nothing like its signature.",
    change: `${FIND_ITS_SOURCE} If the API now signs with another algorithm, update this package.`,
  };
}
