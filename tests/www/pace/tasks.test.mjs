// How long the page keeps its visitor waiting: the longest task of each page.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "../lib/browsers.mjs";
import { open, PAGES, works } from "../lib/steps.mjs";

const MAX_TASK_MS = 150;
/** A task is measured by its processor time, which is the same however busy the machine is, and multiplied. */
const SLOWDOWN = 4;
/** What else runs empties the processor's caches, and the same work then takes longer: the page costs the least of these. */
const TRIES = 4;
/** Tells the page's thread from those of the browser's own pages, such as its address bar's, which start at the same time. */
const MARK = "the page's own thread";

await inEachBrowser(
  (test) => {
    test(`no task takes ${MAX_TASK_MS} ms at a fourth of the speed`, async (page, origin) => {
      const measure = async (name) => {
        await page.tracing.start({ categories: ["toplevel", "blink.user_timing"] });
        await open(page, origin, name);
        await works(page, name);
        await page.evaluate((mark) => performance.mark(mark), MARK);
        return SLOWDOWN * longestTask(JSON.parse(Buffer.from(await page.tracing.stop()).toString()));
      };
      const longest = {};
      for (const name of PAGES) {
        longest[name] = await measure(name);
        for (let again = 1; again < TRIES && longest[name] >= MAX_TASK_MS; again += 1)
          longest[name] = Math.min(longest[name], await measure(name));
      }
      const sorted = Object.entries(longest).sort(([, a], [, b]) => b - a);
      console.log(
        `the longest task at a fourth of the speed: ${sorted.map(([name, ms]) => `${name} ${Math.round(ms)} ms`).join(", ")}`,
      );
      assert.ok(sorted[0][1] > 1, "tasks were seen");
      assert.ok(sorted[0][1] < MAX_TASK_MS, `${sorted[0]}`);
    });
  },
  { kinds: [chromium] },
);

/** The longest task of the page's own thread, in milliseconds of processor time. */
function longestTask({ traceEvents }) {
  const { pid, tid } = traceEvents.find(({ name }) => name === MARK);
  const tasks = traceEvents.filter(
    (event) => event.pid === pid && event.tid === tid && /RunTask$/.test(event.name) && event.tdur,
  );
  return Math.max(0, ...tasks.map(({ tdur }) => tdur / 1000));
}
