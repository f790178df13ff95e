// WebKit too shows every page and does what is done on it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { INSTALL, isInstalled, launchWebKit } from "../runtimes/lib/webkit.mjs";
import { serve } from "./lib/site.mjs";
import { PAGES, works } from "./lib/steps.mjs";

/** How long a condition may take to come true, in milliseconds; small machines are slow. */
const PATIENCE_MS = 30_000;

const missing = isInstalled() ? undefined : `WebKitGTK is not installed: ${INSTALL}`;

if (missing && process.env.CI === "true") test("WebKitGTK", () => assert.fail(missing));
else
  describe("WebKitGTK", { skip: missing }, () => {
    let site;
    let machine;
    before(async () => {
      site = await serve();
      machine = await launchWebKit();
    });
    after(async () => {
      await machine?.close();
      await site?.stop();
    });

    test("every page shows and works", async (t) => {
      const page = pageOf(machine.driver);
      t.diagnostic(`WebKitGTK ${machine.version}`);
      for (const name of PAGES) {
        await machine.driver.get("about:blank");
        await machine.driver.get(`${site.origin}/#${name === "home" ? "" : name}`);
        await page.waitForSelector(`html[data-step="${name}"] #step-${name}:not([hidden], [aria-busy])`);
        assert.deepEqual(await page.evaluate(troubles), [], name);
        await works(page, name, page.press);
        assert.deepEqual(await page.evaluate(troubles), [], `${name}, used`);
      }
    });
  });

/** As much of puppeteer's page as the deeds need. */
function pageOf(driver) {
  const evaluate = (use, ...values) =>
    driver.executeScript(`return (${use}).apply(null, arguments)`, ...values);
  const waitForFunction = (use, _, ...values) =>
    driver.wait(() => evaluate(use, ...values), PATIENCE_MS, `waited for ${String(use)}`);
  return {
    evaluate,
    waitForFunction,
    waitForSelector: (selector) =>
      waitForFunction(`(selector) => document.querySelector(selector) !== null`, {}, selector),
    async press(selector) {
      await waitForFunction(`(selector) => document.querySelector(selector) !== null`, {}, selector);
      await evaluate((selector) => document.querySelector(selector).click(), selector);
    },
  };
}

/** What the page itself says that went wrong; runs in the page. */
function troubles() {
  return ["unsupported", "trouble", "unknown"].filter((id) => !document.getElementById(id).hidden);
}
