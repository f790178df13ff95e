// The walk as a visitor takes it, from the first step to the last, with the mouse.

import assert from "node:assert/strict";
import { inEachBrowser } from "./lib/browsers.mjs";
import { click, go, next, open, STEPS, shown, works } from "./lib/steps.mjs";
import { stored } from "./lib/stored.mjs";

await inEachBrowser((test) => {
  test("from who is who to one's own shop, paid by Vipps, and nothing is left behind", async (page, origin) => {
    await open(page, origin, "who");
    for (const [at, name] of STEPS.entries()) {
      if (at > 0) await next(page, name);
      await works(page, name);
    }
    // Nothing was done by anybody but the visitor.
    assert.deepEqual(
      await page.$$eval("[data-before]:not([hidden])", (hints) => hints.map((hint) => hint.textContent)),
      [],
    );
    assert.deepEqual(await stored(page), {
      local: [],
      session: [],
      cookies: "",
      caches: [],
      databases: [],
      history: null,
    });
  });

  test("paid by card, along the links that the steps themselves have", async (page, origin) => {
    await open(page, origin, "who");
    await follow(page, "#step-who .begin a", "token");
    await works(page, "token");
    await follow(page, "#step-token [data-result] a", "session");
    await works(page, "session");
    await follow(page, '#step-session [data-result] a[href="#product"]', "product");
    await click(page, '#step-product .choice:has([data-type="card"])');
    await works(page, "product");
    await follow(page, "#step-product .onwards a", "pay");
    await page.waitForSelector('#step-pay .screen[data-site="card"]');
    await works(page, "pay");
    await follow(page, "#step-pay [data-result] .actions a", "back");
    await works(page, "back");
    await next(page, "callback");
    await works(page, "callback");
    assert.match(
      await text(page, "#step-callback [data-answered]"),
      /Your handler answered 200 OK.*Your log says handled/s,
    );
  });

  test("the callback is about the payment that was made", async (page, origin) => {
    await open(page, origin, "session");
    await page.locator('#step-session [name="quantities.cup"]').fill("3");
    await works(page, "session");
    const sent = JSON.parse(
      await text(page, "#step-session .exchange .message:first-child pre").then(bodyOf),
    );
    const { id } = JSON.parse(
      await text(page, "#step-session .exchange .message:last-child pre").then(bodyOf),
    );
    assert.equal(sent.totalAmount, 24900 + 3 * 18900);
    await go(page, "callback");
    const { type, payload } = JSON.parse(await text(page, "#step-callback [data-request] pre").then(bodyOf));
    assert.equal(type, "payment-authorized");
    assert.equal(payload.amount, sent.totalAmount);
    assert.equal(payload.sessionId, id.replaceAll("-", ""));
  });

  test("whoever opens the accept address without paying is no customer who has paid", async (page, origin) => {
    await open(page, origin, "back");
    await click(page, "#step-back [data-forge]");
    await page.waitForSelector('#step-back [data-forged-verdict][data-tone="bad"]');
    const [honest, forged] = [
      await text(page, "[data-honest-window]"),
      await text(page, "[data-forged-window]"),
    ];
    assert.equal(forged, honest, "the page looks the same, at the same address");
    assert.match(
      await text(page, "[data-forged-facts]"),
      /none received.*does not have this order.*created/s,
    );
    await click(page, "#step-back [data-arrive]");
    await page.waitForSelector('#step-back [data-honest-verdict][data-tone="good"]');
    assert.match(
      await text(page, "[data-honest-facts]"),
      /answered 200 \(handled\).*has this order.*authorized/s,
    );
    assert.match(
      await text(page, "[data-forged-facts]"),
      /none received.*does not have this order.*created/s,
    );
  });

  test("a payment that was cancelled brings no callback, and can be made after all", async (page, origin) => {
    await open(page, origin, "pay");
    await click(page, '#step-pay button[value="cancel"]');
    await follow(page, "#step-pay [data-result] .actions a", "back");
    assert.match(await text(page, "[data-honest-verdict]"), /^Not paid/);
    assert.match(await text(page, "[data-honest-facts]"), /none received.*does not have this order/s);
    await follow(page, "#step-back [data-pay-again]", "product");
    await works(page, "product");
    await go(page, "pay");
    await works(page, "pay");
    await go(page, "back");
    await works(page, "back");
  });

  test("an order that is wrong is refused, and the summary leads to its field", async (page, origin) => {
    await open(page, origin, "session");
    await click(page, "#step-session details:has(#mistake-none) summary");
    for (const mistake of ["total", "currency", "decimals"]) {
      await click(page, `#mistake-${mistake}`);
      await click(page, "#step-session form .primary");
      await page.waitForFunction(() =>
        document.activeElement.matches('#step-session .verdict[data-tone="bad"]'),
      );
      assert.match(await text(page, "#step-session [data-result] .verdict"), /^400: /);
      await click(page, "#step-session [data-result] .verdict a");
      assert.equal(await page.evaluate(() => document.activeElement.id), `mistake-${mistake}`);
      await page.locator("#step-session [data-result] .verdict > button").click();
      await page.waitForSelector('#step-session [data-result] .verdict[data-tone="good"]');
    }
  });

  test("a wrong API key gets no token", async (page, origin) => {
    await open(page, origin, "token");
    await page.locator("#token-key").fill("of another environment");
    await click(page, "#step-token form .primary");
    await page.waitForFunction(() => document.activeElement.matches('#step-token .verdict[data-tone="bad"]'));
    assert.match(await text(page, "#step-token [data-result]"), /401/);
    await click(page, "#step-token .verdict button");
    await page.waitForSelector('#step-token [data-result] .verdict[data-tone="good"]');
  });
});

async function follow(page, link, name) {
  await click(page, link);
  await shown(page, name);
}

const text = (page, selector) => page.$eval(selector, ({ textContent }) => textContent.trim());

/** What follows the headers. */
const bodyOf = (message) => message.slice(message.indexOf("\n\n"));
