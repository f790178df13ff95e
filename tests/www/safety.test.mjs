// What the page does with a secret, and what it says where it cannot run.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";
import { folder, serve } from "./lib/site.mjs";
import { click, enter, go, open, STEPS, works } from "./lib/steps.mjs";
import { stored } from "./lib/stored.mjs";

const SECRET = "typed-by-a-visitor-5f3a91";

/** What takes any text. */
const FIELDS = "input:not([type=radio], [type=number], [readonly]), textarea";

/** Where a secret is asked for, by step. */
const SECRET_FIELDS = { token: "#token-key", break: "#break-key", verify: "#own-secret" };

await inEachBrowser((test, kind) => {
  test("a secret that was typed stays in its field", async (page, origin, seen) => {
    await open(page, origin, "who");
    for (const [name, field] of Object.entries(SECRET_FIELDS)) {
      await enter(page, name);
      if (name === "verify") await works(page, name);
      assert.equal(
        await page.$eval(field, (element) => /** @type {HTMLInputElement} */ (element).type),
        "password",
      );
      await page.$eval(field, (element) => /** @type {HTMLInputElement} */ (element).select());
      await page.keyboard.type(SECRET);
      await page.keyboard.press("Enter");
      if (name === "token") await page.waitForSelector('#step-token .verdict[data-tone="bad"]');
      if (name === "break") await page.waitForSelector('#break-verdict [data-code="signature-mismatch"]');
      if (name === "verify") await page.waitForSelector('#own-verdict [data-code="signature-mismatch"]');
      assert.equal(
        await page.$eval(field, (element) => /** @type {HTMLInputElement} */ (element).value),
        SECRET,
      );
      assert.deepEqual(await found(page, seen), []);
    }
    for (const name of STEPS) await enter(page, name);
    assert.deepEqual(await found(page, seen), []);
    await page.reload();
    assert.deepEqual(await found(page, seen), []);
    assert.deepEqual(
      await page.$$eval(
        "input",
        (fields, secret) =>
          fields.filter((element) => /** @type {HTMLInputElement} */ (element).value === secret).length,
        SECRET,
      ),
      0,
    );
  });

  test("whatever is typed into any field stays off the address, the storage, the log and the network", async (page, origin, seen) => {
    await open(page, origin, "who");
    const steps = await page.$$eval(`.step:has(${FIELDS})`, (all) =>
      all.map(({ id }) => id.replace("step-", "")),
    );
    assert.deepEqual(steps, ["verify", "token", "session", "break"]);
    for (const name of steps) {
      // Each afresh: an order that is refused would leave the later steps empty.
      await open(page, origin, name);
      await page.$$eval(`#step-${name} :is(${FIELDS})`, typeInto, SECRET);
      await page.$$eval(`#step-${name} form`, submit);
      await enter(page, "who");
      assert.deepEqual(await leaks(page, seen), [], name);
    }
  });

  for (const missing of ["main.js", "pkg/index.js"]) {
    const options = {
      serve: () => serveWithout(missing),
      expected: (trouble) => /404|failed|module/i.test(trouble),
    };
    test(
      `without ${missing}, the page says that it cannot run`,
      async (page, origin) => {
        await page.goto(`${origin}/#session`);
        await saysThatItCannot(page, "#unsupported");
      },
      options,
    );
  }

  const partly = {
    serve: () => serveWithout("steps/break.js"),
    expected: (trouble) => /404|failed|module/i.test(trouble),
  };
  test(
    "where a step cannot be loaded the page says so, and the others work",
    async (page, origin) => {
      await open(page, origin, "who");
      await click(page, '.walk a[href="#break"]');
      await page.waitForSelector("#trouble", { visible: true });
      // The picture says nothing of a response that nobody has given.
      await page.waitForSelector("#picture .reply", { hidden: true });
      await go(page, "session");
      await page.waitForSelector("#trouble", { hidden: true });
      await works(page, "session");
    },
    partly,
  );

  const withoutWorker = {
    serve: () => serveWithout("lib/explain.worker.js"),
    expected: (trouble) => /404|failed|worker/i.test(trouble),
  };
  test(
    "where the Worker cannot be loaded, reasons are found all the same",
    async (page, origin) => {
      await open(page, origin, "verify");
      await works(page, "verify");
    },
    withoutWorker,
  );

  const noScript = async (page, origin) => {
    await page.setJavaScriptEnabled(false);
    await page.goto(origin);
    await saysThatItCannot(page, "#unsupported-noscript");
  };
  // Nobody who drives Firefox can switch it off there.
  if (kind === chromium) test("with JavaScript switched off, the page says what it needs", noScript);
});

await inEachBrowser(
  (test) => {
    test("the page says that it cannot run", async (page, origin) => {
      // Firefox has a preference for it.
      await page.evaluateOnNewDocument(() => delete globalThis.WebAssembly);
      await page.goto(`${origin}/#callback`);
      assert.equal(await page.evaluate(() => typeof WebAssembly), "undefined");
      await saysThatItCannot(page, "#unsupported");
    });
  },
  { name: "without WebAssembly", preferences: { "javascript.options.wasm": false } },
);

async function saysThatItCannot(page, message) {
  await page.waitForSelector(message, { visible: true });
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible counts
  const text = await page.$eval("body", ({ innerText }) => innerText);
  assert.match(text, /WebAssembly/);
  assert.match(text, /proof is the callback/i, "the first step can be read all the same");
}

/** The same site with one file missing. */
async function serveWithout(file) {
  const copy = mkdtempSync(path.join(tmpdir(), "checkout-signature-site-"));
  cpSync(folder(), copy, { recursive: true });
  rmSync(path.join(copy, file));
  const { origin, stop } = await serve(copy);
  return { origin, stop: () => stop().then(() => rmSync(copy, { recursive: true })) };
}

/** Where the secret is besides its field: what can be read on the page, and all that `leaks` finds. */
async function found(page, seen) {
  const places = await leaks(page, seen);
  const text = await page.evaluate(() => document.documentElement.textContent + document.title);
  return text.includes(SECRET) ? ["the page's text", ...places] : places;
}

async function leaks(page, { requests, console }) {
  const places = {
    ...(await stored(page)),
    address: await page.evaluate(() => location.href),
    requests,
    console,
  };
  return Object.keys(places).filter((place) => JSON.stringify(places[place]).includes(SECRET));
}

/** Runs in the page. */
function typeInto(fields, text) {
  for (const field of fields) {
    field.value = text;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

/** Runs in the page: as if the button had been pressed. */
function submit(forms) {
  for (const form of forms) form.requestSubmit(form.querySelector("button:not([type=button])"));
}
