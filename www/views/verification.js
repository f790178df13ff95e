// Draws the stages of `stagesOf` into a list. The list is a <ol class="stages">; css/callback.css has its looks.

import { h } from "../lib/dom.js";
import { MOST_SHOWN, STAGES } from "../model/verification.js";
import { statusLine } from "./exchange.js";
import { alteredView } from "./verification/altered.js";
import { hashedBytes } from "./verification/bytes.js";
import { eventView } from "./verification/event.js";
import { macsView } from "./verification/macs.js";
import { struckOut } from "./verification/struck-out.js";

/** Each stage: its title, why it is there, its outcome in a few words, and what there is to see. */
const VIEWS = {
  header: {
    title: "The header is read",
    why: "It has to be the algorithm that your shop is set to, and one signature of 64 hexadecimal digits. Whatever else it holds, it is refused before the body is looked at.",
    outcome: () => "well-formed",
    content: ({ header }) => [headerView(header)],
  },
  whitespace: {
    title: "Whitespace is struck out",
    why: "Whitespace is not signed, so that the callback survives software that indents JSON on its way. All of it goes before hashing, wherever it stands: the 25 characters that Unicode calls White_Space.",
    outcome: ({ lengths: { sent, signed } }) => `${count(sent)} sent, ${format.format(signed)} signed`,
    content: ({ pieces, lengths: { sent } }) => [struckOut(pieces), beginning(sent)],
  },
  bytes: {
    title: "What is left is hashed",
    why: "These bytes and your secret go into HMAC-SHA256. The secret itself never travels.",
    outcome: ({ lengths: { signed } }) => count(signed),
    content: ({ bytes }, list) => [...hashedBytes(bytes, list), beginning(bytes.length)],
  },
  macs: {
    title: "Two signatures, side by side",
    why: "One came in the header. The other was computed here, over these bytes, with your secret.",
    outcome: ({ macs }) => macsView.outcome(macs),
    tone: ({ macs: { given, made } }) => (given === made ? "good" : "bad"),
    content: ({ macs }) => macsView(macs),
    after:
      "You see both because this page shows them to you. In your shop nobody compares by eye, or with ==: the module compares in constant time, and never tells anybody the right one.",
  },
  comparison: {
    title: "They are compared",
    why: "Not the text, but the 32 bytes that the digits stand for, and every one of them, so that the time taken says nothing about where they differ.",
    outcome: () => "authentic",
    content: () => [h("p", {}, "Whoever made this signature holds the secret, and has signed this body.")],
  },
  event: {
    title: "The event is read",
    why: "Only now is the JSON parsed, with its whitespace and without: both have to say the same. Then it is compared with your own order.",
    outcome: ({ event }) => (event.type === "unknown" ? "an unknown event" : event.type),
    content: ({ event }, _, options) => eventView(event, options),
  },
};

/**
 * @param {HTMLElement} list an <ol class="stages">; what it holds is replaced
 * @param {import("../model/verification.js").Stages} stages
 * @param {object} [options]
 * @param {{ amount?: number, sessionId?: string, paymentId?: string, currency?: string }} [options.order] what the event is compared with
 * @param {{ status: number, code: string, message: string }} [options.answer] what the handler answered
 * @param {boolean} [options.isBrief] without the reasons for each stage
 */
export function showStages(list, stages, options = {}) {
  const { stop } = stages;
  const stopped = stop ? STAGES.indexOf(stop.at) : STAGES.length;
  const items = STAGES.map((name, at) => {
    if (at < stopped) return passed(name, stages, list, options);
    return at === stopped
      ? halted(name, stages, options)
      : item(name, "unreached", h("span.result", {}, "not reached"));
  });
  if (stop && stopped < 0) items.unshift(notBegun(stop));
  list.replaceChildren(...items);
}

function passed(name, stages, list, options) {
  const { why, outcome, tone, content, after } = VIEWS[name];
  return item(
    name,
    "passed",
    h("span.result", { "data-tone": tone?.(stages) ?? "good" }, outcome(stages)),
    !options.isBrief && h("p.why", {}, why),
    ...content(stages, list, options),
    !options.isBrief && after && h("p.why", {}, after),
    name === "event" && options.answer && answerView(options.answer),
  );
}

function halted(name, { stop, altered }, { answer, isBrief }) {
  return item(
    name,
    "stopped",
    h("span.result", { "data-tone": "bad" }, h("code", {}, stop.code)),
    !isBrief && h("p.why", {}, VIEWS[name].why),
    altered && alteredView(altered),
    h("p.note", { "data-tone": "bad" }, stop.message),
    answer && answerView(answer),
  );
}

/** A mistake of the caller's, found before the callback was looked at. */
function notBegun({ code, message }) {
  return h(
    "li",
    { "data-state": "stopped" },
    h(
      "div.head",
      {},
      h("h3", {}, "Nothing was checked"),
      h("span.result", { "data-tone": "bad" }, h("code", {}, code)),
    ),
    h("p.note", {}, message),
  );
}

function item(name, state, outcome, ...content) {
  return h(
    "li",
    { "data-stage": name, "data-state": state },
    h("div.head", {}, h("h3", {}, VIEWS[name].title), outcome),
    ...content,
  );
}

function headerView(parts) {
  const value = parts.map(({ text, part }) => (part ? h(`span.${part}`, {}, text) : text));
  return h(
    "div.picked",
    {},
    h("pre", { translate: "no" }, ...value),
    h(
      "p.hint",
      {},
      h("span.scheme", {}, "the algorithm"),
      " and ",
      h("span.digits", {}, "the signature"),
      ", 32 bytes in hexadecimal",
    ),
  );
}

/** Says so where not all is shown. */
function beginning(length) {
  return (
    length > MOST_SHOWN &&
    h("p.hint", {}, `The first ${format.format(MOST_SHOWN)} of ${count(length)} are shown.`)
  );
}

function answerView({ status, code, message }) {
  return h(
    "p.note",
    { "data-tone": status === 200 ? "good" : "bad" },
    "Your handler answered ",
    h("b", {}, statusLine(status)),
    ". Your log says ",
    h("code", {}, code),
    `: ${message}`,
  );
}

const format = new Intl.NumberFormat("en");
const count = (number) => `${format.format(number)} ${number === 1 ? "byte" : "bytes"}`;
