// One attempt to deliver a callback, and what its response means.

import { CHALLENGE, isOwnChallenge } from "../../shared/challenge.ts";
import { withDeadline } from "../../shared/deadline.ts";
import type { Callback } from "./callback.ts";

/** The response's status, or the code of what went wrong; and advice, if there is any. */
export interface PostResult {
  readonly status?: number;
  readonly error?: string;
  /** Whether a 401 has the challenge with which this package's handler refuses a signature. */
  readonly isOurChallenge: boolean;
  readonly advice: string | undefined;
}

export interface PostOptions {
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}

/** Posts a callback. It never rejects. */
export async function post(
  url: URL,
  { body, authorization }: Callback,
  { timeoutMs, stop }: PostOptions,
): Promise<PostResult> {
  // Not AbortSignal.any over AbortSignal.timeout: Node may collect the timeout as garbage before it fires.
  const controller = new AbortController();
  const abort = () => controller.abort();
  stop.addEventListener("abort", abort);
  let isLate = false;
  const onTimeout = () => {
    isLate = true;
    abort();
    return new Error("timeout");
  };
  const request = fetch(url, {
    method: "POST",
    body: body as Uint8Array<ArrayBuffer>,
    headers: {
      ...(authorization !== undefined && { Authorization: authorization }),
      "Content-Type": "application/json; charset=utf-8",
    },
    redirect: "manual",
    signal: controller.signal,
  });
  try {
    const { body: rest, headers, status } = await withDeadline(request, timeoutMs, onTimeout);
    // Neither the response's body matters, nor whether it arrives.
    rest?.cancel().catch(() => {});
    const isOurChallenge = status === 401 && isOwnChallenge(headers.get("www-authenticate") ?? "");
    return { status, isOurChallenge, advice: adviseOnStatus(status, headers, isOurChallenge) };
  } catch (error) {
    if (!isLate) return { isOurChallenge: false, ...describeFailure(error) };
    const advice = `no response within ${timeoutMs / 1000} s`;
    return { error: "timeout", isOurChallenge: false, advice };
  } finally {
    stop.removeEventListener("abort", abort);
  }
}

function describeFailure(error: unknown): { error: string; advice: string } {
  const { cause } = Object(error);
  const { code, message } = Object(cause ?? error);
  if (typeof code !== "string") {
    return { error: "failed", advice: message === "bad port" ? BAD_PORT : String(message ?? error) };
  }
  return { error: code, advice: ERRORS[code] ?? (CERTIFICATE.test(code) ? UNTRUSTED : String(message)) };
}

/** The Fetch standard has a list of such ports: 6000 is X11's, and 5060 SIP's. */
const BAD_PORT =
  "fetch sends nothing to this port, which is another protocol's: let the endpoint listen on another one";

const ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: is the server running, and on this port?",
  ENOTFOUND: "there is no host with this name",
  ECONNRESET: "the connection was closed before a response arrived",
  UND_ERR_SOCKET: "the connection was closed before a response arrived",
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;
const UNTRUSTED =
  "its certificate is not trusted; for an authority of your own, set NODE_EXTRA_CA_CERTS to its file";

const STATUSES: Readonly<Record<number, string>> = {
  400: "to the endpoint it is authentic, but malformed or altered",
  404: "there is no such path",
  405: "this path takes no POST",
  409: "it does not match the order, or there is no such order yet",
  413: "the body is too long for the endpoint",
  415: "the endpoint does not accept such a body",
  429: "a rate limit: the endpoint has not looked at it",
  502: "a proxy answered: it cannot reach the endpoint",
  503: "busy with another delivery of this payment, or not available",
  504: "a proxy answered: the endpoint did not respond to it in time",
};
const OUR_401 =
  "the endpoint refuses the signature: does it have the same secret, and does it verify the raw body?";
const FOREIGN_401 = `without the challenge ${CHALLENGE}, so a gateway or a login in front of the endpoint may have answered`;

function adviseOnStatus(status: number, headers: Headers, isOurChallenge: boolean): string | undefined {
  if (status >= 300 && status < 400) {
    const location = headers.get("location");
    const to = location === null ? "" : ` to ${location}`;
    return `a redirect${to} is not followed, since the Authorization header would be lost: give the API the final URL`;
  }
  if (status > 200 && status < 300) return "only 200 ends the retries";
  if (status === 401) return isOurChallenge ? OUR_401 : FOREIGN_401;
  return STATUSES[status];
}
