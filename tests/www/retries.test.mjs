// "Retries": the shop fails, is repaired or not, and the payment is handled once or not at all.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { click, go, open } from "./lib/steps.mjs";

const DO = (name) => `#step-retries [data-do="${name}"]`;

await inEachBrowser(
  (test) => {
    test("a shop that fails hears of the payment again, later each time, and handles it once", async (page, origin) => {
      await open(page, origin, "retries");
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        await click(page, DO("next"));
        await made(page, attempt, "bad");
        assert.equal(await part(page, "handled"), "not yet");
      }
      assert.deepEqual(await column(page, "td:nth-of-type(2)"), ["–", "10 s", "20 s", "40 s"]);
      await click(page, DO("switch"));
      await page.waitForSelector('#step-retries [data-server][data-tone="good"]');
      await click(page, DO("next"));
      await made(page, 1, "good");
      assert.deepEqual(await column(page, ".answer"), [
        "500 Internal Server Error",
        "500 Internal Server Error",
        "500 Internal Server Error",
        "200 OK",
      ]);
      assert.equal(await part(page, "handled"), "once");
      await click(page, DO("twice"));
      await made(page, 2, "good");
      assert.deepEqual((await column(page, ".mono")).slice(-2), ["handled", "already-handled"]);
      assert.equal(await part(page, "handled"), "once");
    });

    test("after 24 hours the API has given up, and the session says that the payment was authorized", async (page, origin) => {
      await open(page, origin, "retries");
      await click(page, DO("day"));
      await page.waitForSelector('#step-retries [data-verdict][data-tone="bad"]');
      assert.match(await part(page, "verdict"), /given up/);
      assert.equal(await part(page, "handled"), "not yet");
      const waits = await page.$$eval("#step-retries .timeline .wait", (all) =>
        all.map(({ textContent }) => textContent),
      );
      // Each in the largest unit that it fills, as the axis has them.
      for (const wait of waits)
        assert.match(wait, /^(?:[1-9]|[1-5]\d) s$|^[1-5]?\d(?:\.\d)? min$|^\d+(?:\.\d)? h$/);
      const attempts = await column(page, ".answer");
      assert.ok(
        attempts.length > 5 && attempts.every((answer) => answer.startsWith("500")),
        "many attempts, and none is due",
      );
      await click(page, DO("switch"));
      await page.waitForSelector('#step-retries [data-server][data-tone="good"]');
      await click(page, DO("next"));
      assert.equal(await page.$eval(DO("next"), (button) => button.getAttribute("aria-disabled")), "true");
      assert.equal((await column(page, ".answer")).length, attempts.length, "a repair comes too late");
      await click(page, DO("read"));
      await page.waitForSelector("#step-retries [data-reconciled]:not([hidden])");
      assert.match(await part(page, "session"), /"status": "authorized"/);
      await click(page, DO("restart"));
      await page.waitForSelector('#step-retries [data-verdict][data-tone="mind"]');
      assert.deepEqual(await column(page, ".answer"), ["due"]);
    });

    test("no press is lost while the one before it is still being done", async (page, origin) => {
      await open(page, origin, "retries");
      await page.$eval(DO("next"), (button) => {
        for (let press = 0; press < 2; press += 1) /** @type {HTMLElement} */ (button).click();
      });
      await made(page, 2, "bad");
    });

    test("the hours that pass here pass nowhere else", async (page, origin) => {
      await open(page, origin, "callback");
      await go(page, "retries");
      await click(page, DO("day"));
      await page.waitForSelector('#step-retries [data-verdict][data-tone="bad"]');
      await go(page, "callback");
      await page.waitForFunction(
        () => document.querySelectorAll('#stages [data-state="passed"]').length === 6,
      );
    });
  },
  // The clock of the sandbox and the responses of the handler, which are the same in every engine.
  { kinds: [chromium] },
);

const part = (page, name) =>
  page.$eval(`#step-retries [data-${name}]`, ({ textContent }) => textContent.trim());

/** The texts of a column, in which numbers and units stand together on a line. */
const column = (page, cell) =>
  page.$$eval(`#step-retries [data-rows] ${cell}`, (cells) =>
    cells.map(({ textContent }) => textContent.replaceAll("\u00a0", " ")),
  );

/** Waits until so many attempts have come out this way. */
const made = (page, count, tone) =>
  page.waitForFunction(
    (count, tone) =>
      document.querySelectorAll(`#step-retries [data-rows] [data-tone="${tone}"]`).length === count,
    {},
    count,
    tone,
  );
