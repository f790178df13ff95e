// The two pages beside the walk: the first screen with its proof, and the form for one's own callback.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { PHONE } from "./lib/page.mjs";
import { click, open, works } from "./lib/steps.mjs";

const DESK = { width: 1440, height: 900 };

await inEachBrowser((test, _, once) => {
  test(
    "the first screen shows a callback and its verdict, and both when it is changed",
    async (page, origin) => {
      await open(page, origin, "home");
      await page.waitForSelector('#step-home [data-code="handled"][data-status="200"]');
      assert.deepEqual(await differing(page), 0);
      await click(page, '[data-try="amount"]');
      await page.waitForSelector('#step-home [data-code="signature-mismatch"][data-status="401"]');
      assert.equal(await text(page, "[data-received] mark"), "1");
      assert.match(await text(page, "#step-home .change"), /62700.*became.*62701/s);
      assert.ok((await differing(page)) > 40, "both signatures are there, and differ");
      await click(page, '[data-try="space"]');
      await page.waitForSelector('#step-home [data-code="altered-whitespace"][data-status="400"]');
      assert.equal(await text(page, "[data-received] mark"), " ");
      assert.equal(await differing(page), 0);
      await click(page, '[data-try="none"]');
      await page.waitForSelector('#step-home [data-code="handled"]');
      assert.equal(await page.$("[data-received] mark"), null);
    },
    { viewport: DESK },
  );

  once(
    "the button that was pressed last has its verdict, however long the first one's takes",
    async (page, origin) => {
      await open(page, origin, "home");
      await page.$$eval('[data-try="amount"], [data-try="none"]', (buttons) => {
        for (const button of buttons) /** @type {HTMLElement} */ (button).click();
      });
      await page.waitForNetworkIdle();
      await page.waitForSelector('#step-home [data-code="handled"]');
      assert.equal(await page.$("[data-received] mark"), null);
    },
  );

  once(
    "a change that cannot be loaded says so",
    async (page, origin) => {
      await open(page, origin, "home");
      await page.setOfflineMode(true);
      await click(page, '[data-try="amount"]');
      await page.waitForFunction(() =>
        /could not be loaded/.test(document.querySelector("[data-verdict]").textContent),
      );
      assert.equal(
        await page.$("#step-home [data-code]"),
        null,
        "no verdict on another callback is beside it",
      );
    },
    { expected: (trouble) => /sandbox\.js|Failed to load resource/.test(trouble) },
  );

  test("it fits a desk's window, and a phone's twice", async (page, origin) => {
    /** @type {[import("puppeteer-core").Viewport, number][]} */
    const windows = [
      [DESK, 1],
      [PHONE, 2],
      [{ width: 320, height: 640 }, 4],
    ];
    for (const [viewport, screens] of windows) {
      await page.setViewport(viewport);
      await open(page, origin, "home");
      await click(page, '[data-try="amount"]');
      await page.waitForSelector('#step-home [data-code="signature-mismatch"]');
      const { high, wide } = await page.evaluate(() => ({
        high: document.querySelector(".ways-on").getBoundingClientRect().bottom + scrollY,
        wide: document.documentElement.scrollWidth,
      }));
      assert.ok(high <= viewport.height * screens, `${high} pixels of ${viewport.height} × ${screens}`);
      assert.ok(wide <= viewport.width, `${wide} pixels wide`);
    }
  });

  once("it leads to the walk, the form, the code, and where the package is", async (page, origin) => {
    await open(page, origin, "home");
    const links = await page.$$eval("#step-home a", (all) => all.map((link) => link.getAttribute("href")));
    for (const link of ["#who", "#verify", "#shop"]) assert.ok(links.includes(link), link);
    for (const host of ["www.npmjs.com", "crates.io", "doc.test.24sevenpay.net"])
      assert.ok(
        links.some((link) => URL.canParse(link) && new URL(link).host === host),
        host,
      );
  });

  test("whatever is pasted is taken apart and judged as one types", async (page, origin) => {
    await open(page, origin, "verify");
    assert.equal(await code(page), "none");
    await click(page, "#own-sample");
    await judged(page, "payment-authorized");
    const { body, header } = await page.evaluate(() => ({
      body: /** @type {HTMLInputElement} */ (document.getElementById("own-body")).value,
      header: /** @type {HTMLInputElement} */ (document.getElementById("own-header")).value,
    }));
    const curl = `curl https://shop.example/callback -H 'Authorization: ${header}' --data-raw '${body}'`;
    await paste(page, "body", curl);
    await judged(page, "payment-authorized");
    assert.match(await text(page, "#own-recognised"), /curl command.*body and the Authorization header/);
    assert.deepEqual(
      await page.$$eval("#own-body, #own-header", (fields) =>
        fields.map((element) => /** @type {HTMLInputElement} */ (element).value),
      ),
      [body, header],
    );
    await paste(
      page,
      "header",
      `Host: shop.example\nAuthorization: ${header}\nContent-Type: application/json`,
    );
    await judged(page, "payment-authorized");
    assert.match(await text(page, "#own-recognised"), /block of headers/);
  });

  test("no verdict outlives the fields that it was about", async (page, origin) => {
    await open(page, origin, "verify");
    await click(page, "#own-sample");
    await judged(page, "payment-authorized");
    // At once, and not after a pause.
    const after = await page.evaluate(() => {
      const body = /** @type {HTMLInputElement} */ (document.getElementById("own-body"));
      body.value = body.value.replace("62700", "62701");
      body.dispatchEvent(new Event("input", { bubbles: true }));
      return /** @type {HTMLElement} */ (document.querySelector("#own-verdict [data-code]")).dataset.code;
    });
    assert.equal(after, "signature-mismatch");
    await page.waitForSelector("#own-findings:not([hidden]) li");
    await paste(page, "secret", "");
    assert.equal(await code(page), "none");
    const rest = await page.$$eval(".outcome > :not([hidden])", (all) =>
      all.map(({ textContent }) => textContent.trim()),
    );
    assert.ok(rest.every(Boolean), "nothing that is shown is empty");
    assert.deepEqual(await page.$$("#own-findings:not([hidden])"), []);
  });

  test("where there is no Worker, reasons are found all the same", async (page, origin) => {
    await page.evaluateOnNewDocument(() => delete globalThis.Worker);
    await open(page, origin, "verify");
    await works(page, "verify");
  });

  test("reasons come from a Worker, and those that come late are never beside newer fields", async (page, origin) => {
    await page.evaluateOnNewDocument(answerLate);
    await open(page, origin, "verify");
    await click(page, "#own-sample");
    await paste(page, "header", "Bearer abc");
    await page.waitForFunction(() => globalThis.asked === 1);
    await paste(page, "header", `HMAC-SHA256 Signature=${"0".repeat(63)}`);
    await page.waitForSelector("#own-findings:not([hidden]) li");
    const shown = await page.evaluate(() => globalThis.shown);
    assert.deepEqual(shown.length, 1, shown.join("\n"));
    assert.match(shown[0], /63/);
    assert.equal(await page.evaluate(() => globalThis.answered), 2);
  });

  once("each thing is said once", async (page, origin) => {
    await open(page, origin, "verify");
    await click(page, "#own-sample");
    await paste(page, "header", "HMAC-SHA256 Signature=abc");
    await page.waitForSelector("#own-findings:not([hidden]) li");
    await page.$eval("#own-stages", (details) => {
      /** @type {HTMLDetailsElement} */ (details).open = true;
    });
    await page.waitForSelector("#own-stages [data-stage]");
    const sentences = await page.$$eval(".outcome :is(p, li > p)", (all) =>
      all.map(({ textContent }) => textContent),
    );
    assert.equal(new Set(sentences).size, sentences.length, sentences.join("\n"));
  });

  test("a line break in a pasted secret is not passed over", async (page, origin) => {
    await open(page, origin, "verify");
    await page.$eval("#own-body", (element) => {
      const field = /** @type {HTMLTextAreaElement} */ (element);
      field.value = "a secret\n";
      field.select();
    });
    await press(page, "Control", "c");
    await page.focus("#own-secret");
    await press(page, "Control", "v");
    await page.waitForSelector("#own-dropped:not([hidden])");
    assert.match(await text(page, "#own-dropped"), /line break was dropped/);
    const pasted = await page.$eval("#own-secret", (field) => /** @type {HTMLInputElement} */ (field).value);
    assert.equal(pasted, "a secret");
    await page.$eval("#own button[type=reset]", (button) => button.click());
    assert.ok(await page.$eval("#own-dropped", (element) => /** @type {HTMLElement} */ (element).hidden));
  });

  once("the signed part can be chosen", async (page, origin) => {
    await open(page, origin, "verify");
    await click(page, "#own-sample");
    await judged(page, "payment-authorized");
    await page.select("#own-signed", "payload");
    await judged(page, "signature-mismatch");
    await page.select("#own-signed", "body");
    await judged(page, "payment-authorized");
  });

  test(
    "the verdict comes into view and takes the focus",
    async (page, origin) => {
      for (const viewport of [PHONE, DESK]) {
        await page.setViewport(viewport);
        await open(page, origin, "verify");
        await click(page, "#own-sample");
        await page.$eval("#own .primary", (button) => button.scrollIntoView({ block: "end" }));
        await click(page, "#own .primary");
        await page.waitForSelector("#own-verdict:focus");
        assert.ok(
          await page.$eval("#own-verdict", (box) => {
            const { top, bottom } = box.getBoundingClientRect();
            return top >= -1 && bottom <= innerHeight + 1;
          }),
          `on ${viewport.width} pixels`,
        );
      }
    },
    { viewport: PHONE },
  );
});

