// Each step has an address: it can be opened, reloaded, left and come back to.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { serveBelow } from "./lib/site.mjs";
import { click, enter, next, open, STEPS, shown, works } from "./lib/steps.mjs";

await inEachBrowser((test) => {
  test("the address without a fragment is the first screen's", async (page, origin) => {
    await page.goto(origin);
    await shown(page, "home");
    assert.equal(await page.evaluate(() => location.href), `${origin}/`);
  });

  test("an address that names nothing shows the first screen, and says so", async (page, origin) => {
    for (const name of ["nothing", "Break", "break%3Fx"]) {
      await page.goto("about:blank");
      await page.goto(`${origin}/#${name}`);
      await shown(page, "home");
      const said = await page.$eval("#unknown:not([hidden])", ({ textContent }) => textContent);
      assert.ok(said.includes(`#${decodeURIComponent(name)}`), said);
    }
    await enter(page, "who");
    assert.ok(await page.$eval("#unknown", (element) => /** @type {HTMLElement} */ (element).hidden));
  });

  test("the address of something on a step shows that step", async (page, origin) => {
    await page.goto(`${origin}/#title-pay`);
    await shown(page, "pay");
  });

  test("a breakage, a framework and a language have addresses", async (page, origin) => {
    await open(page, origin, "break/space");
    await page.waitForSelector('#break-verdict [data-code="altered-whitespace"]');
    await click(page, "#break-two");
    await page.waitForSelector('#break-verdict [data-code="malformed-signature"]');
    assert.equal(await page.evaluate(() => location.hash), "#break/two");
    await open(page, origin, "shop/express");
    await page.waitForSelector('#recipe figure[aria-label="express.mjs"]');
    await open(page, origin, "shop/python");
    await page.waitForSelector('#language figure[aria-label$="verify.py"]');
  });

  test("Back finds the place that was left", async (page, origin) => {
    await open(page, origin, "callback");
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    await page.$eval("#next", (link) => /** @type {HTMLElement} */ (link).click());
    await shown(page, "break");
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.evaluate(() => history.back());
    await shown(page, "callback");
    await page.waitForFunction(() => Math.abs(scrollY - 700) < 3);
  });

  test("each step is still there after a reload, and works", async (page, origin) => {
    await open(page, origin, "who");
    for (const name of STEPS) {
      await enter(page, name);
      await page.reload();
      await shown(page, name);
      await only(page, name);
      await works(page, name);
    }
  });

  test("each step has a title of its own, which takes the focus, and the list says which it is", async (page, origin) => {
    await open(page, origin, "who");
    assert.equal(
      await page.evaluate(() => document.activeElement.localName),
      "body",
      "a page that opens leaves the focus alone",
    );
    const titles = new Set();
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) {
        await next(page, name);
        await page.waitForFunction((id) => document.activeElement.id === id, {}, `title-${name}`);
      }
      const { title, heading, current, before, after, top } = await page.evaluate(
        (name) => ({
          title: document.title,
          heading: document.getElementById(`title-${name}`).textContent,
          current: [...document.querySelectorAll("[aria-current]:not(section *)")].map((link) => [
            /** @type {HTMLAnchorElement} */ (link).hash,
            link.getAttribute("aria-current"),
          ]),
          before: /** @type {HTMLAnchorElement} */ (document.querySelector("#previous:not([hidden])"))?.hash,
          after: /** @type {HTMLAnchorElement} */ (document.querySelector("#next:not([hidden])"))?.hash,
          top: scrollY,
        }),
        name,
      );
      assert.equal(title, `${heading} · checkout-signature`);
      assert.deepEqual(current, [[`#${name}`, "step"]]);
      const address = (name) => name && `#${name}`;
      assert.deepEqual([before, after], [address(STEPS[at - 1]), address(STEPS[at + 1])]);
      assert.equal(top, 0);
      titles.add(title);
    }
    assert.equal(titles.size, STEPS.length);
  });

  test("Back and Forward go through the steps", async (page, origin) => {
    await open(page, origin, "who");
    for (const name of STEPS.slice(1)) await enter(page, name);
    for (const name of STEPS.slice(0, -1).reverse()) {
      await page.evaluate(() => history.back());
      await shown(page, name);
      await only(page, name);
    }
    for (const name of STEPS.slice(1)) {
      await page.evaluate(() => history.forward());
      await shown(page, name);
      await only(page, name);
    }
  });

  const somewhere = { serve: () => serveBelow("/some/where/") };
  test(
    "below a path, on a host that sends no header, every step works",
    async (page, origin) => {
      await open(page, origin, "who");
      for (const name of STEPS.slice(1)) await enter(page, name);
      await page.reload();
      await shown(page, STEPS.at(-1));
    },
    somewhere,
  );
});

/** One step is to be seen, and it is this one. */
async function only(page, name) {
  const sections = await page.$$eval(".step", (steps) =>
    steps.filter((step) => step.checkVisibility()).map((step) => step.id),
  );
  assert.deepEqual(sections, [`step-${name}`]);
}
