// The picture keeps its letters in their boxes at any width and text size; forced colours and paper lose nothing.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { WIDE } from "./lib/page.mjs";
import { click, enter, open, PAGES, STEPS, works } from "./lib/steps.mjs";

const WIDTHS = [280, 320, 360, 390, 560, 768, 992, 1024, 1055, 1440];
/** In pixels: the usual size, and what people set who need larger letters. */
const TEXT_SIZES = [16, 20];

/** A4 both ways, in pixels. */
const PAPERS = [
  [1123, 794],
  [794, 1123],
];

await inEachBrowser((test, kind) => {
  test("each text of the picture stays in its box, at ten widths", async (page, origin) => {
    await open(page, origin, "who");
    for (const size of TEXT_SIZES) {
      await page.$eval(
        "html",
        (root, size) => {
          root.style.fontSize = `${size}px`;
        },
        size,
      );
      for (const name of ["who", "back", "callback"]) {
        await enter(page, name);
        if (name !== "who" && !(await page.$("#picture[data-whole]"))) await click(page, "#picture .whole");
        for (const width of WIDTHS) {
          await page.setViewport({ width, height: 900 });
          assert.deepEqual(
            await page.evaluate(outOfBox),
            [],
            `${name} at ${width} pixels, letters of ${size}`,
          );
        }
      }
    }
  });

  test("nothing runs over anything in the row of who sends what to whom", async (page, origin) => {
    await open(page, origin, "token");
    for (const name of STEPS.slice(1)) {
      await enter(page, name);
      for (const width of [280, 390, 768]) {
        await page.setViewport({ width, height: 900 });
        assert.deepEqual(await page.evaluate(runningOver), [], `${name} at ${width} pixels`);
      }
    }
  });

  test("the picture's letters follow the reader's text size", async (page, origin) => {
    await open(page, origin, "who");
    const size = () =>
      page.$eval("#picture .drawing", (svg) => Number.parseFloat(getComputedStyle(svg).fontSize));
    const before = await size();
    await page.$eval("html", (root) => {
      root.style.fontSize = "200%";
    });
    assert.ok((await size()) >= before * 1.8);
  });

  if (kind !== chromium) return;

  test("forced colours show what is off, what is chosen, and where one is", async (page, origin) => {
    const session = await page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", {
      features: [{ name: "forced-colors", value: "active" }],
    });
    await open(page, origin, "break/amount");
    await page.waitForSelector('#break-amount[aria-current="true"]');
    const look = (selector) =>
      page.$eval(selector, (element) => {
        const { color, outlineStyle, outlineWidth, borderWidth } = getComputedStyle(element);
        return { color, outline: outlineStyle === "none" ? "" : outlineWidth, border: borderWidth };
      });
    assert.notDeepEqual(await look("#break-amount"), await look("#break-space"), "the chosen breakage");
    assert.notEqual(
      (await look('.walk a[href="#break"]')).outline,
      (await look('.walk a[href="#pay"]')).outline,
    );
    for (const button of ["#break-sign", "#break-start-over"]) {
      await click(page, button);
      await page.waitForSelector(`${button}[aria-disabled="true"]`);
      assert.notEqual((await look(button)).color, (await look("#break-amount")).color, `${button} is off`);
    }
    await enter(page, "retries");
    assert.notEqual(
      (await look('[data-do="next"]')).border,
      (await look('[data-do="switch"]')).border,
      "the way on",
    );
    assert.notEqual(
      (await look('[data-do="twice"]')).color,
      (await look('[data-do="next"]')).color,
      "what is off",
    );
    const dot = await page.$eval("#step-retries .where", (box) => {
      const { backgroundColor } = getComputedStyle(box, "::before");
      return backgroundColor !== getComputedStyle(box).backgroundColor;
    });
    assert.ok(dot, "the dot is seen");
  });

  test("paper of either shape cuts nothing on any step", async (page, origin) => {
    await open(page, origin, "home");
    for (const [at, name] of PAGES.entries()) {
      if (at > 0) await enter(page, name);
      await works(page, name);
      await page.$$eval(`#step-${name} details`, (all) => {
        for (const details of all) details.open = true;
      });
      await page.emulateMediaType("print");
      for (const [width, height] of PAPERS) {
        await page.setViewport({ width, height });
        assert.deepEqual(await page.$$eval(`#step-${name} *`, cut), [], `${name} on ${width} × ${height}`);
      }
      await page.emulateMediaType("screen");
      await page.setViewport(WIDE);
    }
  });
});

/** What has more content than is seen of it; runs in the page. */
function cut(elements) {
  const hides = (style) => style !== "visible";
  const isSecret = (element) => element.matches("[type=password]");
  return elements
    .filter((element) => {
      const { overflowX, overflowY, display } = getComputedStyle(element);
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
      if (display === "inline" || clientWidth <= 1 || isSecret(element) || !element.checkVisibility())
        return false;
      return (
        (hides(overflowY) && scrollHeight > clientHeight + 2) ||
        (hides(overflowX) && scrollWidth > clientWidth + 2)
      );
    })
    .map(
      ({ localName, className, id, textContent }) =>
        `${localName}.${className}#${id} ${textContent.slice(0, 40)}`,
    );
}

/** Parts of the row whose texts or boxes overlap, or that leave the picture; runs in the page. */
function runningOver() {
  const picture = document.getElementById("picture").getBoundingClientRect();
  const parts = [...document.querySelectorAll("#picture :is(.strip > *, #progress, .whole)")].map((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return { name: part.textContent, rects: [part.getBoundingClientRect(), ...range.getClientRects()] };
  });
  // Half a pixel is the rounding of letters.
  const overlap = (a, b) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const found = parts
    .filter(({ rects }) => rects.some(({ left, right }) => left < picture.left || right > picture.right))
    .map(({ name }) => `${name} leaves the picture`);
  for (const [at, one] of parts.entries())
    for (const other of parts.slice(at + 1))
      if (one.rects.some((rect) => other.rects.some((its) => overlap(rect, its))))
        found.push(`${one.name} runs over ${other.name}`);
  return found;
}

/** Texts that run out of the box or the picture that they are in; runs in the page. */
function outOfBox() {
  const found = [];
  const picture = document.getElementById("picture").getBoundingClientRect();
  const text = (element) => element.textContent.trim().replace(/\s+/g, " ");
  for (const party of document.querySelectorAll("#picture .party")) {
    const box = party.querySelector(".box").getBoundingClientRect();
    for (const label of party.querySelectorAll("text")) {
      const { left, right, top, bottom, width } = label.getBoundingClientRect();
      if (width === 0) continue;
      if (left < box.left || right > box.right || top < box.top - 1 || bottom > box.bottom + 1)
        found.push(`${text(label)}: ${Math.round(right - box.right)} pixels too wide`);
    }
  }
  const boxes = [...document.querySelectorAll("#picture .party:not(.chip) .box")].map((box) =>
    box.getBoundingClientRect(),
  );
  for (const label of document.querySelectorAll("#picture .way text")) {
    const { left, right, width, top, bottom } = label.getBoundingClientRect();
    if (width === 0) continue;
    if (left < picture.left || right > picture.right) found.push(`${text(label)} leaves the picture`);
    const isOver = boxes.some(
      (box) => left < box.right && right > box.left && top < box.bottom && bottom > box.top,
    );
    if (isOver) found.push(`${text(label)} runs over a box`);
  }
  return found;
}
