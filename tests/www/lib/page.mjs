// A page in a context of its own, that fails whoever uses it where it complains or asks for what is not its own.

import assert from "node:assert/strict";

/** How long a condition may take to come true, in milliseconds; small machines are slow. */
const PATIENCE = 20_000;

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/**
 * Opens a blank page, uses it, closes it; and fails if anything went wrong on it meanwhile.
 *
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} origin what every request has to begin with: an origin, or a path in it
 * @param {(page: import("puppeteer-core").Page, seen: Seen) => Promise<void>} use
 * @param {{ viewport?: { width: number, height: number }, expected?: (trouble: string) => boolean }} [options]
 *
 * @typedef {object} Seen
 * @property {string[]} troubles errors, violations of the policy, failed requests, and requests to others
 * @property {string[]} requests each as `METHOD url`
 * @property {string[]} console all that was logged
 */
export async function visit(browser, origin, use, { viewport = WIDE, expected = () => false } = {}) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport(viewport);
    const seen = await watch(page, origin);
    const troubles = () => seen.troubles.filter((trouble) => !expected(trouble));
    await use(page, seen).catch((error) => {
      if (troubles().length > 0) error.message += `\nThe page had said: ${troubles().join("\n")}`;
      throw error;
    });
    assert.deepEqual(troubles(), []);
  } finally {
    await context.close();
  }
}

/**
 * @param {import("puppeteer-core").Page} page
 * @param {string} origin
 * @returns {Promise<Seen>}
 */
async function watch(page, origin) {
  /** @type {Seen} */
  const seen = { troubles: [], requests: [], console: [] };
  page.on("console", (message) => {
    seen.console.push(message.text());
    if (["error", "warn"].includes(message.type())) seen.troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.troubles.push(`error: ${/** @type {Error} */ (error).message}`));
  page.on("request", (request) => {
    seen.requests.push(`${request.method()} ${request.url()}`);
    // Firefox draws its own controls with a font in a data URL; one of the page's would break its policy.
    const isOwn = request.url().startsWith(`${origin}/`) || request.url().startsWith("data:");
    if (!isOwn) seen.troubles.push(`asked elsewhere: ${request.url()}`);
    if (request.method() !== "GET") seen.troubles.push(`${request.method()} to ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // Whoever leaves a page breaks off what it was still loading.
    if (!/ABORTED/.test(reason)) seen.troubles.push(`failed: ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) seen.troubles.push(`${response.status()} for ${response.url()}`);
  });
  // Firefox does not show these to whoever drives it.
  await page.evaluateOnNewDocument(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
      console.error(`the policy forbids ${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  return seen;
}
