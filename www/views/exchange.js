// An HTTP exchange as it really went: the request on top, the answer below.

import { h } from "../lib/dom.js";

const REASONS = {
  200: "OK",
  201: "Created",
  303: "See Other",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** @param {number} status */
export const statusLine = (status) => `${status} ${REASONS[status] ?? ""}`.trim();

/**
 * @param {{ request: Message, response?: Message & { status: number } }} exchange
 * @param {{ label: string }} options what it is, for those who do not see it
 *
 * @typedef {{ method?: string, url?: string, headers: Record<string, string>, body: string }} Message
 */
export function exchangeView({ request, response }, { label }) {
  const { host, pathname, search } = new URL(request.url);
  return h(
    "figure.exchange",
    { "aria-label": label },
    message(
      label,
      "Request",
      `${request.method} ${pathname}${search}`,
      { Host: host, ...request.headers },
      request.body,
    ),
    response &&
      message(
        label,
        "Answer",
        statusLine(response.status),
        response.headers,
        response.body,
        response.status < 400 ? "good" : "bad",
      ),
  );
}

/** Scrolls to the end of an answer: a session's status stands there. */
export function toEnd(view) {
  const answer = view.querySelector(".message:last-child pre");
  if (answer) answer.scrollTop = answer.scrollHeight;
}

function message(label, kind, line, headers, body, tone) {
  const lines = Object.entries(headers).flatMap(([name, value]) => [
    h("span.name", {}, `${titled(name)}: `),
    `${value}\n`,
  ]);
  return h(
    "div.message",
    tone ? { "data-tone": tone } : {},
    h("p.kind", {}, kind),
    h(
      "pre",
      { tabindex: 0, translate: "no", role: "region", "aria-label": `${label}: ${kind.toLowerCase()}` },
      h("b", {}, `${line}\n`),
      ...lines,
      body ? `\n${pretty(body)}` : "",
    ),
  );
}

/** Header names come out of `Headers` in lower case. */
const titled = (name) => name.replace(/(^|-)([a-z])/g, (_, before, letter) => before + letter.toUpperCase());

/** A body that a machine wrote on one line; one that has lines of its own is shown as it is. */
function pretty(body) {
  if (body.trim().includes("\n")) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
