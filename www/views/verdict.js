// What a shop answers to a callback, and what its log says of it.

import { find, h } from "../lib/dom.js";
import { statusLine } from "../lib/status.js";
import { changeView } from "./change.js";
import { alteredView } from "./verification/altered.js";
import { macsView } from "./verification/macs.js";

/**
 * @param {HTMLElement} box what it holds is replaced
 * @param {import("../model/judge.js").Verdict} verdict
 * @param {Texts} texts
 *
 * @typedef {object} Texts
 * @property {string} [did] what was done
 * @property {{ what: string, before: string, after: string }[]} [changes] what was changed in the fields
 * @property {{ given: string, made: string }} [macs] where they differ
 * @property {string} [teaches]
 * @property {any[]} [altered]
 */
export function showVerdict(box, verdict, { did, changes = [], macs, teaches, altered }) {
  const { code, message, status } = verdict;
  box.dataset.tone = tone(verdict);
  box.replaceChildren(
    h(
      "p.head",
      { "data-code": code, "data-status": status ?? "none" },
      h("b", {}, headline(verdict)),
      " ",
      h("code", {}, code),
      h("button.to-lesson", { type: "button", onclick: () => toLesson(box) }, "What it means"),
    ),
    h(
      "div.body",
      {},
      did && h("p", {}, did),
      ...changes.map(({ what, before, after }) => changeView(before, after, what)),
      altered && alteredView(altered),
      ...(macs ? macsView(macs) : []),
      teaches && h("p.teaches", {}, teaches),
      h(
        "dl",
        {},
        fact("Your log says", h("code", {}, code), `: ${firstSentence(message)}`),
        fact("The sender gets", ...responseOf(verdict)),
        fact("Your function", runs(verdict)),
      ),
    ),
  );
}

/** The log has what to do too; here the lesson says it. @param {string} message */
const firstSentence = (message) => /^[\s\S]*?[.!?](?=\s|$)/.exec(message)?.[0] ?? message;

/** On a phone the verdict's first line stays in view, and leads to the rest. */
function toLesson(box) {
  const lesson = find(".body", box);
  lesson.tabIndex = -1;
  lesson.focus({ preventScroll: true });
  lesson.scrollIntoView({ block: "start" });
}

/** The verdict for those who hear it. */
export function spoken(verdict, { did = "" }) {
  return `${did} ${headline(verdict)}, ${verdict.code}. ${verdict.message}`.trim();
}

/** @param {import("../model/judge.js").Verdict} verdict */
const headline = ({ status, absence }) => absence ?? statusLine(status);

/**
 * A mistake of the shop's own is neither a good callback nor a bad one.
 *
 * @param {import("../model/judge.js").Verdict} verdict
 */
function tone({ status, code }) {
  if (status === 200) return "good";
  return status === 500 || code === "empty-secret" || code === "padded-secret" ? "mind" : "bad";
}

function fact(name, ...value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
}

/** @param {import("../model/judge.js").Verdict} verdict */
function responseOf({ status, headers, before, code }) {
  if (status === undefined) {
    const isShops = code === "empty-secret" || code === "padded-secret";
    return [
      isShops
        ? "Nothing: the package refuses such a secret before the first callback comes."
        : "Nothing: a header can't hold a line break or characters beyond Latin-1. Only the module was asked.",
    ];
  }
  const extra = headers["www-authenticate"];
  const again = status === 200 ? "" : "Anything but 200 makes the API send it again, for 24 hours.";
  return [
    before && `${statusLine(before.status)} the first time (${before.code}), and now `,
    h("code", {}, statusLine(status)),
    extra ? [", ", h("code", {}, `WWW-Authenticate: ${extra}`)] : "",
    again && `. ${again}`,
  ].flat();
}

function runs({ runs }) {
  if (runs === 0) return "didn't run.";
  return runs === 1 ? "ran once." : `ran ${runs} times.`;
}
