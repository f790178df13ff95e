// What a shop answers to a callback, and what its log says of it.

import { h } from "../lib/dom.js";
import { statusLine } from "./exchange.js";
import { alteredView } from "./verification/altered.js";

/**
 * @param {HTMLElement} box what it holds is replaced
 * @param {import("../model/judge.js").Verdict} verdict
 * @param {{ did?: string, teaches?: string, altered?: object[] }} texts
 */
export function showVerdict(box, verdict, { did, teaches, altered }) {
  const { code, message, status } = verdict;
  box.dataset.tone = tone(verdict);
  box.replaceChildren(
    h(
      "p.head",
      { "data-code": code, "data-status": status ?? "none" },
      h("b", {}, headline(verdict)),
      " ",
      h("code", {}, code),
    ),
    h(
      "div.body",
      {},
      did && h("p", {}, did),
      altered && alteredView(altered),
      teaches && h("p.teaches", {}, teaches),
      h(
        "dl",
        {},
        fact("Your log says", h("code", {}, code), `: ${message}`),
        fact("The sender hears", ...heard(verdict)),
        fact("Your function", runs(verdict)),
      ),
    ),
  );
}

/** The verdict for those who hear it. */
export function spoken(verdict, { did = "" }) {
  return `${did} ${headline(verdict)}, ${verdict.code}. ${verdict.message}`.trim();
}

const headline = ({ status, absence }) => absence ?? statusLine(status);

/** A mistake of the shop's own is neither a good callback nor a bad one. */
function tone({ status, code }) {
  if (status === 200) return "good";
  return status === 500 || code === "empty-secret" || code === "padded-secret" ? "mind" : "bad";
}

function fact(name, ...value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
}

function heard({ status, headers, before, code }) {
  if (status === undefined) {
    const isShops = code === "empty-secret" || code === "padded-secret";
    return [
      isShops
        ? "Nothing: the package refuses such a secret before the first callback comes."
        : "Nothing: a header cannot hold a line break, or characters beyond Latin-1. The module was asked alone.",
    ];
  }
  const extra = headers["www-authenticate"];
  const again =
    status === 200
      ? "The API does not send it again."
      : "What is not answered with 200 the API sends again, for 24 hours.";
  return [
    before && `${statusLine(before.status)} the first time (${before.code}), and now `,
    h("code", {}, statusLine(status)),
    extra ? [", ", h("code", {}, `WWW-Authenticate: ${extra}`)] : "",
    `, with an empty body. ${again}`,
  ].flat();
}

function runs({ runs }) {
  if (runs === 0) return "did not run.";
  return runs === 1 ? "ran once." : `ran ${runs} times.`;
}
