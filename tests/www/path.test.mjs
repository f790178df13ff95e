// What the walk asks of its visitor: words to read, and scrolling to the next action and its result.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { next, open, STEPS, works } from "./lib/steps.mjs";

const DESK = { width: 1440, height: 900 };
const MAX_WORDS = 1300;

/** On each step, what the visitor does, and where the outcome is. */
const ACTIONS = {
  who: [".begin a", "#picture"],
  token: ["form .primary", "[data-result] .verdict"],
  session: ["form .primary", "[data-result] .verdict"],
  product: ["form .primary", "[data-onwards]"],
  pay: ['button[value="approve"]', "[data-outcome]"],
  back: ["[data-arrive]", "[data-honest-verdict]"],
  callback: ["[data-answered] a", "[data-answered]"],
  break: ["#break-amount", "#break-verdict .head"],
  retries: ['[data-do="next"]', "[data-verdict]"],
  shop: [".pills", "#recipe figcaption"],
};

await inEachBrowser(
  (test) => {
    test(
      `the path has fewer than ${MAX_WORDS} words, and needs no scrolling to act and to see what comes of it`,
      async (page, origin) => {
        await open(page, origin, "who");
        const rows = [];
        for (const [at, name] of STEPS.entries()) {
          if (at > 0) await next(page, name);
          const [action, outcome] = ACTIONS[name];
          const toAction = await page.evaluate(
            below,
            name === "who" ? `#step-who ${action}` : `#step-${name} ${action}`,
          );
          await works(page, name);
          const toOutcome = await page.evaluate(
            below,
            outcome.startsWith("#p") ? outcome : `#step-${name} ${outcome}`,
          );
          rows.push({ name, words: await page.evaluate(words, name), toAction, toOutcome });
        }
        const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
        for (const { name, words, toAction, toOutcome } of rows)
          console.log(`${name}: ${words} words, ${toAction} px to the action, ${toOutcome} px to its result`);
        console.log(
          `words on the path: ${sum("words")}; scrolling at ${DESK.width} × ${DESK.height}: ${sum("toAction")} px to actions, ${sum("toOutcome")} px to results`,
        );
        assert.ok(sum("words") < MAX_WORDS, `${sum("words")} words`);
        assert.deepEqual(
          rows.filter(({ toAction, toOutcome }) => toAction > 0 || toOutcome > 0),
          [],
        );
      },
      { viewport: DESK },
    );
  },
  { kinds: [chromium] },
);

/** How far the window's lower edge is above the end of what is to be seen, in pixels; runs in the page. */
function below(selector) {
  const { bottom } = document.querySelector(selector).getBoundingClientRect();
  // What is higher than the window counts to the window's height.
  return Math.max(0, Math.round(bottom + scrollY - innerHeight));
}

/** Words that are read: not code, not what is folded away, not the fields' own values; runs in the page. */
function words(name) {
  let count = 0;
  const walker = document.createTreeWalker(document.getElementById(`step-${name}`), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (!parentElement.checkVisibility() || parentElement.closest("pre, .hidden, option, svg, table, .macs"))
      continue;
    count += walker.currentNode.textContent.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
  }
  return count;
}
