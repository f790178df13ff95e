// A callback of the visitor's own: whatever was pasted is taken apart, judged as one types, and explained.

import { bringIntoView, find, h, revealer, say } from "../lib/dom.js";
import { listed } from "../lib/words.js";
import { findReasons } from "../model/reasons.js";
import { recognise } from "../model/recognise.js";
import { SAMPLE_BODY, SAMPLE_SECRET, sampleHeader } from "../model/sample.js";
import { stagesOf } from "../model/verification.js";
import { showStages } from "../views/verification.js";

/** How long somebody has to stop typing before reasons are looked for and the verdict is read out, in milliseconds. */
const PAUSE_MS = 400;

export function mount(section) {
  const element = (name) => find(`#own-${name}`, section);
  const form = find("#own", section);
  const [body, header, secret] = [element("body"), element("header"), element("secret")];
  const [recognised, dropped] = [element("recognised"), element("dropped")];
  const [verdict, findings, stages] = [element("verdict"), element("findings"), element("stages")];
  const hide = revealer(element("show"), secret, "the secret");
  let timer;
  /** Withdraws the question about what the fields held before. */
  let asked = new AbortController();
  let said = "";

  const callback = () => ({
    body: body.value,
    header: header.value.trim() === "" ? undefined : header.value,
    secret: secret.value,
    whitespace: element("whitespace").value,
    signed: element("signed").value,
  });

  for (const field of [body, header]) {
    field.addEventListener("input", () => takeApart(field));
  }
  secret.addEventListener("paste", ({ clipboardData }) => {
    const text = clipboardData?.getData("text") ?? "";
    note(
      dropped,
      /[\r\n]/.test(text) &&
        "A line break was dropped, since this field can't hold one. If your variable or file has it too, remove it there: the package refuses a secret with whitespace at an end.",
    );
  });
  form.addEventListener("input", ({ target }) => {
    if (target === secret && secret.value === "") note(dropped, "");
    judge();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge({ isNow: true });
    verdict.focus({ preventScroll: true });
    bringIntoView(verdict);
  });
  form.addEventListener("reset", () => {
    for (const box of [recognised, dropped]) note(box, "");
    hide(false);
    // The fields are emptied after this event.
    setTimeout(() => judge({ isNow: true }));
  });
  element("sample").addEventListener("click", () => {
    [body.value, header.value, secret.value] = [SAMPLE_BODY, sampleHeader(), SAMPLE_SECRET];
    for (const box of [recognised, dropped]) note(box, "");
    judge({ isNow: true });
  });
  stages.addEventListener("toggle", () => drawStages(stagesOf(callback())));

  /** Puts a whole request where it belongs, and says what it was taken for. */
  function takeApart(field) {
    const found = recognise(field.value);
    if (!found) return note(recognised, "");
    if (found.body !== undefined) body.value = found.body;
    else if (field === body) body.value = "";
    if (found.header !== undefined) header.value = found.header;
    else if (field === header) header.value = "";
    const parts = [
      found.body !== undefined && "the body",
      found.header !== undefined && "the Authorization header",
    ];
    const filled = parts.filter(Boolean);
    note(
      recognised,
      filled.length > 0
        ? `This was ${found.kind}: ${listed(filled, "and")} ${filled.length > 1 ? "are" : "is"} filled in.`
        : `This was ${found.kind}, with no body and no Authorization header in it.`,
    );
  }

  /** @param {{ isNow?: boolean }} [options] whether somebody asked, or is still typing */
  function judge({ isNow = false } = {}) {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    const given = callback();
    const missing = whatIsMissing(given);
    findings.hidden = true;
    findings.replaceChildren();
    stages.hidden = missing !== undefined;
    if (missing !== undefined) {
      showVerdict({ tone: "", title: "Not verified yet", text: missing });
      return isNow && speak(missing);
    }
    const result = stagesOf(given);
    drawStages(result);
    const shown = outcome(result);
    showVerdict(shown);
    const { signal } = asked;
    const follow = async () => {
      const found = result.stop ? await findReasons(given, signal) : [];
      if (signal.aborted) return;
      showFindings(found);
      // Each thing is said once: the module's own words stand where nothing more is known.
      if (found.length > 0) showVerdict({ ...shown, text: undefined });
      speak(`${shown.title} ${shown.code}. ${shown.text ?? ""}`);
    };
    if (isNow) follow();
    else timer = setTimeout(follow, PAUSE_MS);
  }

  /** @param {{ tone: string, title: string, code?: string, text?: string }} shown */
  function showVerdict({ tone, title, code, text }) {
    verdict.dataset.tone = tone;
    verdict.replaceChildren(
      h("b", { "data-code": code ?? "none" }, title, code && " ", code && h("code", {}, code)),
      ...(text ? [h("p", {}, text)] : []),
    );
  }

  function drawStages(result) {
    if (stages.open) showStages(find("ol", stages), result, { isBrief: true });
  }

  /** @param {readonly import("../model/reasons.js").Finding[]} found */
  function showFindings(found) {
    findings.replaceChildren(
      h("h3", {}, "What might be wrong"),
      h(
        "ul",
        {},
        ...found.map(({ code, finding, change }) =>
          h("li", { "data-finding": code }, h("p", {}, h("b", {}, finding)), h("p", {}, change)),
        ),
      ),
    );
    findings.hidden = found.length === 0;
  }

  function speak(text) {
    if (section.hidden || text === said) return;
    said = text;
    say(text);
  }

  judge();
}

function note(box, text) {
  box.textContent = text || "";
  box.hidden = !text;
}

/** What has to be filled in before there is anything to verify; undefined where nothing has. */
function whatIsMissing({ body, header, secret }) {
  if (body === "" && header === undefined) return "Paste a callback to begin.";
  if (secret === "") return "Enter the secret key to verify it.";
  return undefined;
}

/** @param {import("../model/verification.js").Stages} stages */
function outcome({ stop, event }) {
  if (stop) return { tone: "bad", title: "Refused", code: stop.code, text: stop.message };
  if (event.type === "unknown")
    return {
      tone: "good",
      title: "Verified",
      code: "unknown-event",
      text: `Authentic, of the type ${event.name}.`,
    };
  const { amount } = event.payload;
  return {
    tone: "good",
    title: "Verified",
    code: event.type,
    text: `Authentic: ${amount} in minor units. Compare amount and session with your order before you ship.`,
  };
}
