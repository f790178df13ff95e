// A callback of the visitor's own: pasted, verified stage by stage, and explained where it does not match.

import { explain } from "checkout-signature/explain";
import { h, say } from "../lib/dom.js";
import { stagesOf } from "../model/verification.js";
import { showStages } from "./verification.js";

/** @param {HTMLFormElement} form */
export function mountOwn(form) {
  const element = (name) => document.getElementById(`own-${name}`);
  const [secret, result, findings] = [element("secret"), element("result"), element("findings")];

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const callback = {
      body: element("body").value,
      header: element("header").value.replace(/^authorization:\s*/i, ""),
      secret: secret.value,
    };
    const options = { secret: callback.secret, whitespace: element("whitespace").value };
    const stages = stagesOf({ ...callback, whitespace: options.whitespace });
    showStages(result.querySelector("ol"), stages, { isBrief: true });
    const { stop } = stages;
    const verdict = stop
      ? `Refused: ${stop.code}`
      : `Verified: ${stages.event.type === "unknown" ? stages.event.name : stages.event.type}`;
    result.querySelector(".verdict").dataset.tone = stop ? "bad" : "good";
    result
      .querySelector(".verdict")
      .replaceChildren(
        h("b", { "data-code": stop?.code ?? "verified" }, verdict),
        ...(stop ? [h("p", {}, stop.message)] : []),
      );
    result.hidden = false;
    findings.replaceChildren(...(stop ? explained(callback, options) : []));
    findings.hidden = !stop;
    say(stop ? `${verdict}. ${stop.message}` : verdict);
  });

  element("show").addEventListener("click", () => {
    const isShown = secret.type === "password";
    secret.type = isShown ? "text" : "password";
    element("show").textContent = isShown ? "Hide" : "Show";
    element("show").setAttribute("aria-label", isShown ? "Hide the secret" : "Show the secret");
  });
  form.addEventListener("reset", () => {
    result.hidden = findings.hidden = true;
    say("The fields are empty.");
  });
}

/** What may be the matter, for people. */
function explained({ body, header }, options) {
  if (options.secret === "") return [];
  const items = explain(body, header, options).map(({ finding, change }) =>
    h("li", {}, h("p", {}, h("b", {}, finding)), h("p", {}, change)),
  );
  return [h("h4", {}, "What may be the matter"), h("ul", {}, ...items)];
}
