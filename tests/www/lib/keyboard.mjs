// A visitor without a mouse, who has to see at each moment where the keyboard goes.

import assert from "node:assert/strict";

/** More stops than any step has. */
const FAR = 120;

/** Presses Tab until a control has the focus, and looks at each stop on the way. */
export async function tabTo(page, selector) {
  for (let stops = 0; stops < FAR; stops += 1) {
    await page.keyboard.press("Tab");
    const { what, trouble, isThere } = await page.evaluate(stop, selector);
    assert.equal(trouble, undefined, `${what}: ${trouble}, on the way to ${selector}`);
    if (isThere) return;
  }
  assert.fail(`${selector} cannot be reached with Tab`);
}

/** Presses a control: a link or a form's own button with Enter, any other button with Space. */
export async function press(page, selector) {
  await tabTo(page, selector);
  const isPlainButton = await page.$eval(selector, (element) => element.type === "button");
  await page.keyboard.press(isPlainButton ? " " : "Enter");
}

/** Whatever an action does to the page, the focus has to be somewhere afterwards. */
export async function keepsFocus(page) {
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), "body", "the focus was lost");
}

/** Where the focus is, and what is wrong with it; runs in the page. */
function stop(selector) {
  const element = document.activeElement;
  const what = `${element.localName} "${(element.textContent || element.id).trim().slice(0, 40)}"`;
  const answer = (trouble) => ({ what, trouble, isThere: element.matches(selector) });
  if (element === document.body || element === document.documentElement)
    return answer("the focus is nowhere");
  // A radio button may be drawn by its label.
  const { labels } = /** @type {HTMLInputElement} */ (element);
  const shown = [element, ...(labels ?? [])].find((candidate) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
    const { width, height } = candidate.getBoundingClientRect();
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width > 4 && height > 4;
  });
  if (!shown) return answer("nothing shows that it has the focus");
  const { top, bottom, left, right } = shown.getBoundingClientRect();
  const [x1, y1, x2, y2] = [
    Math.max(left, 0),
    Math.max(top, 0),
    Math.min(right, innerWidth),
    Math.min(bottom, innerHeight),
  ];
  if (x1 >= x2 || y1 >= y2) return answer("it has the focus outside of the window");
  // The middle of a link that is broken over two lines need not be its own.
  if (shown.getClientRects().length > 1) return answer();
  const hit = document.elementFromPoint((x1 + x2) / 2, (y1 + y2) / 2);
  if (!shown.contains(hit) && !hit?.contains(shown))
    return answer(`it has the focus behind ${hit?.localName}.${hit?.className}`);
  return answer();
}
