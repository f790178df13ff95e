// The page never contradicts its visitor: what was typed counts, what was decided stays, and what is said is about what
// is on the screen.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { PHONE } from "./lib/page.mjs";
import { click, enter, go, next, open, shown, works } from "./lib/steps.mjs";

await inEachBrowser((test, _, once) => {
  test("a quantity counts as it was typed: in its row, in the total, and for the API", async (page, origin) => {
    await open(page, origin, "session");
    for (const [typed, total] of [
      ["-3", -3 * 24900 + 2 * 18900],
      ["1,5", 1.5 * 24900 + 2 * 18900],
    ]) {
      await type(page, '[name="quantities.coffee"]', typed);
      assert.equal(await text(page, "#basket-total b"), String(total));
      await click(page, "#step-session form .primary");
      await page.waitForSelector('#step-session .verdict[data-tone="bad"]:focus');
      assert.match(await text(page, "#step-session .verdict"), /quantity/);
      assert.equal(
        await page.$eval("#quantity-coffee", (field) => field.getAttribute("aria-invalid")),
        "true",
      );
    }
    for (const typed of ["999999999999999999", "1e308", "many"]) {
      await type(page, '[name="quantities.coffee"]', typed);
      const shown = await text(page, "#step-session .basket");
      assert.doesNotMatch(shown, /Infinity|∞|NaN|e\+/);
      assert.match(shown, /at most 9999/);
      assert.match(await text(page, "#basket-total"), /^–/);
      assert.doesNotMatch(await text(page, "#said"), /Infinity|∞|NaN/);
    }
    await type(page, '[name="quantities.coffee"]', "1");
    await works(page, "session");
  });

  once("a changed basket is not paid for as the old one without a word", async (page, origin) => {
    await open(page, origin, "session");
    await works(page, "session");
    await type(page, '[name="quantities.coffee"]', "9");
    await next(page, "product");
    assert.match(await text(page, "#step-product [data-renew]"), /New session for 2,619\.00/);
    assert.match(await text(page, "#step-product [data-total]"), /627\.00/);
    await click(page, "#step-product [data-renew]");
    await page.waitForFunction(() =>
      /2,619\.00/.test(document.querySelector("#step-product [data-total]").textContent),
    );
    assert.ok(
      await page.$eval(
        "#step-product [data-changed]",
        (element) => /** @type {HTMLElement} */ (element).hidden,
      ),
    );
  });

  once("another method than the payment was created with is not passed over", async (page, origin) => {
    await open(page, origin, "product");
    await works(page, "product");
    await click(page, '#step-product .choice:has([data-type="card"])');
    assert.match(
      await text(page, "#step-product [data-other]:not([hidden])"),
      /with Vipps.*with Credit card/,
    );
    assert.equal(await page.$("#step-product [data-onwards]:not([hidden])"), null);
    await works(page, "product");
    await page.waitForSelector("#step-product [data-other][hidden]");
    assert.equal(await page.$("#step-product [data-other]:not([hidden])"), null);
    await click(page, "#step-product .onwards a");
    await page.waitForSelector('#step-pay .screen[data-site="card"]');
  });

  once("who cancelled has cancelled, until they say otherwise", async (page, origin) => {
    await open(page, origin, "pay");
    await click(page, '#step-pay button[value="cancel"]');
    await page.waitForSelector("#step-pay [data-result]:not([hidden])");
    for (const name of ["callback", "break"]) {
      await enter(page, name);
      assert.match(await text(page, `#step-${name} [data-problem]:not([hidden])`), /You cancelled/);
    }
    await enter(page, "back");
    assert.match(await text(page, "#step-back [data-customer]"), /cancelled/);
    await enter(page, "callback");
    await click(page, "#step-callback [data-problem] button");
    await works(page, "callback");
  });

  once("a customer's text cannot turn its line around", async (page, origin) => {
    await open(page, origin, "session");
    await page.$eval('[name="customer.firstName"]', (element) => {
      const field = /** @type {HTMLInputElement} */ (element);
      field.value = "\u202emoor";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await enter(page, "back");
    assert.equal(await text(page, "#step-back [data-honest-window] h3 bdi"), "\u202emoor");
    assert.equal(await page.$eval("#session-customer", ({ localName }) => localName), "bdi");
  });

  once("the status region says nothing about a step that was left", async (page, origin) => {
    await open(page, origin, "token");
    await works(page, "token");
    await page.waitForFunction(() => document.getElementById("said").textContent !== "");
    await go(page, "who");
    assert.equal(await text(page, "#said"), "");
  });

  once("a button that has nothing to do says why", async (page, origin) => {
    await open(page, origin, "break");
    await page.waitForSelector('#break-sign[aria-disabled="true"]');
    await page.$eval("#break-sign", (button) => /** @type {HTMLElement} */ (button).click());
    assert.match(await text(page, "#said"), /already holds/);
    const reasons = await page.$$eval("#break-sign, #break-start-over", (buttons) =>
      buttons.map((button) => document.getElementById(button.getAttribute("aria-describedby")).textContent),
    );
    assert.ok(reasons.every(Boolean));
  });

  once("what the lessons point at is there", async (page, origin) => {
    await open(page, origin, "break/amount");
    await page.waitForSelector('#break-verdict [data-code="signature-mismatch"]');
    const verdict = await text(page, "#break-verdict");
    assert.doesNotMatch(verdict, /stages below|look at/i);
    assert.match(verdict, /62700.*became.*62701/s);
    assert.equal((await page.$$("#break-verdict .macs li")).length, 8);
  });

  test("the body that is shown struck out is copied as it is", async (page, origin) => {
    await open(page, origin, "callback");
    const [copied, sent] = await page.evaluate(() => {
      getSelection().selectAllChildren(document.querySelector("#stages .struck"));
      return [
        String(getSelection()),
        document.querySelector("#step-callback [data-request] pre").textContent,
      ];
    });
    assert.ok(copied.length > 100 && sent.endsWith(copied), "no mark is part of the text");
  });

  test(
    "on a phone the result of a deed comes into view, and the bar leads to the lesson",
    async (page, origin) => {
      await open(page, origin, "product");
      await page.$eval("#step-product form .primary", (button) => button.scrollIntoView({ block: "end" }));
      await click(page, "#step-product form .primary");
      await page.waitForSelector("#step-product [data-onwards]:focus");
      assert.ok(await isInView(page, "#step-product [data-onwards] b"));
      await open(page, origin, "back");
      await click(page, "#step-back [data-forge]");
      await page.waitForSelector("#step-back [data-forged-verdict]:focus");
      assert.ok(await isInView(page, "#step-back [data-forged-verdict] b"));
      await open(page, origin, "break");
      await click(page, "#break-amount");
      await page.waitForSelector('#break-verdict [data-code="signature-mismatch"]');
      await click(page, "#break-verdict .to-lesson");
      await page.waitForFunction(() => document.activeElement.matches("#break-verdict .body"));
      assert.ok(await isInView(page, "#break-verdict .change"));
      await open(page, origin, "who");
      await page.$eval('[data-party="callback"]', (button) => button.scrollIntoView({ block: "end" }));
      await click(page, '[data-party="callback"]');
      assert.ok(await isInView(page, '#picture .party[data-part="callback"] .box'));
    },
    { viewport: PHONE },
  );

  once("the walk says how far one is, and ticks off what is done", async (page, origin) => {
    await open(page, origin, "session");
    assert.equal(await text(page, "#progress"), "Step 3 of 10");
    await works(page, "session");
    await page.waitForSelector('.walk a[href="#session"][data-done]');
    assert.equal(await page.$('.walk a[href="#pay"][data-done]'), null);
    await shown(page, "session");
  });
});

const text = (page, selector) => page.$eval(selector, ({ textContent }) => textContent.trim());

const type = (page, selector, text) =>
  page.$eval(
    selector,
    (field, text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    text,
  );

const isInView = (page, selector) =>
  page.$eval(selector, (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
