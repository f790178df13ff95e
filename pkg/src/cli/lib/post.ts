// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// One attempt to deliver a callback, and what its answer means.

import { visible } from "./output.ts";

/**
 * A status, or the code of what went wrong; and in both cases advice, if there is any.
 *
 * @typedef {{ status?: number, error?: string, advice: string | undefined }} Answer
 */

/**
 * @param {URL} url
 * @param {import("./callback.ts").Message} message
 * @param {{ timeoutMs: number, stop: AbortSignal }} options
 * @returns {Promise<Answer>}
 */
export async function post(url, { body, authorization }, { timeoutMs, stop }) {
  const controller = new AbortController();
  const end = () => controller.abort();
  const timer = setTimeout(end, timeoutMs);
  stop.addEventListener("abort", end);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: /** @type {Uint8Array<ArrayBuffer>} */ (body),
      headers: {
        ...(authorization !== undefined && { Authorization: authorization }),
        "Content-Type": "application/json; charset=utf-8",
      },
      redirect: "manual",
      signal: controller.signal,
    });
    // What else it says does not matter, nor whether it can say it.
    response.body?.cancel().catch(() => {});
    return {
      status: response.status,
      advice: statusAdvice(response.status, response.headers.get("location")),
    };
  } catch (error) {
    if (controller.signal.aborted)
      return { error: "timeout", advice: `no answer within ${timeoutMs / 1000} s` };
    const { code, message } = /** @type {any} */ (error).cause ?? error;
    return {
      error: code ?? "failed",
      advice: ERRORS[code] ?? (CERTIFICATE.test(code) ? UNTRUSTED : visible(String(message))),
    };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
  }
}

/** @type {Record<string, string>} */
const ERRORS = {
  ECONNREFUSED: "nobody listens there: is the server running, and on this port?",
  ENOTFOUND: "there is no host of this name",
  ECONNRESET: "the connection was closed before an answer came",
  UND_ERR_SOCKET: "the connection was closed before an answer came",
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;
const UNTRUSTED =
  "its certificate is not trusted; for an authority of your own, set NODE_EXTRA_CA_CERTS to its file";

/** @type {Record<number, string>} */
const STATUSES = {
  400: "authentic, but malformed or altered, to the endpoint",
  401: "the endpoint refuses the signature: has it the same secret, and the raw body?",
  404: "no such path there",
  405: "no POST to this path",
  409: "not what the order says, or no such order yet",
  413: "the body is too long for the endpoint",
  415: "the endpoint takes no such body",
  503: "busy with another delivery of this payment, or not available",
};

/**
 * @param {number} status
 * @param {string | null} location
 */
function statusAdvice(status, location) {
  if (status >= 300 && status < 400) {
    const to = location === null ? "" : ` to ${visible(location)}`;
    return `a redirect${to} is not followed, and the Authorization header would be lost on it: give the API the final URL`;
  }
  if (status > 200 && status < 300) return "only 200 ends the retries";
  return STATUSES[status];
}
