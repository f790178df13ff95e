// Chromium and Firefox: the package's published file in a page with a strict policy, with no bundler in between.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, find, firefox, openPage } from "../lib/browser.mjs";
import { POLICY_WITHOUT_WASM, writePage } from "../lib/page.mjs";

const suite = `
import * as pkg from "./node_modules/checkout-signature/dist/index.js";
import { check } from "./suite.js";
globalThis.report(check(pkg));
`;

// A second call must not find a half-made instance that the first one left.
const forbidden = `
import { sign, verify } from "./node_modules/checkout-signature/dist/index.js";
const attempt = (call) => {
  try {
    return { returned: JSON.stringify(call()) };
  } catch (error) {
    return { threw: String(error), code: error.code };
  }
};
const header = "HMAC-SHA256 Signature=" + "0".repeat(64);
globalThis.report({
  enforced: "threw" in attempt(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))),
  attempts: {
    verify: attempt(() => verify("{}", header, { secret: "a secret" })),
    "verify again": attempt(() => verify("{}", header, { secret: "a secret" })),
    sign: attempt(() => sign("{}", { secret: "a secret" })),
  },
});
`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project }) {
  const folder = project("browsers");
  for (const browser of [chromium, firefox]) {
    const row = { runtime: browser.name, version: "", passed: 0, failed: [] };
    try {
      const { version = "", skipped } = await find(browser);
      Object.assign(row, { version, skipped });
      if (!skipped) await tryIn(browser, folder, row);
    } catch (error) {
      row.failed.push(String(error?.stack ?? error));
    }
    yield row;
  }
}

async function tryIn(browser, folder, row) {
  writeFileSync(path.join(folder, "page.js"), suite);
  writePage(folder, "page.js");
  const { passed = 0, failed = [], error, violations } = await openPage(browser, folder);
  row.passed = passed;
  row.failed.push(...failed, ...violations);
  if (error) row.failed.push(error);

  writeFileSync(path.join(folder, "page.js"), forbidden);
  row.failed.push(...refusals(browser.name, await openPage(browser, folder, POLICY_WITHOUT_WASM)));
}

/**
 * What is wrong with what the package does where the policy forbids WebAssembly.
 *
 * @param {string} name
 * @param {import("../lib/page.mjs").PageResult} result
 */
function refusals(name, { enforced, attempts, error, violations }) {
  if (error) return [`a policy without WebAssembly: ${error}`];
  // Both browsers have enforced it for years, so else the page was not given that policy.
  if (!enforced) return ["a policy without WebAssembly: not enforced, so nothing was tested"];
  const wrong = [];
  // The suite's page hears of violations in the same way, and its silence is only worth something if this one speaks.
  if (violations.length === 0) wrong.push("a policy without WebAssembly: no violation was reported");
  for (const [call, { threw, code, returned }] of Object.entries(attempts)) {
    const what = `a policy without WebAssembly: ${call}`;
    if (!threw) wrong.push(`${what} returned ${returned}`);
    else if (code) wrong.push(`${what} gave a verdict, ${code}`);
    else if (!/WebAssembly/.test(threw)) wrong.push(`${what} threw ${threw}, which does not say why`);
  }
  console.log(`  ${name}, without 'wasm-unsafe-eval': ${attempts.verify.threw}`);
  return wrong;
}