/** The Worker's first answer takes a second, and all reasons that are shown are kept; runs in the page. */
function answerLate() {
  const seen = Object.assign(globalThis, { asked: 0, answered: 0, shown: [] });
  seen.Worker = class extends Worker {
    postMessage(message) {
      seen.asked += 1;
      setTimeout(() => super.postMessage(message), seen.asked === 1 ? 1000 : 0);
      this.addEventListener("message", () => (seen.answered += 1), { once: true });
    }
  };
  addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("own-findings");
    const keep = () => !box.hidden && seen.shown.push(box.textContent);
    if (box) new MutationObserver(keep).observe(box, { attributeFilter: ["hidden"] });
  });
}

const text = (page, selector) => page.$eval(selector, ({ textContent }) => textContent);

/** How many digits of the two signatures are marked, in the header's. */
const differing = (page) =>
  page.$$eval("#step-home .macs span:first-child mark", (marks) =>
    marks.reduce((sum, { textContent }) => sum + textContent.length, 0),
  );

const code = (page) => page.$eval("#own-verdict [data-code]", ({ dataset }) => dataset.code);
const judged = (page, code) => page.waitForSelector(`#own-verdict [data-code="${code}"]`);

/** @param {import("puppeteer-core").Page} page @param {...import("puppeteer-core").KeyInput} keys pressed together */
async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.down(key);
  for (const key of keys.reverse()) await page.keyboard.up(key);
}

/** As if it had been pasted; an empty text empties the field. */
const paste = (page, field, text) =>
  page.$eval(
    `#own-${field}`,
    (element, text) => {
      element.value = text;
      element.dispatchEvent(new Event("input", { bubbles: true }));
    },
    text,
  );
