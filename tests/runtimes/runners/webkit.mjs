// WebKitGTK: as in the other browsers, the package's published file in a page with a strict policy.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { POLICY, servePage, writePage } from "../lib/page.mjs";
import { INSTALL, isInstalled, launchWebKit } from "../lib/webkit.mjs";

const suite = `
import * as pkg from "./node_modules/checkout-signature/dist/index.js";
import { check } from "./suite.js";
globalThis.report(check(pkg));
`;

/** How long the page may take, in milliseconds. */
const PATIENCE_MS = 120_000;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project }) {
  const row = { runtime: "WebKitGTK", version: "", passed: 0, failed: [] };
  if (isInstalled()) {
    try {
      await tryIn(project("webkit"), row);
    } catch (error) {
      row.failed.push(String(error?.stack ?? error));
    }
  } else Object.assign(row, { skipped: `it is not installed: ${INSTALL}` });
  yield row;
}

async function tryIn(folder, row) {
  writeFileSync(path.join(folder, "page.js"), suite);
  writePage(folder, "page.js");
  const site = await servePage(folder, POLICY);
  const browser = await launchWebKit();
  try {
    row.version = browser.version;
    await browser.driver.get(site.url);
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error(`WebKitGTK showed no result within ${PATIENCE_MS / 1000} s`);
    });
    const { passed = 0, failed = [], error, violations } = await Promise.race([site.result, late]);
    row.passed = passed;
    // The browser asks the page's server for an icon by itself.
    row.failed.push(...failed, ...violations.filter((violation) => !violation.includes("/favicon.ico")));
    if (error) row.failed.push(error);
  } finally {
    await browser.close();
    site.close();
  }
}
