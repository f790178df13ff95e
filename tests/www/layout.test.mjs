// The page fits its window, moves nothing under the visitor's eyes, and can be printed.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { PHONE, WIDE } from "./lib/page.mjs";
import { enter, next, open, PAGES, STEPS, works } from "./lib/steps.mjs";

/** How much may move, as Chrome reckons it, to which anything below 0.1 is good. */
const MAX_SHIFT = 0.02;

/** How many times the usual size a reader's text may have: then as few letters fit as into a window so much narrower. */
const MAX_TEXT_SIZE = 5;

await inEachBrowser((test, kind) => {
  test("no step is wider than its window, and no text is cut off", async (page, origin) => {
    await open(page, origin, "who");
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) await next(page, name);
      await works(page, name);
      await page.$$eval(`#step-${name} details`, (all) => {
        for (const details of all) details.open = true;
      });
      for (const width of [WIDE.width, PHONE.width, 320, WIDE.width / MAX_TEXT_SIZE]) {
        await page.setViewport({ width, height: WIDE.height });
        await page.evaluate(twoFrames);
        assert.deepEqual(await page.evaluate(tooWide), [], `${name} at ${width} pixels`);
      }
      await page.setViewport(WIDE);
    }
  });

  test("nothing moves by itself", async (page, origin) => {
    // Firefox is asked for little motion by a preference.
    if (kind === chromium)
      await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await open(page, origin, "who");
    assert.ok(await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches));
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) await next(page, name);
      await works(page, name);
      assert.deepEqual(await page.evaluate(moving), [], name);
    }
  });

  test("code wraps, prices stand in one column, and no room is left for what is not there", async (page, origin) => {
    await page.setViewport({ width: 768, height: 1024 });
    for (const address of ["shop/axum", "shop/php"]) {
      await open(page, origin, address);
      await page.waitForSelector("#step-shop figure.code pre");
      const wide = await page.$$eval("#step-shop pre", (all) =>
        all
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ ariaLabel }) => ariaLabel),
      );
      assert.deepEqual(wide, [], address);
    }
    await enter(page, "session");
    await page.locator("#quantity-coffee").fill("1000");
    await works(page, "session");
    await enter(page, "back");
    const ends = await page.$$eval("[data-honest-window] .goods li > :last-child", (prices) =>
      prices.map((price) => Math.round(price.getBoundingClientRect().right)),
    );
    assert.ok(ends.length > 2 && new Set(ends).size === 1, `prices end at ${ends}`);
    await page.setViewport(WIDE);
    await enter(page, "break");
    await works(page, "break");
    const [room, gap] = await page.evaluate(() => {
      const place = (selector) => document.querySelector(selector).getBoundingClientRect();
      const link = document.querySelector('.walk a[href="#shop"]');
      const number = Number.parseFloat(getComputedStyle(link, "::before").width);
      const start = link.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(link).paddingLeft);
      return [
        place("#break-stages").top - place("#break-start-over").bottom,
        link.querySelector(".label").getBoundingClientRect().left - start - number,
      ];
    });
    assert.ok(room < 40, `${room} pixels below Start over`);
    assert.ok(gap >= 6, `${gap} pixels from 10 to its label`);
  });

  if (kind !== chromium) return;

  for (const [device, viewport] of Object.entries({ "a wide screen": WIDE, "a phone": PHONE })) {
    test(
      `nothing moves while a step is opened, on ${device}`,
      async (page, origin) => {
        await page.evaluateOnNewDocument(watchShifts);
        for (const name of PAGES) {
          await open(page, origin, name);
          await steady(page, `opening ${name}`);
        }
      },
      { viewport },
    );
  }

  test("nothing moves while one walks, but by one's own doing", async (page, origin) => {
    await page.evaluateOnNewDocument(watchShifts);
    await open(page, origin, "who");
    for (const [at, name] of STEPS.entries()) {
      await page.evaluate(() => (globalThis.shifts.length = 0));
      if (at > 0) await next(page, name);
      await works(page, name);
      // Chrome counts nothing that moves within half a second of a click, and everything after it.
      await sleep(600);
      await steady(page, name);
    }
  });

  test("a printed step has all of its content", async (page, origin) => {
    await open(page, origin, "who");
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) await next(page, name);
      await works(page, name);
      const onScreen = await page.$$eval(`#step-${name} :is(h2, h3, p, pre, li, td, dd)`, legible);
      await page.emulateMediaType("print");
      const onPaper = await page.$$eval(`#step-${name} :is(h2, h3, p, pre, li, td, dd)`, legible);
      await page.emulateMediaType("screen");
      assert.ok(onScreen.length > 3);
      assert.deepEqual(
        onScreen.filter((text) => !onPaper.includes(text)),
        [],
        name,
      );
    }
  });
});

async function steady(page, where) {
  await page.evaluate(twoFrames);
  const shifts = await page.evaluate(() => globalThis.shifts);
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  assert.ok(total < MAX_SHIFT, `${where}: ${total.toFixed(3)}\n${JSON.stringify(shifts, null, 2)}`);
}

// All of these run in the page.

const twoFrames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

function tooWide() {
  const name = (element) =>
    `${element.localName}.${element.className.baseVal ?? element.className}#${element.id}`;
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} pixels wide`] : [];
  for (const element of document.querySelectorAll("body *")) {
    // A drawing clips what it holds.
    if ((element instanceof SVGElement && element.ownerSVGElement) || !element.checkVisibility()) continue;
    const { right, width } = element.getBoundingClientRect();
    if (right > clientWidth + 1 && width > 1 && !element.closest(".scroll, pre, .skip"))
      found.push(`${name(element)} ends at ${right}`);
    const isCut =
      getComputedStyle(element).overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
    // What only screen readers are told has one pixel.
    if (isCut && element.clientWidth > 1) found.push(`${name(element)} is cut off`);
  }
  return found;
}

function watchShifts() {
  globalThis.shifts = [];
  /** @param {LayoutShift["sources"][number]} source */
  const named = ({ node }) => node && `${node.nodeName}.${node.className}#${node.id}`;
  new PerformanceObserver((list) => {
    const entries = /** @type {LayoutShift[]} */ (list.getEntries());
    for (const { value, hadRecentInput, sources } of entries) {
      if (!hadRecentInput) globalThis.shifts.push({ value, moved: sources.map(named) });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

function legible(elements) {
  const isWhole = (element) =>
    element.scrollHeight <= element.clientHeight + 2 || getComputedStyle(element).display === "inline";
  const isControl = (element) => element.closest(".actions, button, label, .breakages, [class*=hidden]");
  return elements
    .filter((element) => element.checkVisibility() && isWhole(element) && !isControl(element))
    .map(({ textContent }) => textContent.trim())
    .filter(Boolean);
}

function moving() {
  const running = document
    .getAnimations()
    .map(({ effect }) => /** @type {KeyframeEffect} */ (effect).target)
    .map((target) => target.id || target.localName);
  const able = [...document.querySelectorAll("body *")].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return !/^(0s,? ?)+$/.test(transitionDuration) || animationName !== "none";
  });
  return [...running, ...able.map((element) => element.outerHTML.slice(0, 80))];
}
