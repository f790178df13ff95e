// "Break it": whatever is done to the callback, the handler's answer is shown.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { click, go, open } from "./lib/steps.mjs";

/** What each button makes of the callback. */
/** @type {Record<string, [code: string, status: number]>} */
const VERDICTS = {
  amount: ["signature-mismatch", 401],
  reformat: ["handled", 200],
  space: ["altered-whitespace", 400],
  secret: ["signature-mismatch", 401],
  uppercase: ["handled", 200],
  algorithm: ["unsupported-algorithm", 401],
  two: ["malformed-signature", 401],
  parsed: ["body-not-raw", 500],
  missing: ["missing-signature", 401],
  replay: ["already-handled", 200],
  malformed: ["malformed-event", 400],
  unexpected: ["unexpected", 409],
};

await inEachBrowser((test, _, once) => {
  test("each breakage has its answer, in the verdict and for screen readers", async (page, origin) => {
    await open(page, origin, "break");
    await verdict(page, "handled", 200);
    const buttons = await page.$$eval("#step-break .breakages button", (all) =>
      all.map(({ id }) => id.replace("break-", "")),
    );
    assert.deepEqual(buttons.sort(), Object.keys(VERDICTS).sort());
    for (const [name, [code, status]] of Object.entries(VERDICTS)) {
      await outdate(page);
      await click(page, `#break-${name}`);
      await verdict(page, code, status);
      await page.waitForSelector(`#break-${name}[aria-current="true"]`);
      await page.waitForSelector("#picture .reply", { visible: true });
      assert.equal(await page.$eval("#picture .reply", ({ textContent }) => textContent), String(status));
      await page.waitForFunction(
        (code) => document.getElementById("said").textContent.includes(code),
        {},
        code,
      );
    }
    await outdate(page);
    await click(page, "#break-start-over");
    await verdict(page, "handled", 200);
  });

  test("the verdict follows what is typed", async (page, origin) => {
    await open(page, origin, "break");
    const type = async (field, text) => {
      await outdate(page);
      if (text !== "") return page.locator(`#break-${field}`).fill(text);
      await page.$eval(`#break-${field}`, (element) => /** @type {HTMLInputElement} */ (element).select());
      await page.keyboard.press("Backspace");
    };
    const genuine = await page.$eval(
      "#break-body",
      (element) => /** @type {HTMLInputElement} */ (element).value,
    );
    await type("body", genuine.replace("payment-authorized", "payment-captured"));
    await verdict(page, "signature-mismatch", 401);
    await outdate(page);
    await click(page, "#break-sign");
    await verdict(page, "unknown-event", 200);
    await type("body", "no JSON");
    await verdict(page, "signature-mismatch", 401);
    await outdate(page);
    await click(page, "#break-sign");
    await verdict(page, "malformed-event", 400);
    await type("header", "Bearer abc");
    await verdict(page, "unsupported-algorithm", 401);
    await type("header", "HMAC-SHA256 Signature=\nabc");
    await verdict(page, "malformed-signature", "none");
    await type("key", "");
    await verdict(page, "empty-secret", "none");
    await type("key", "an example secret ");
    await verdict(page, "padded-secret", "none");
    await outdate(page);
    await click(page, "#break-start-over");
    await verdict(page, "handled", 200);
    assert.equal(
      await page.$eval("#break-body", (element) => /** @type {HTMLInputElement} */ (element).value),
      genuine,
    );
  });

  test("a body longer than any callback is refused unread", async (page, origin) => {
    await open(page, origin, "break");
    await outdate(page);
    await page.$eval("#break-body", (element) => {
      const field = /** @type {HTMLInputElement} */ (element);
      field.value = "0".repeat(2 ** 20 + 1);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await verdict(page, "body-too-large", 413);
  });

  once("the stages stop where the verdict falls", async (page, origin) => {
    await open(page, origin, "break");
    await click(page, "#break-stages summary");
    for (const [name, stopped] of [
      ["algorithm", "header"],
      ["amount", "comparison"],
      ["space", "event"],
      ["reformat", undefined],
    ]) {
      await click(page, `#break-${name}`);
      await page.waitForSelector(`#break-${name}[aria-current="true"]`);
      assert.deepEqual(await page.$$eval("#break-stages [data-state]", states), statesUntil(stopped), name);
    }
  });

  once("what is broken here leaves the walk's own callback as it was", async (page, origin) => {
    await open(page, origin, "break");
    await click(page, "#break-amount");
    await verdict(page, "signature-mismatch", 401);
    await go(page, "callback");
    await page.waitForFunction(() => document.querySelectorAll('#stages [data-state="passed"]').length === 6);
  });
});

/** Marks the verdict that stands there, so that it is not taken for the next. */
const outdate = (page) =>
  page.$eval("#break-verdict [data-code]", (head) => head.setAttribute("data-outdated", ""));

const verdict = (page, code, status) =>
  page.waitForSelector(`#break-verdict [data-code="${code}"][data-status="${status}"]:not([data-outdated])`);

const states = (items) => items.map((item) => `${item.dataset.stage}: ${item.dataset.state}`);

function statesUntil(stopped) {
  const stages = ["header", "whitespace", "bytes", "macs", "comparison", "event"];
  const end = stopped ? stages.indexOf(stopped) : stages.length;
  return stages.map((stage, at) => `${stage}: ${at < end ? "passed" : at === end ? "stopped" : "unreached"}`);
}
