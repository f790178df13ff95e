// Shows one page at a time; each is mounted when it is first visited.

import { sign } from "checkout-signature";
import { begin, tick } from "./lib/router.js";
import { OTHERS, STEPS } from "./steps/index.js";
import { lightUp } from "./views/picture.js";

/** @type {Promise<import("./model/walk.js").Walk> | undefined} */
let walking;
const visited = new Set();

/** The sandbox is loaded once a step needs it. */
function walk() {
  walking ??= startWalk().catch((error) => {
    walking = undefined;
    throw error;
  });
  return walking;
}

async function startWalk() {
  const { Walk } = await import("./model/walk.js");
  const walk = new Walk();
  walk.addEventListener("change", () => tickOff(walk));
  return walk;
}

/** @param {import("./model/walk.js").Walk} [walk] */
function tickOff(walk) {
  tick((name) => {
    const { done } = STEPS.find((step) => step.name === name);
    // What has no end of its own is done once it is left.
    const isLeft = name !== document.documentElement.dataset.step;
    return visited.has(name) && (done ? Boolean(walk && done(walk)) : isLeft);
  });
}

function start() {
  // Compiles the module, so that a browser without WebAssembly is found out before anything is promised.
  sign("{}", { secret: "any" });
  const pages = new Map([...OTHERS, ...STEPS].map((page) => [page.name, page]));
  /** @type {Map<string, Promise<import("./steps/index.js").Shown | void>>} */
  const mounted = new Map();
  const visit = async (name, section, detail) => {
    lightUp(name);
    const trouble = document.getElementById("trouble");
    trouble.hidden = true;
    try {
      const { load, hasWalk = true } = pages.get(name);
      if (!mounted.has(name))
        mounted.set(
          name,
          load().then(async ({ mount }) => {
            return mount(section, hasWalk ? await walk() : undefined);
          }),
        );
      const page = await mounted.get(name);
      if (page) await page.show?.(detail);
      visited.add(name);
      tickOff(await walking);
    } catch (error) {
      // Another visit may find it: the connection was lost, perhaps.
      mounted.delete(name);
      trouble.hidden = false;
      // Not lost, if it was a mistake of this page's own.
      reportError(error);
    }
  };
  const names = (list) => list.map(({ name }) => name);
  begin(
    names(STEPS),
    names(OTHERS).filter((name) => name !== "home"),
    visit,
  );
}

document.documentElement.dataset.started = "";
// In a task of its own, since the browser lays the page out at the end of this one, to find what the address names.
setTimeout(() => {
  try {
    start();
  } catch {
    document.documentElement.dataset.frame = "page";
    document.getElementById("unsupported").hidden = false;
  }
});
