// Takes the README's pictures of the page.
//
// usage: node screenshots.mjs <folder of the assembled site> <folder for the pictures>

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, launch } from "./lib/browsers.mjs";
import { PHONE, WIDE } from "./lib/page.mjs";
import { indexed } from "./lib/png.mjs";
import { serve } from "./lib/site.mjs";
import { click, open } from "./lib/steps.mjs";

const [site, out] = process.argv.slice(2);
if (!site || !out) {
  console.error("usage: node screenshots.mjs <folder of the assembled site> <folder for the pictures>");
  process.exit(2);
}

/** What is shown, and what is done there before. */
const SCENES = {
  callback: (page) => toTop(page, '#stages [data-stage="bytes"]'),
  break: async (page) => {
    await click(page, "#break-amount");
    await page.waitForSelector('#break-verdict [data-code="signature-mismatch"]');
    await toTop(page, "#title-break");
  },
};

/** Scrolls until something stands a little below the window's upper edge. */
const toTop = (page, selector) =>
  page.$eval(selector, (element) =>
    scrollBy({ top: element.getBoundingClientRect().top - 24, behavior: "instant" }),
  );

mkdirSync(out, { recursive: true });
const server = await serve(site);
const machine = await launch(chromium);
try {
  for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
    for (const theme of ["light", "dark"]) {
      const page = await machine.browser.newPage();
      await page.setViewport(viewport);
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: theme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await page.evaluateOnNewDocument(sameEveryTime);
      for (const [name, prepare] of Object.entries(SCENES)) {
        await open(page, server.origin, name);
        await prepare(page);
        // Nothing is pointed at.
        await page.mouse.move(0, 0);
        const picture = indexed(await page.screenshot());
        const file = path.join(out, `${name}-${size}-${theme}.png`);
        writeFileSync(file, picture);
        console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
      }
      await page.close();
    }
  }
} finally {
  await machine.close();
  await server.stop();
}

/** Ids and times are random and the present elsewhere; runs in the page. */
function sameEveryTime() {
  let state = 1;
  crypto.getRandomValues = (bytes) => bytes.map(() => (state = (state * 48271) % 0x7fffffff) & 255);
  Date.now = () => Date.UTC(2026, 10, 2, 9);
}
