// The callback as it arrived at the shop, and the stages of verifying it.

import { exchangeView } from "../exchange.js";
import { orderOf } from "../genuine.js";
import { ready } from "../ready.js";
import { stagesOf } from "../stages.js";
import { showStages } from "../stages-view.js";
import { MERCHANT } from "../walk.js";

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
      if (await ready(section, walk, "callback")) show();
    },
  };
}
