// Draws the stages of `stagesOf` into a list. The list is a <ol class="stages">; css/stages.css has its looks.

import { h } from "../lib/dom.js";
import { grouped } from "../lib/words.js";
import { MAX_SHOWN_BYTES, STAGES } from "../model/verification.js";
import { alteredView } from "./verification/altered.js";
import { hashedBytes } from "./verification/bytes.js";
import { eventView } from "./verification/event.js";
import { macsView } from "./verification/macs.js";
import { struckOut } from "./verification/struck-out.js";

/** Each stage: its title, why it is there, its outcome in a few words, and what there is to see. */
const VIEWS = {
  header: {
    title: "The header is read",
    why: "It must name the algorithm your shop expects and hold exactly one signature of 64 hex digits.",
    outcome: () => "well-formed",
    content: ({ header }) => [headerView(header)],
  },
  whitespace: {
    title: "Whitespace is removed",
    why: "So the callback survives software that indents JSON. But anyone can add whitespace without breaking the signature:",
    outcome: ({ lengths }) =>
      lengths ? `${count(lengths.sent)} sent, ${grouped(lengths.signed)} signed` : "payload only",
    content: ({ pieces, lengths }) => (pieces ? [struckOut(pieces), beginning(lengths.sent)] : []),
  },
  bytes: {
    title: "The rest is hashed",
    why: "These bytes and your secret go into HMAC-SHA256.",
    outcome: ({ lengths }) => (lengths ? count(lengths.signed) : "payload only"),
    content: ({ bytes }, list) => (bytes ? [...hashedBytes(bytes, list), beginning(bytes.length)] : []),
  },
  macs: {
    title: "The two signatures",
    why: "",
    outcome: ({ macs }) => macsView.outcome(macs),
    tone: ({ macs: { given, made } }) => (given === made ? "good" : "bad"),
    content: ({ macs }) => macsView(macs),
  },
  comparison: {
    title: "They are compared",
    why: "All 32 bytes, always, so the time it takes says nothing about where they differ.",
    outcome: () => "authentic",
    content: () => [],
  },
  event: {
    title: "The event is read",
    why: "Only now is the JSON parsed, with and without its whitespace. Both must say the same.",
    outcome: ({ event }) => (event.type === "unknown" ? "unknown event" : event.type),
    content: ({ event }, _, options) => eventView(event, options),
  },
};

/**
 * @param {HTMLElement} list an <ol class="stages">; what it holds is replaced
 * @param {import("../model/verification.js").Stages} stages
 * @param {object} [options]
 * @param {{ amount?: number, sessionId?: string, paymentId?: string, currency?: string }} [options.order] what the event is compared with
 * @param {Record<string, Node>} [options.beside] what stands under a stage's reason, by the stage's name
 * @param {boolean} [options.isBrief] without the reasons for each stage, and without what the verdict says too
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
  if (stop && stopped < 0) items.unshift(notBegun(stop, options));
  list.replaceChildren(...items);
}

function passed(name, stages, list, options) {
  const { why, outcome, tone, content } = VIEWS[name];
  return item(
    name,
    "passed",
    h("span.result", { "data-tone": tone?.(stages) ?? "good" }, outcome(stages)),
    !options.isBrief && why && h("p.why", {}, why),
    options.beside?.[name],
    ...content(stages, list, options),
  );
}

/** @param {string} name @param {import("../model/verification.js").Stages} stages @param {{ isBrief?: boolean }} options */
function halted(name, { stop, altered }, { isBrief }) {
  return item(
    name,
    "stopped",
    h("span.result", { "data-tone": "bad" }, h("code", {}, stop.code)),
    !isBrief && h("p.why", {}, VIEWS[name].why),
    altered && alteredView(altered),
    !isBrief && h("p.note", { "data-tone": "bad" }, stop.message),
  );
}

/**
 * A mistake of the caller's, found before the callback was looked at.
 *
 * @param {{ code: string, message: string }} stop
 * @param {{ isBrief?: boolean }} options
 */
function notBegun({ code, message }, { isBrief }) {
  return h(
    "li",
    { "data-state": "stopped" },
    h(
      "div.head",
      {},
      h("h3", {}, "Nothing was checked"),
      h("span.result", { "data-tone": "bad" }, h("code", {}, code)),
    ),
    !isBrief && h("p.note", {}, message),
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
  return h("div.picked", {}, h("pre", { translate: "no" }, ...value));
}

/** Says so where not all is shown. */
function beginning(length) {
  return (
    length > MAX_SHOWN_BYTES &&
    h("p.hint", {}, `The first ${grouped(MAX_SHOWN_BYTES)} of ${count(length)} are shown.`)
  );
}

const count = (number) => `${grouped(number)} ${number === 1 ? "byte" : "bytes"}`;
