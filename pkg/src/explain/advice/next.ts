// What to check next where nothing matches, most likely first.

import type { Finding } from "../finding.ts";
import { decodeUtf8 } from "../text.ts";

interface Tried {
  readonly bodyBytes: number;
  readonly secrets: readonly Uint8Array[];
  readonly isComplete: boolean;
}

export function adviseNext({ bodyBytes, secrets, isComplete }: Tried): Finding[] {
  return [
    {
      code: "nothing-matches",
      finding:
        "Nothing that was tried matches: other forms of the secret, other rules, other forms of the body.",
      change:
        "Check the secret first: it must be the secret key for callbacks (not the API key), of the same merchant and the " +
        "same environment, test or production, as the session.",
    },
    {
      code: "secret-may-be-changed",
      finding: `The secret may have been changed where it was set. ${describeLengths(secrets)}`,
      change:
        "Compare that with the secret as it was issued. A shell replaces $ and what follows it in double quotes, and so do " +
        "Compose and many .env files; they also drop what follows a #. Use single quotes.",
    },
    {
      code: "body-may-be-changed",
      finding: `The body may have been changed on the way here. It has ${bodyBytes} bytes now.`,
      change:
        "Compare that with the Content-Length of the request at the outermost server. Look for middleware, proxies and " +
        "gateways that read, log or rewrite bodies.",
    },
    {
      code: "other-delivery",
      finding: "The signature may belong to another delivery than the body.",
      change: "Take both from one request: not a body from a log, and a header from another attempt.",
    },
    {
      code: "other-sender",
      finding: "The request may not come from the Checkout API at all, which is what signatures are for.",
      change:
        "If you sent it yourself, sign it with sign() of this package. Otherwise, refusing it was right.",
    },
    ...(isComplete ? [] : [NOT_EVERYTHING]),
  ];
}

const NOT_EVERYTHING: Finding = {
  code: "search-incomplete",
  finding: "Not everything was tried, because the body is long or there are many secrets.",
  change:
    "Try again with one secret, and with the shortest callback that you can find: most have a few hundred bytes.",
};

/** How long the secrets are: no more than what a developer can count. */
function describeLengths(secrets: readonly Uint8Array[]): string {
  const lengths = secrets.map((secret) => {
    const text = decodeUtf8(secret);
    const count = text === undefined ? secret.length : [...text].length;
    return `${count} ${text === undefined ? "byte" : "character"}${count === 1 ? "" : "s"}`;
  });
  return lengths.length === 1 ? `It has ${lengths[0]} here.` : `The secrets have ${lengths.join(", ")} here.`;
}
