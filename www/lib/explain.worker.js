// Looks for the reason beside the page's own thread: with a long body that takes a second.

// @ts-expect-error A Worker has no import map, so this is where the site holds the package.
import { explain } from "../pkg/explain.js";

addEventListener("message", ({ data: { number, callback } }) => {
  const { body, header, ...options } = callback;
  postMessage({ number, found: explain(body, header, options) });
});
