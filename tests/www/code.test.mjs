// Code beside every step: the request that was just made as HTTP, curl and JavaScript, and a copy of each panel.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { click, enter, next, open, STEPS, shown, works } from "./lib/steps.mjs";

/** What each form of a request begins with; the JavaScript is the example's own file, where one makes the call. */
const BEGINNINGS = {
  HTTP: /^(?:GET|POST) \/\S* HTTP\/1\.1\nHost: /,
  curl: /^curl(?: -X [A-Z]+)? 'https:\/\//,
  JavaScript: /^(?:\/\/ |import |const response = await fetch\()/,
};

/** The steps on which a request was made or has come, in the order of the walk. */
const WITH_REQUESTS = ["token", "session", "product", "pay", "back", "callback"];

await inEachBrowser(
  (test) => {
    test("every request of the walk is there as HTTP, curl and JavaScript, and each panel has a button that copies it", async (page, origin) => {
      await open(page, origin, "home");
      await page.evaluate(keepWhatIsCopied);
      assert.deepEqual(await page.$$eval("#step-home .command", withoutCopy), []);
      await enter(page, "who");
      const seen = [];
      for (const [at, name] of STEPS.entries()) {
        if (at > 0) await next(page, name);
        await works(page, name);
        await page.$$eval(`#step-${name} details`, (all) => {
          for (const details of all) details.open = true;
        });
        assert.deepEqual(
          await page.$$eval(`#step-${name} :is(.message, figure.code, .vector, .command)`, withoutCopy),
          [],
          name,
        );
        const requests = await page.$$(`#step-${name} .message:has(.forms)`);
        if (requests.length > 0) seen.push(name);
        for (const request of requests) {
          for (const [form, beginning] of Object.entries(BEGINNINGS)) {
            await request.$$eval(".forms button", press, form);
            await page.waitForFunction(
              (message) => message.querySelector("pre").textContent.trim(),
              {},
              request,
            );
            const { copied, text } = await request.evaluate(copyOf);
            assert.match(copied, beginning, `${name}, ${form}`);
            // HTTP is sent on one line, and shown in lines.
            if (form !== "HTTP") assert.equal(copied, text, `${name}, ${form}`);
          }
        }
      }
      assert.deepEqual(seen, WITH_REQUESTS);
    });

    test("the form that was chosen stays, over steps and a reload, and a link has it", async (page, origin) => {
      const pressed = (name) =>
        page.$$eval(`#step-${name} .forms [aria-pressed="true"]`, (all) => [
          ...new Set(all.map(({ textContent }) => textContent)),
        ]);
      await open(page, origin, "token");
      await works(page, "token");
      assert.deepEqual(await pressed("token"), ["HTTP"]);
      await page.$$eval("#step-token .forms button", press, "curl");
      await next(page, "session");
      await works(page, "session");
      assert.deepEqual(await pressed("session"), ["curl"]);
      await page.reload();
      await shown(page, "session");
      await works(page, "session");
      assert.deepEqual(await pressed("session"), ["curl"]);
      assert.equal(await page.evaluate(() => location.href), `${origin}/?code=curl#session`);
      await page.$$eval("#step-session .forms button", press, "HTTP");
      assert.equal(await page.evaluate(() => location.href), `${origin}/#session`, "the first is no choice");
      await page.goto("about:blank");
      await page.goto(`${origin}/?code=javascript#token`);
      await shown(page, "token");
      await click(page, "#step-token form .primary");
      await page.waitForSelector("#step-token mark.lines");
      assert.deepEqual(await pressed("token"), ["JavaScript"]);
    });
  },
  // The same text in every engine.
  { kinds: [chromium] },
);

// All of these run in the page.

function keepWhatIsCopied() {
  navigator.clipboard.writeText = async (text) => {
    globalThis.copied = text;
  };
}

function press(buttons, form) {
  buttons.find(({ textContent }) => textContent === form).click();
}

function withoutCopy(panels) {
  return panels
    .filter((panel) => panel.querySelectorAll("button.copy").length !== 1)
    .map(({ textContent }) => textContent.slice(0, 60));
}

function copyOf(message) {
  message.querySelector(".copy").click();
  return { copied: globalThis.copied, text: message.querySelector("pre").textContent };
}
