// Takes the README's picture of the page, light and dark, which is also what a link to the page shows elsewhere; and what a
// stranger sees first, on a desk, a tablet and a phone.
//
// usage: node screenshots.mjs <folder of the assembled site> <folder for the pictures> [<folder of the page>]

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, launch } from "./lib/browsers.mjs";
import { indexed } from "./lib/png.mjs";
import { serve } from "./lib/site.mjs";
import { open } from "./lib/steps.mjs";

const [site, out, www] = process.argv.slice(2);
if (!site || !out) {
  console.error(
    "usage: node screenshots.mjs <folder of the assembled site> <folder for the pictures> [<folder of the page>]",
  );
  process.exit(2);
}

/** What sites that show links make room for. */
const CARD = { width: 1200, height: 630 };

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];

mkdirSync(out, { recursive: true });
const server = await serve(site);
const machine = await launch(chromium);
try {
  for (const theme of ["light", "dark"]) {
    const page = await machine.browser.newPage();
    await page.setViewport(CARD);
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: theme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    await page.evaluateOnNewDocument(sameEveryTime);
    await open(page, server.origin, "break/amount");
    await page.waitForSelector('#break-verdict [data-code="signature-mismatch"]');
    await page.evaluate(compose);
    await take(page, `refused-${theme}`);
  }
  for (const screen of SCREENS) {
    const page = await machine.browser.newPage();
    await page.setViewport(screen);
    await open(page, server.origin, "home");
    await page.waitForSelector('#step-home .verdict[data-tone="good"]');
    await take(page, `first-${screen.width}`);
  }
  if (www) copyFileSync(path.join(out, "refused-light.png"), path.join(www, "card.png"));
} finally {
  await machine.close();
  await server.stop();
}

/** Writes the picture of a page, and closes it. */
async function take(page, name) {
  const picture = indexed(await page.screenshot());
  const file = path.join(out, `${name}.png`);
  writeFileSync(file, picture);
  console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
  await page.close();
}

/** The diagram, the change and the verdict, each in letters that can be read at half the size; runs in the page. */
function compose() {
  const styled = (element, style) => Object.assign(element.style, style) && element;
  const made = (tag, style, ...children) => {
    const element = styled(document.createElement(tag), style);
    element.append(...children);
    return element;
  };
  const picture = styled(document.getElementById("picture"), {
    zoom: "1.75",
    margin: "0",
    padding: "10px 12px",
  });
  picture.setAttribute("data-whole", "");
  picture.querySelector(".short-form").remove();
  const change = styled(document.querySelector("#break-verdict .change"), {
    fontSize: "30px",
    margin: "0",
    whiteSpace: "nowrap",
  });
  change.querySelector(".hint").textContent = '"amount": ';
  for (const part of change.querySelectorAll(".hint, code")) styled(part, { fontSize: "30px" });
  const head = styled(document.querySelector("#break-verdict .head"), {
    position: "static",
    margin: "0",
    padding: "10px 24px",
    borderRadius: "14px",
    whiteSpace: "nowrap",
    flexWrap: "nowrap",
  });
  styled(head.querySelector("b"), { fontSize: "30px" });
  styled(head.querySelector("code"), { fontSize: "22px" });
  head.querySelector("button").remove();
  const verdict = styled(document.getElementById("break-verdict"), { display: "block", position: "static" });
  verdict.replaceChildren(head);
  const title = made(
    "p",
    { margin: "0", display: "flex", justifyContent: "space-between", alignItems: "baseline" },
    made("b", { fontSize: "40px" }, "Change one digit, and it is refused"),
    made("code", { fontSize: "26px", color: "var(--accent)" }, "checkout-signature"),
  );
  const row = made(
    "div",
    { display: "flex", justifyContent: "space-between", alignItems: "center" },
    change,
    verdict,
  );
  const card = made(
    "main",
    {
      position: "fixed",
      inset: "0",
      zIndex: "9",
      display: "grid",
      alignContent: "space-between",
      padding: "28px 40px",
      background: "var(--paper)",
    },
    title,
    picture,
    row,
  );
  styled(picture.querySelector(".refused"), { fill: "var(--bad)", fontSize: "17px" });
  document.documentElement.style.scrollbarGutter = "auto";
  document.body.replaceChildren(card);
}

/** Ids and times are random and the present elsewhere; runs in the page. */
function sameEveryTime() {
  let state = 1;
  crypto.getRandomValues = (array) => {
    const bytes = /** @type {Uint8Array} */ (/** @type {unknown} */ (array));
    const filled = bytes.map(() => {
      state = (state * 48271) % 0x7fffffff;
      return state & 255;
    });
    return /** @type {typeof array} */ (/** @type {unknown} */ (filled));
  };
  Date.now = () => Date.UTC(2026, 10, 2, 9);
}
