// What the first load costs, on the wire.

import assert from "node:assert/strict";
import { chromium, inEachBrowser } from "./lib/browsers.mjs";

const MAX_BYTES = 100_000;

await inEachBrowser(
  (test) => {
    test(`the first load takes less than ${MAX_BYTES / 1000} kB`, async (page, origin) => {
      const files = new Map();
      const session = await page.createCDPSession();
      await session.send("Network.enable");
      session.on("Network.responseReceived", ({ requestId, response }) =>
        files.set(requestId, { url: response.url }),
      );
      // Its headers count too.
      session.on(
        "Network.loadingFinished",
        ({ requestId, encodedDataLength }) => (files.get(requestId).bytes = encodedDataLength),
      );
      await page.goto(origin, { waitUntil: "networkidle0" });
      await page.waitForSelector('html[data-step="home"] #step-home:not([aria-busy]) [data-code]');
      const sizes = [...files.values()]
        .map(({ url, bytes }) => [url.slice(origin.length), bytes])
        .sort(([, a], [, b]) => b - a);
      const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
      console.log(
        `${total} bytes in ${sizes.length} answers: ${sizes
          .slice(0, 5)
          .map(([name, bytes]) => `${name} ${bytes}`)
          .join(", ")} …`,
      );
      assert.ok(
        sizes.some(([name]) => name === "/pkg/index.js"),
        "the package is loaded",
      );
      assert.ok(total > 20_000 && total < MAX_BYTES, `${total} bytes`);
    });
  },
  { kinds: [chromium] },
);
