// No step breaks a rule of axe's, in either browser, light or dark, wide or narrow, before and after it was used. What
// depends on neither the engine nor the theme is looked at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, firefox, inEachBrowser } from "./lib/browsers.mjs";
import { PHONE, WIDE } from "./lib/page.mjs";
import { click, enter, go, next, open, STEPS, works } from "./lib/steps.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules that the theme can break; the others would say the same of both. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** For Firefox, which cannot be told so page by page. */
const LIGHT = { "layout.css.prefers-color-scheme.content-override": 1 };

for (const theme of ["light", "dark"]) {
  await inEachBrowser(
    (test, kind) => {
      const keepsTheRules = (page, where) => hasNoViolation(page, where, theme === "dark" && COLOUR_RULES);
      const viewports = kind === chromium ? [PHONE, WIDE] : [WIDE];
      const begin = async (page, origin, name) => {
        if (kind === chromium)
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        await open(page, origin, name);
        assert.ok(
          await page.evaluate((theme) => matchMedia(`(prefers-color-scheme: ${theme})`).matches, theme),
        );
      };

      test("every step as it is found, and as it is left, wide and narrow", async (page, origin) => {
        await begin(page, origin, "who");
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
          for (const viewport of viewports) {
            if (kind === chromium) await page.setViewport(viewport);
            await keepsTheRules(page, `${name}, used, ${viewport.width} pixels wide`);
          }
        }
      });

      test("what was refused, broken, forged, cancelled and retried", async (page, origin) => {
        await begin(page, origin, "token");
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
    },
    { name: theme, kinds: theme === "dark" ? [chromium] : [chromium, firefox], preferences: LIGHT },
  );
}

async function hasNoViolation(page, where, rules) {
  // The page's policy allows no script that is not its own, and drivers may do it all the same.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, {
      resultTypes: ["violations"],
      preload: false,
      ...(rules && { runOnly: rules }),
    });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ target, any }) => `${target} ${any[0]?.message ?? ""}`).join("; ")}`,
    );
  }, rules);
  assert.deepEqual(violations, [], where);
}
