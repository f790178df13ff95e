// What the walk asks of its visitor: words to read, and scrolling to the next action and its result.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { PHONE } from "./lib/page.mjs";
import { click, next, open, STEPS, works } from "./lib/steps.mjs";

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

/** The same, where what is pressed is not the way on. */
const DEEDS = {
  ...ACTIONS,
  who: ['[data-party="api"]', '#picture .party[data-part="api"] .box'],
  shop: ["#recipe .copy", "#recipe figcaption"],
};

const STATUS = 'figure[aria-label="Fetch the session"] .message:last-child';
/** What is pressed besides. @type {Record<string, [button: string, outcome: string][]>} */
const FETCHES = {
  session: [["[data-result] .verdict button", STATUS]],
  retries: [
    ['[data-do="day"]', "[data-verdict]"],
    ['[data-do="read"]', STATUS],
  ],
};

await inEachBrowser((test, { system }, once) => {
  /** @type {[typeof test, string, import("puppeteer-core").Viewport][]} */
  const windows = [
    [test, "a phone", PHONE],
    [once, "a desk", DESK],
  ];
  for (const [where, device, viewport] of windows)
    where(
      `what comes of a deed is in the window, wherever the button was in it, on ${device}`,
      async (page, origin) => {
        await open(page, origin, "who");
        for (const [at, name] of STEPS.entries()) {
          if (at > 0) await next(page, name);
          const [button, outcome] = DEEDS[name];
          await page.$eval(`#step-${name} ${button}`, toTheEdge);
          await works(page, name);
          await seen(page, outcome.startsWith("#p") ? outcome : `#step-${name} ${outcome}`);
          for (const [button, outcome] of FETCHES[name] ?? []) {
            await page.$eval(`#step-${name} ${button}`, toTheEdge);
            await click(page, `#step-${name} ${button}`);
            await seen(page, `#step-${name} ${outcome}`);
          }
        }
      },
      { viewport },
    );

  test(
    `the path has fewer than ${MAX_WORDS} words, and needs no scrolling to act and to see what comes of it`,
    async (page, origin) => {
      await open(page, origin, "who");
      const rows = [];
      for (const [at, name] of STEPS.entries()) {
        if (at > 0) await next(page, name);
        const [action, outcome] = ACTIONS[name];
        const toAction = await page.evaluate(below, `#step-${name} ${action}`);
        await works(page, name);
        const toOutcome = await page.evaluate(
          below,
          outcome.startsWith("#p") ? outcome : `#step-${name} ${outcome}`,
        );
        rows.push({ name, words: await page.evaluate(words, name), toAction, toOutcome });
      }
      const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
      for (const { name, words, toAction, toOutcome } of rows)
        console.log(
          `${system.name}, ${name}: ${words} words, ${toAction} px to the action, ${toOutcome} px to its result`,
        );
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
});

/** Waits until the beginning of something is in the window, in front of all else. */
const seen = (page, selector) =>
  page
    .waitForFunction(
      (selector) => {
        const element = document.querySelector(selector);
        const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
        const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12));
        // A line that is drawn around it may be cut by half.
        return height > 0 && top >= -2 && (element.contains(hit) || element.parentElement.contains(hit));
      },
      { timeout: 3000 },
      selector,
    )
    .catch((error) => assert.fail(`${selector} is not in the window: ${error.message}`));

/** Scrolls until something is at the window's lower edge, as one does while filling a form in; runs in the page. */
function toTheEdge(element) {
  element.scrollIntoView({ block: "end", behavior: "instant" });
}

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
