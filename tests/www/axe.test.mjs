// No step breaks a rule of axe's, light or dark, wide or narrow, before and after it was used. Each state of a step is asked
// for what can differ there: in Firefox for the rules about what is drawn, in the dark for those about colours. Then all
// steps, as they were left, are shown at once, so that one run asks either engine for all rules on a phone, and in the dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { firefox, inEachBrowser } from "./lib/browsers.mjs";
import { PHONE } from "./lib/page.mjs";
import { click, enter, go, next, open, STEPS, works } from "./lib/steps.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules that the theme can break; the others would say the same of both. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The rules that ask the engine what it has drawn, and where; all others read the document, which is the same in each. */
const DRAWING_RULES = [...COLOUR_RULES, "scrollable-region-focusable", "target-size"];

/** @type {("light" | "dark")[]} */
const SCHEMES = ["light", "dark"];

await inEachBrowser((test, kind) => {
  /** @param {import("puppeteer-core").Page} page @param {"light" | "dark"} scheme */
  const theme = async (page, scheme) => {
    // Firefox cannot be told what the system asks for, and has little motion by a preference.
    if (kind === firefox)
      return page.$eval(
        "html",
        (root, scheme) => {
          root.style.colorScheme = scheme;
        },
        scheme,
      );
    // Without motion: a colour that is still on its way to another is neither.
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
  };
  const keepsTheRules = async (page, where) => {
    await theme(page, "light");
    if (kind === firefox) return hasNoViolation(page, where, DRAWING_RULES);
    await hasNoViolation(page, where);
    await theme(page, "dark");
    await hasNoViolation(page, `${where}, dark`, COLOUR_RULES);
  };

  const keepsTheRulesOfAll = async (page, scheme) => {
    await theme(page, scheme);
    await hasNoViolation(page, `all steps, ${scheme}`, scheme === "dark" && COLOUR_RULES);
  };

  test("every step as it is found, and as it is left, wide and narrow", async (page, origin) => {
    await open(page, origin, "who");
    for (const name of ["home", "verify"]) {
      await enter(page, name);
      await keepsTheRules(page, name);
      await works(page, name);
      await keepsTheRules(page, `${name}, used`);
    }
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) await next(page, name);
      else await enter(page, name);
      await keepsTheRules(page, name);
      await works(page, name);
      await page.$$eval(`#step-${name} details`, (all) => {
        for (const details of all) details.open = true;
      });
      await keepsTheRules(page, `${name}, used`);
    }
    await page.$$eval(".step", showAll);
    // Wide and light was each of them; wide and dark only where the theme can be told for each state.
    if (kind === firefox) await keepsTheRulesOfAll(page, "dark");
    await page.setViewport(PHONE);
    for (const scheme of SCHEMES) await keepsTheRulesOfAll(page, scheme);
  });

  test("what was refused, broken, forged, cancelled and retried", async (page, origin) => {
    await open(page, origin, "token");
    await page.locator("#token-key").fill("another");
    await click(page, "#step-token form .primary");
    await page.waitForSelector('#step-token .verdict[data-tone="bad"]');
    await keepsTheRules(page, "a refused token");
    await go(page, "session");
    await click(page, "#step-session details:has(#mistake-none) summary");
    await click(page, "#mistake-total");
    await click(page, "#step-session form .primary");
    await page.waitForSelector('#step-session .verdict[data-tone="bad"]');
    await keepsTheRules(page, "a refused order");
    await click(page, "#step-session [data-result] .verdict > button");
    await page.waitForSelector('#step-session .verdict[data-tone="good"]');
    await go(page, "pay");
    await click(page, '#step-pay button[value="cancel"]');
    await page.waitForSelector("#step-pay [data-result] .actions a");
    await keepsTheRules(page, "a cancelled payment");
    await go(page, "back");
    await click(page, "#step-back [data-forge]");
    await page.waitForSelector('[data-forged-verdict][data-tone="bad"]');
    await keepsTheRules(page, "a forged return");
    await go(page, "break");
    await keepsTheRules(page, "cancelled, so there is nothing to break");
    await click(page, "#step-break [data-problem] button");
    await click(page, "#break-stages summary");
    for (const name of ["space", "parsed", "unexpected", "missing"]) {
      await click(page, `#break-${name}`);
      await page.waitForSelector(`#break-${name}[aria-current="true"]`);
      await keepsTheRules(page, `broken: ${name}`);
    }
    await go(page, "retries");
    await click(page, '#step-retries [data-do="day"]');
    await page.waitForSelector('#step-retries [data-verdict][data-tone="bad"]');
    await click(page, '#step-retries [data-do="read"]');
    await page.waitForSelector("#step-retries [data-reconciled]:not([hidden])");
    await keepsTheRules(page, "given up");
  });
});

/** Steps that follow each other on one page; runs in the page. */
function showAll(steps) {
  for (const step of steps) step.hidden = false;
}

/**
 * @param {import("puppeteer-core").Page} page
 * @param {string} where
 * @param {string[] | false} [rules] all by default
 */
async function hasNoViolation(page, where, rules) {
  // The page's policy allows no script that is not its own, and drivers may do it all the same.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async (rules) => {
    // Most of the document: axe does not judge what is hidden, and takes twice the time over it.
    const places = [...document.querySelectorAll(".step[hidden]")].map((step) => {
      const place = document.createComment("");
      step.replaceWith(place);
      return { step, place };
    });
    const { violations } = await globalThis.axe.run(document, {
      resultTypes: ["violations"],
      preload: false,
      ...(rules && { runOnly: rules }),
    });
    for (const { step, place } of places) place.replaceWith(step);
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join("; ")}`,
    );
  }, rules);
  assert.deepEqual(violations, [], where);
}
