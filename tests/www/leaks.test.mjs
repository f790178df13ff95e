// Many changes leave nothing behind in the browser.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { open, works } from "./lib/steps.mjs";

const WARM_UP = 6;
const CHANGES = 40;
/** What the browser itself keeps for a while; a view that is kept at each change has some 80 nodes, so 3,200 of them. */
const MAX_MORE = { Nodes: 1000, JSEventListeners: 30 };

/** What is pressed again and again, by page. */
const CHANGING = {
  home: ['[data-try="amount"]', '[data-try="none"]'],
  token: ["#step-token form .primary", "#token-show"],
  session: [
    "#step-session form .primary",
    '[aria-label^="One more: Coffee"]',
    '[aria-label^="One less: Coffee"]',
  ],
  break: ["#break-amount", "#break-space", "#break-start-over"],
  retries: ['[data-do="day"]', '[data-do="read"]', '[data-do="restart"]'],
};

await inEachBrowser(
  (test) => {
    for (const [name, buttons] of Object.entries(CHANGING))
      test(`${CHANGES} changes of ${name} leave no element and no listener behind`, async (page, origin) => {
        await open(page, origin, name);
        await works(page, name);
        const session = await page.createCDPSession();
        const held = async () => {
          await session.send("HeapProfiler.collectGarbage");
          const { Nodes, JSEventListeners } = await page.metrics();
          return { Nodes, JSEventListeners };
        };
        await page.evaluate(pressAgain, buttons, WARM_UP);
        const before = await held();
        await page.evaluate(pressAgain, buttons, CHANGES);
        const after = await held();
        for (const [what, count] of Object.entries(after))
          assert.ok(count < before[what] + MAX_MORE[what], `${what}: ${before[what]}, then ${count}`);
      });
  },
  // No other browser says what it holds.
  { kinds: [chromium] },
);

/** Runs in the page. */
async function pressAgain(buttons, count) {
  for (let at = 0; at < count; at += 1) {
    document.querySelector(buttons[at % buttons.length]).click();
    // What the page does meanwhile comes in tasks of its own.
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setTimeout(resolve));
  }
}
