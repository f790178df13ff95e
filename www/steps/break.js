// The callback of the walk, to be broken: three fields, buttons that fill them, and what the shop answers.

import { sign } from "checkout-signature";
import { say } from "../lib/dom.js";
import { BREAKAGES, LESSONS } from "../model/breakages.js";
import { genuineOf, orderOf } from "../model/genuine.js";
import { judge } from "../model/judge.js";
import { stagesOf } from "../model/verification.js";
import { answered } from "../views/picture.js";
import { showVerdict, spoken } from "../views/verdict.js";
import { showStages } from "../views/verification.js";
import { prepare } from "./prepare.js";

/** How long somebody has to stop typing before the verdict is read out, in milliseconds. */
const PAUSE = 900;

export function mount(section, walk) {
  const element = (name) => section.querySelector(`#break-${name}`);
  const fields = { body: element("body"), header: element("header"), secret: element("key") };
  const stages = element("stages");
  let genuine;
  /** The name of the breakage that the fields show, if they show one. */
  let chosen;
  let turn = 0;
  let said;
  let timer;

  const callback = () => Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));

  function fill(values) {
    for (const [name, field] of Object.entries(fields)) field.value = values[name];
  }

  /** @param {number} [pause] before the verdict is read out, in milliseconds; it is not by default */
  async function update(pause) {
    const mine = (turn += 1);
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
    };
    showVerdict(element("verdict"), verdict, texts);
    answered(verdict.status);
    clearTimeout(timer);
    if (pause !== undefined) timer = setTimeout(() => speak(spoken(verdict, texts)), pause);
  }

  function didOf(breakage) {
    if (breakage) return typeof breakage.did === "function" ? breakage.did(genuine) : breakage.did;
    return isGenuine() ? "This is the callback as the API sent it." : undefined;
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
      section.querySelector(`#${field.id}-changed`).textContent =
        field.value === genuine[name] ? "" : "changed";
    }
    for (const name of Object.keys(BREAKAGES)) {
      if (name === chosen) element(name).setAttribute("aria-current", "true");
      else element(name).removeAttribute("aria-current");
    }
    enable("sign", whyNotSign(callback()));
    enable("start-over", isGenuine() ? "Nothing is changed, so there is nothing to start over." : "");
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
    if (stages.open) showStages(stages.querySelector("ol"), result, { order: orderOf(walk), isBrief: true });
  }

  function onPress(name, act) {
    element(name).addEventListener("click", () => {
      if (element(name).getAttribute("aria-disabled") === "true") return;
      act();
      update(0);
    });
  }

  for (const [name, { change }] of Object.entries(BREAKAGES)) {
    onPress(name, () => {
      chosen = name;
      fill({ ...genuine, ...change?.(genuine) });
    });
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
      update(PAUSE);
    });
  }
  // Enter in the secret's field would load the page anew.
  element("fields").addEventListener("submit", (event) => event.preventDefault());
  element("show").addEventListener("click", () => reveal(fields.secret.type === "password"));
  stages.addEventListener("toggle", () => drawStages(stagesNow()));

  function startOver() {
    chosen = undefined;
    reveal(false);
    fill(genuine);
  }

  function reveal(isShown) {
    fields.secret.type = isShown ? "text" : "password";
    element("show").textContent = isShown ? "Hide" : "Show";
    element("show").setAttribute("aria-label", isShown ? "Hide the secret" : "Show the secret");
  }

  return {
    async show() {
      if (!(await prepare(section, walk, "callback"))) return;
      const present = genuineOf(walk);
      // Another payment was made meanwhile: what was typed belonged to the one before.
      if (present.body === genuine?.body) return;
      genuine = present;
      startOver();
      await update();
    },
  };
}

/** Why the fields cannot be signed; "" where they can. */
function whyNotSign({ body, header, secret }) {
  try {
    return sign(body, { secret }) === header ? "The header holds this body's signature already." : "";
  } catch (error) {
    if (error.code === "empty-secret") return "There is no secret to sign with.";
    if (error.code === "padded-secret")
      return "The secret begins or ends with whitespace: take that off to sign with it.";
    throw error;
  }
}
