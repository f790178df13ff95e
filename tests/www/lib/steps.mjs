// The steps by name, how a visitor gets to them, and what is done on them.

import assert from "node:assert/strict";
import { OTHERS as others, STEPS as steps } from "../../../www/steps/index.js";

export const STEPS = steps.map(({ name }) => name);

/** All pages, the first screen first. */
export const PAGES = [...others.map(({ name }) => name), ...STEPS];

/** Waits until a step is shown and has done what it does by itself. */
export async function shown(page, name) {
  await page.waitForSelector(`html[data-step="${name}"] #step-${name}:not([hidden], [aria-busy])`);
  assert.ok(
    await page.$eval("#trouble", ({ hidden }) => hidden),
    `the page says that ${name} cannot be shown`,
  );
}

/** Opens the page at a step, as a link from elsewhere does. */
export async function open(page, origin, name) {
  // An address that differs in its fragment only is no reason to load a page again.
  await page.goto("about:blank");
  await page.goto(`${origin}/#${name === "home" ? "" : name}`);
  await shown(page, name.split("/")[0]);
}

/** Clicks, once what it is about can be clicked. */
export async function click(page, selector) {
  await page.locator(selector).click();
}

/** By the list of steps. */
export async function go(page, name) {
  await click(page, `.walk a[href="#${name}"]`);
  await shown(page, name);
}

/** By its address, as one types it. */
export async function enter(page, name) {
  await page.evaluate((name) => {
    location.hash = name === "home" ? "" : name;
  }, name);
  await shown(page, name.split("/")[0]);
}

/** By the link at the end of a step. */
export async function next(page, name) {
  await click(page, "#next");
  await shown(page, name);
}

/**
 * What a visitor does on a step that has come into view, and what has to come of it. Each takes one who presses a
 * control, by mouse or by keyboard.
 *
 * @type {Record<string, (page: import("puppeteer-core").Page, press: (selector: string) => Promise<void>) => Promise<void>>}
 */
const DEEDS = {
  async who(page, press) {
    await press('#step-who [data-party="api"]');
    await page.waitForSelector('#step-who [data-party="api"][aria-pressed="true"]');
  },
  async token(page, press) {
    await press("#step-token form .primary");
    await page.waitForSelector('#step-token [data-result] .verdict[data-tone="good"]');
  },
  async session(page, press) {
    await press("#step-session form .primary");
    await page.waitForSelector('#step-session [data-result] .verdict[data-tone="good"]');
  },
  async product(page, press) {
    await press("#step-product form .primary");
    await page.waitForSelector("#step-product [data-redirects] dd");
  },
  async pay(page, press) {
    await press('#step-pay button[value="approve"]');
    await page.waitForSelector("#step-pay [data-result]:not([hidden]) .actions a");
  },
  async back(page, press) {
    await press("#step-back [data-arrive]");
    await page.waitForSelector('#step-back [data-honest-verdict][data-tone="good"]');
  },
  async callback(page) {
    await page.waitForFunction(() => document.querySelectorAll('#stages [data-state="passed"]').length === 6);
  },
  async break(page, press) {
    await press("#break-amount");
    await page.waitForSelector('#break-verdict [data-code="signature-mismatch"][data-status="401"]');
  },
  async retries(page, press) {
    await press('#step-retries [data-do="next"]');
    await page.waitForSelector('#step-retries [data-rows] [data-tone="bad"]');
  },
  async shop(page, press) {
    await page.waitForSelector("#recipe figure pre");
    await press("#recipe .copy");
    await page.waitForFunction(() => document.querySelector("#recipe .copy").textContent !== "Copy");
  },
  async home(page, press) {
    await press('#step-home [data-try="amount"]');
    await page.waitForSelector('#step-home [data-code="signature-mismatch"][data-status="401"]');
  },
  async verify(page, press) {
    await press("#own-sample");
    await page.waitForSelector('#own-verdict [data-code="payment-authorized"]');
    await page.evaluate(() => {
      const body = /** @type {HTMLTextAreaElement} */ (document.getElementById("own-body"));
      body.value = body.value.replace("62700", "62701");
      body.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitForSelector("#own-findings:not([hidden]) li");
  },
};

/** Does on a step what a visitor does there. */
export async function works(page, name, press = (selector) => click(page, selector)) {
  await DEEDS[name](page, press);
}
