// The callback as it arrived at the shop, and the stages of verifying it.

import { find, h } from "../lib/dom.js";
import { statusLine } from "../lib/status.js";
import { orderOf } from "../model/genuine.js";
import { stagesOf } from "../model/verification.js";
import { MERCHANT } from "../model/walk.js";
import { exchangeView } from "../views/exchange.js";
import { showStages } from "../views/verification.js";
import { prepare } from "./prepare.js";

/** @param {HTMLElement} section @param {import("../model/walk.js").Walk} walk */
export function mount(section, walk) {
  const part = (name) => find(`[data-${name}]`, section);
  let shown;

  function show() {
    const arrival = walk.arrival();
    if (arrival === shown) return;
    shown = arrival;
    const { request, answer } = arrival;
    part("request").replaceChildren(
      exchangeView(
        { request },
        { label: "The callback as received", example: { file: "node-http.mjs", marks: "Handler({" } },
      ),
    );
    const { body, headers } = request;
    const stages = stagesOf({ body, header: headers.authorization, secret: MERCHANT.secret });
    part("answered").dataset.tone = answer.status === 200 ? "good" : "bad";
    part("answered").replaceChildren(
      h("b", {}, `Your handler answered ${statusLine(answer.status)}`),
      h("p", {}, "Your log says ", h("code", {}, answer.code), "."),
      h("p.actions", {}, h("a.button.primary", { href: "#break" }, "Now break it")),
    );
    const danger = h("p", {}, h("a.button", { href: "#break/space" }, "Put a space into paymentId"));
    showStages(find("#stages", section), stages, { order: orderOf(walk), beside: { whitespace: danger } });
  }

  async function visit() {
    if (await prepare(section, walk, "callback", visit)) show();
  }

  return { show: visit };
}
