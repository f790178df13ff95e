// The callback of the walk, to be broken: three fields, buttons that fill them, and what the shop answers.

import { sign } from "checkout-signature";
import { find, revealer, say } from "../lib/dom.js";
import { BREAKAGES, broken, LESSONS } from "../model/breakages.js";
import { genuineOf, orderOf } from "../model/genuine.js";
import { judge } from "../model/judge.js";
import { stagesOf } from "../model/verification.js";
import { answered } from "../views/picture.js";
import { showVerdict, spoken } from "../views/verdict.js";
import { showStages } from "../views/verification.js";
import { prepare } from "./prepare.js";

/** How long somebody has to stop typing before the verdict is read out, in milliseconds. */
const PAUSE_MS = 900;

export function mount(section, walk) {
  const element = (name) => find(`#break-${name}`, section);
  const fields = { body: element("body"), header: element("header"), secret: element("key") };
  const stages = element("stages");
  let genuine;
  /** The name of the breakage that the fields show, if they show one. */
  let chosen;
  let turn = 0;
  let said;
  /** The last status, for the picture. @type {number | undefined} */
  let last;
  let timer;

  const callback = () => ({
    body: fields.body.value,
    header: fields.header.value,
    secret: fields.secret.value,
  });

  function fill(values) {
    for (const [name, field] of Object.entries(fields)) field.value = values[name];
  }

  /** @param {number} [pause] before the verdict is read out, in milliseconds; it is not by default */
  async function update(pause) {
    turn += 1;
    const mine = turn;
    const breakage = BREAKAGES[chosen];
    const result = stagesNow();
    drawState();
    drawStages(result);
    const verdict = await judge(callback(), {
      url: genuine.url,
      orders: walk.shop.orders,
      how: breakage?.how,
    });
    // Somebody has typed on meanwhile.
    if (mine !== turn) return;
    const texts = {
      did: didOf(breakage),
      teaches: breakage?.teaches ?? LESSONS[verdict.code],
      altered: result.altered,
      macs: result.stop?.code === "signature-mismatch" ? result.macs : undefined,
      changes: changesOf(callback()),
    };
    showVerdict(element("verdict"), verdict, texts);
    last = verdict.status;
    answered(last);
    clearTimeout(timer);
    if (pause !== undefined) timer = setTimeout(() => speak(spoken(verdict, texts)), pause);
  }

  function didOf(breakage) {
    if (breakage) return breakage.did;
    return isGenuine() ? "This is the callback as the API sent it." : undefined;
  }

  /** What was changed, field by field; the secret stays in its field. */
  function changesOf({ body, header }) {
    // A body that was made anew is said in words.
    if (chosen && BREAKAGES[chosen].did) return [];
    return [
      { what: "Body", before: genuine.body, after: body },
      { what: "Header", before: genuine.header, after: header },
    ];
  }

  function speak(text) {
    if (section.hidden || text === said) return;
    said = text;
    say(text);
  }

  const isGenuine = () =>
    !chosen && Object.entries(fields).every(([name, { value }]) => value === genuine[name]);

  /** What is changed, what is pressed, and which buttons can do something. */
  function drawState() {
    for (const [name, field] of Object.entries(fields)) {
      find(`#${field.id}-changed`, section).textContent = field.value === genuine[name] ? "" : "changed";
    }
    for (const name of Object.keys(BREAKAGES)) {
      if (name === chosen) element(name).setAttribute("aria-current", "true");
      else element(name).removeAttribute("aria-current");
    }
    enable("sign", whyNotSign(callback()));
    enable("start-over", isGenuine() ? "Nothing has been changed yet." : "");
  }

  /** Not the attribute `disabled`: whoever has just pressed the button would lose the focus. */
  function enable(name, reason) {
    element(name).setAttribute("aria-disabled", String(reason !== ""));
    element(`${name}-reason`).textContent = reason;
  }

  function stagesNow() {
    const { body, header, secret } = callback();
    return stagesOf({ body: BREAKAGES[chosen]?.how === "parsed" ? JSON.parse(body) : body, header, secret });
  }

  function drawStages(result) {
    if (stages.open) showStages(find("ol", stages), result, { order: orderOf(walk), isBrief: true });
  }

  function onPress(name, act) {
    element(name).addEventListener("click", () => {
      if (element(name).getAttribute("aria-disabled") === "true")
        return say(element(`${name}-reason`).textContent);
      act();
      update(0);
    });
  }

  for (const name of Object.keys(BREAKAGES)) onPress(name, () => choose(name));

  function choose(name) {
    chosen = name;
    fill(broken(BREAKAGES[name], genuine));
    // Its address can be passed on, and makes no step for Back.
    history.replaceState(null, "", `#break/${name}`);
  }

  onPress("sign", () => {
    chosen = undefined;
    const { body, secret } = callback();
    fields.header.value = sign(body, { secret });
  });
  onPress("start-over", startOver);
  for (const field of Object.values(fields)) {
    field.addEventListener("input", () => {
      chosen = undefined;
      update(PAUSE_MS);
    });
  }
  // Enter in the secret's field would load the page anew.
  element("fields").addEventListener("submit", (event) => event.preventDefault());
  const reveal = revealer(element("show"), fields.secret, "the secret");
  stages.addEventListener("toggle", () => drawStages(stagesNow()));

  function startOver() {
    chosen = undefined;
    if (location.hash.startsWith("#break/")) history.replaceState(null, "", "#break");
    reveal(false);
    fill(genuine);
  }

  /** @param {string} [detail] the breakage that the address names */
  async function visit(detail) {
    if (!(await prepare(section, walk, "callback", visit))) return;
    const present = genuineOf(walk);
    const isNamed = Boolean(detail && Object.hasOwn(BREAKAGES, detail));
    // Another payment was made meanwhile: what was typed belonged to the one before.
    const isNew = present.body !== genuine?.body;
    if (!isNew && !isNamed) return answered(last);
    genuine = present;
    startOver();
    if (isNamed) choose(detail);
    await update();
  }

  return { show: visit };
}

/** Why the fields cannot be signed; "" where they can. */
function whyNotSign({ body, header, secret }) {
  try {
    return sign(body, { secret }) === header ? "The header already holds this body's signature." : "";
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (error.code === "empty-secret") return "There is no secret to sign with.";
    if (error.code === "padded-secret")
      return "The secret begins or ends with whitespace: remove that to sign with it.";
    throw error;
  }
}
