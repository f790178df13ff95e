// Shows one step at a time; each is mounted when it is first visited.

import { sign } from "checkout-signature";
import { lightUp } from "./picture.js";
import { begin } from "./router.js";
import { Walk } from "./walk.js";

const STEPS = {
  who: () => import("./steps/who.js"),
  token: () => import("./steps/token.js"),
  session: () => import("./steps/session.js"),
  product: () => import("./steps/product.js"),
  pay: () => import("./steps/pay.js"),
  back: () => import("./steps/back.js"),
  callback: () => import("./steps/callback.js"),
  break: () => import("./steps/break.js"),
  retries: () => import("./steps/retries.js"),
  shop: () => import("./steps/shop.js"),
};

function start() {
  // Compiles the module, so that a browser without WebAssembly is found out before anything is promised.
  sign("{}", { secret: "any" });
  const walk = new Walk();
  const mounted = {};
  begin(Object.keys(STEPS), async (name, section) => {
    lightUp(name);
    const trouble = document.getElementById("trouble");
    trouble.hidden = true;
    try {
      mounted[name] ??= STEPS[name]().then(({ mount }) => mount(section, walk));
      const step = await mounted[name];
      await step?.show?.();
    } catch (error) {
      // Another visit may find it: the connection was lost, perhaps.
      delete mounted[name];
      trouble.hidden = false;
      // Not lost, if it was a mistake of this page's own.
      reportError(error);
    }
  });
}

document.documentElement.dataset.started = "";
try {
  start();
} catch {
  document.getElementById("unsupported").hidden = false;
}
