// The callback as it arrived at the shop, and the stages of verifying it.

import { orderOf } from "../model/genuine.js";
import { stagesOf } from "../model/verification.js";
import { MERCHANT } from "../model/walk.js";
import { exchangeView } from "../views/exchange.js";
import { showStages } from "../views/verification.js";
import { prepare } from "./prepare.js";

export function mount(section, walk) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  let shown;

  function show() {
    const arrival = walk.arrival();
    if (arrival === shown) return;
    shown = arrival;
    const { request, answer } = arrival;
    part("request").replaceChildren(exchangeView({ request }, { label: "The callback as it arrived" }));
    const { body, headers } = request;
    const stages = stagesOf({ body, header: headers.authorization, secret: MERCHANT.secret });
    showStages(section.querySelector("#stages"), stages, { order: orderOf(walk), answer });
  }

  return {
    async show() {
      if (await prepare(section, walk, "callback")) show();
    },
  };
}
