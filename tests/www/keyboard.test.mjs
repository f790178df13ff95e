// The walk with the keyboard alone: Tab, Enter, Space and the arrows.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { keepsFocus, press, tabTo } from "./lib/keyboard.mjs";
import { PHONE } from "./lib/page.mjs";
import { open, STEPS, shown, works } from "./lib/steps.mjs";

await inEachBrowser((test) => {
  test("the whole walk", async (page, origin) => {
    await open(page, origin, "who");
    await tabTo(page, ".skip");
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) {
        await press(page, "#next");
        await shown(page, name);
        await page.waitForFunction((id) => document.activeElement.id === id, {}, `title-${name}`);
      }
      if (name === "product") {
        await tabTo(page, '#step-product [name="product"]');
        await page.keyboard.press("ArrowDown");
        await page.waitForSelector('#step-product .choice:has([data-type="card"]) :checked');
      }
      await works(page, name, (selector) => press(page, selector));
      await keepsFocus(page);
    }
  });

  test("the skip link leads past the list of steps, and a reload leads back to the step", async (page, origin) => {
    await open(page, origin, "callback");
    await press(page, ".skip");
    await keepsFocus(page);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
    await page.reload();
    await shown(page, "callback");
  });

  test(
    "each breakage can be tried without losing one's place, in a small window too",
    async (page, origin) => {
      await open(page, origin, "break");
      const buttons = await page.$$eval("#step-break .breakages button", (all) =>
        all.map(({ id }) => `#${id}`),
      );
      for (const button of buttons) {
        await press(page, button);
        await page.waitForSelector(`${button}[aria-current="true"]:focus`);
      }
      await press(page, "#break-show");
      assert.equal(
        await page.$eval("#break-key", (element) => /** @type {HTMLInputElement} */ (element).type),
        "text",
      );
      await press(page, "#break-start-over");
      await page.waitForSelector('#break-start-over[aria-disabled="true"]:focus');
      await press(page, "#break-stages summary");
      await page.waitForSelector("#break-stages[open] [data-stage]");
      await keepsFocus(page);
      await press(page, "#next");
    },
    { viewport: PHONE },
  );

  test("a refused order is put right without the mouse", async (page, origin) => {
    await open(page, origin, "session");
    await press(page, "#step-session details:has(#mistake-none) summary");
    await tabTo(page, "#mistake-none");
    await page.keyboard.press("ArrowDown");
    assert.ok(
      await page.$eval("#mistake-total", (element) => /** @type {HTMLInputElement} */ (element).checked),
    );
    await press(page, "#step-session details .radios button");
    await page.waitForSelector('#step-session .verdict[data-tone="bad"]:focus');
    await press(page, "#step-session [data-result] .verdict a");
    await page.waitForSelector("#mistake-total:focus");
    await press(page, "#step-session [data-result] .verdict > button");
    await page.waitForSelector('#step-session .verdict[data-tone="good"]');
    await keepsFocus(page);
  });

  test("the examples are chosen with the arrows", async (page, origin) => {
    await open(page, origin, "shop");
    await tabTo(page, '[name="recipe"]');
    const before = await page.$eval("#recipe", ({ textContent }) => textContent);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (before) => document.querySelector("#recipe").textContent !== before,
      {},
      before,
    );
    await keepsFocus(page);
  });
});
