// An HTTP exchange as it was sent: the request on top, the response below; the request as code too.

import { copyButton } from "../lib/copy.js";
import { findAll, h } from "../lib/dom.js";
import { highlight, highlightJson } from "../lib/highlight.js";
import { statusLine } from "../lib/status.js";
import { asCurl, asHttp, asJavaScript, titled } from "../model/request-code.js";
import { exampleView } from "./example.js";

const FORMS = ["HTTP", "curl", "JavaScript"];
/** In the address: nothing is stored, and a reload or a link keeps the choice all the same. */
const PARAMETER = "code";

/** How requests are shown, on all steps. */
let chosen = chosenByAddress();
/** How to draw a request's view again; a view that was replaced is not kept by it. @type {WeakMap<HTMLElement, () => void>} */
const drawings = new WeakMap();

/**
 * @typedef {{ method?: string, url?: string, headers: Record<string, string>, body: string }} Message
 * @typedef {{ request: Message, response?: Message & { status: number } }} Exchange
 *
 * @param {Exchange} exchange
 * @param {object} options
 * @param {string} options.label what it is, for those who do not see it
 * @param {{ file: string, marks: string }} [options.example] the example that makes this call, and what marks the place
 */
export function exchangeView({ request, response }, { label, example }) {
  return h(
    "figure.exchange",
    { "aria-label": label },
    requestView(request, { label, example }),
    response && responseView(response, label),
  );
}

function requestView(request, { label, example }) {
  const forms = {
    HTTP: () => ({ text: asHttp(request), nodes: httpNodes(request) }),
    curl: () => shown(asCurl(request), "request.sh"),
    JavaScript: () => shown(asJavaScript(request), "request.js"),
  };
  const buttons = FORMS.map((form) => h("button", { type: "button", onclick: () => choose(form) }, form));
  const place = h("div");
  let text = "";
  const draw = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === chosen));
    if (chosen === "JavaScript" && example) {
      text = "";
      place.replaceChildren(exampleView(example.file, example.marks, (code) => (text = code)));
      return;
    }
    const form = forms[chosen]();
    text = form.text;
    place.replaceChildren(panel(`${label}: request`, form.nodes));
  };
  draw();
  const view = h(
    "div.message",
    {},
    h(
      "div.kind",
      {},
      h("span", {}, "Request"),
      h("span.forms", { role: "group", "aria-label": `${label}: form` }, ...buttons),
      copyButton(() => text, "the request"),
    ),
    place,
  );
  drawings.set(view, draw);
  return view;
}

function chosenByAddress() {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  return FORMS.find((form) => form.toLowerCase() === asked) ?? FORMS[0];
}

function choose(form) {
  chosen = form;
  const address = new URL(location.href);
  if (form === FORMS[0]) address.searchParams.delete(PARAMETER);
  else address.searchParams.set(PARAMETER, form.toLowerCase());
  history.replaceState(null, "", address);
  for (const view of findAll(".message")) drawings.get(view)?.();
}

const shown = (text, file) => ({ text, nodes: highlight(text, file) });

function responseView(response, label) {
  const body = pretty(response.body);
  return h(
    "div.message",
    { "data-tone": response.status < 400 ? "good" : "bad" },
    h(
      "div.kind",
      {},
      h("span", {}, "Response"),
      copyButton(() => body, "the response's body"),
    ),
    panel(`${label}: response`, [
      h("b", {}, `${statusLine(response.status)}\n`),
      ...headerNodes(response.headers),
      ...bodyNodes(body),
    ]),
  );
}

const panel = (label, nodes) =>
  h("pre", { tabindex: 0, translate: "no", role: "region", "aria-label": label }, ...nodes);

function httpNodes({ method, url, headers, body }) {
  const { host, pathname, search } = new URL(url);
  return [
    h("b", {}, `${method} ${pathname}${search}\n`),
    ...headerNodes({ Host: host, ...headers }),
    ...bodyNodes(pretty(body)),
  ];
}

const headerNodes = (headers) =>
  Object.entries(headers).flatMap(([name, value]) => [h("span.name", {}, `${titled(name)}: `), `${value}\n`]);

const bodyNodes = (body) => (body ? ["\n", ...highlightJson(body)] : []);

/** A body that a machine wrote on one line; one that has lines of its own is shown as it is. */
function pretty(body) {
  if (body.trim().includes("\n")) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Scrolls to the end of a response: a session's status is there. @param {HTMLElement} view */
export function toEnd(view) {
  const response = view.querySelector(".message:last-child pre");
  if (response) response.scrollTop = response.scrollHeight;
}
