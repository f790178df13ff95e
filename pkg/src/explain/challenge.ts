// Who refused a callback, by the challenge of the 401: this package's handler, or something in front of it.

import { isOwnChallenge } from "../shared/challenge.ts";
import type { Finding } from "./finding.ts";

const FIND_GATEWAY =
  "The callback did not reach verify. Let requests to the callback URL pass that gateway, proxy or middleware without " +
  "credentials of its own, and let the Authorization header through unchanged.";

/** What the `WWW-Authenticate` header of a 401 says; nothing where it is the handler's, or not known. */
export function inspectChallenge(challenge: string | null | undefined): Finding[] {
  if (challenge === undefined || (challenge !== null && isOwnChallenge(challenge))) return [];
  const scheme = /^[\s,]*([a-z][a-z0-9-]{0,30})(?![!-+.-~])/i.exec(challenge ?? "")?.[1];
  const code = scheme === undefined ? "challenge-missing" : "challenge-of-another";
  const what = scheme === undefined ? "it does not ask for HMAC-SHA256" : `it asks for ${scheme}`;
  return [
    {
      code,
      finding: `The 401 does not come from this package's handler: ${what} in WWW-Authenticate.`,
      change: FIND_GATEWAY,
    },
  ];
}
