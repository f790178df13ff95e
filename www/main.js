// Shows one step at a time; each is mounted when it is first visited.

import { sign } from "checkout-signature";
import { begin } from "./lib/router.js";
import { Walk } from "./model/walk.js";
import { STEPS } from "./steps/index.js";
import { lightUp } from "./views/picture.js";

const stepOf = (name) => STEPS.find((step) => step.name === name);

function start() {
  // Compiles the module, so that a browser without WebAssembly is found out before anything is promised.
  sign("{}", { secret: "any" });
  const walk = new Walk();
  const mounted = {};
  begin(
    STEPS.map(({ name }) => name),
    async (name, section) => {
      lightUp(name);
      const trouble = document.getElementById("trouble");
      trouble.hidden = true;
      try {
        mounted[name] ??= stepOf(name)
          .load()
          .then(({ mount }) => mount(section, walk));
        const step = await mounted[name];
        await step?.show?.();
      } catch (error) {
        // Another visit may find it: the connection was lost, perhaps.
        delete mounted[name];
        trouble.hidden = false;
        // Not lost, if it was a mistake of this page's own.
        reportError(error);
      }
    },
  );
}

document.documentElement.dataset.started = "";
try {
  start();
} catch {
  document.getElementById("unsupported").hidden = false;
}
