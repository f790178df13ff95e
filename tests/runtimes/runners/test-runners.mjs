// The test runners of a user's project, as they are without configuration.

import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { run } from "../lib/exec.mjs";

// Each runner prints in its own way, so the outcome goes through a file.
const asserted = `
  writeFileSync("outcome.json", JSON.stringify(outcome));
  expect(outcome.failed).toEqual([]);
}, 300_000);`;

const imported = `
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as pkg from "checkout-signature";
import { check } from "./suite.js";
test("checkout-signature", () => {
  const outcome = check(pkg, createRequire(import.meta.url)("checkout-signature"));
  ${asserted}`;

// Jest loads this in a realm of its own, and ES modules not at all; a copy of its own is what jest.resetModules() gives.
const required = `
const { writeFileSync } = require("node:fs");
const pkg = require("checkout-signature");
const { check } = require("./suite.cjs");
test("checkout-signature", () => {
  let otherCopy;
  jest.isolateModules(() => (otherCopy = require("checkout-signature")));
  const outcome = check(pkg, otherCopy);
  ${asserted}`;

// jsdom has no TextEncoder: nothing fails before it is needed, and then the message says what to do.
const withoutCoders = `
const { writeFileSync } = require("node:fs");
const outcome = { passed: 0, failed: [] };
test("checkout-signature", () => {
  const { canonicalId, sign, verify } = require("checkout-signature");
  for (const name of ["handler", "explain", "sandbox"]) require("checkout-signature/" + name);
  if (typeof TextEncoder !== "undefined") outcome.failed.push("jsdom has a TextEncoder now: run the suite in it");
  for (const call of [() => sign("{}", { secret: "s" }), () => verify("{}", "x", { secret: "s" })]) {
    try {
      call();
      outcome.failed.push("nothing was thrown");
    } catch (error) {
      if (error.message.includes("@jest-environment node")) outcome.passed += 1;
      else outcome.failed.push(String(error.stack));
    }
  }
  if (canonicalId("a") === "a") outcome.passed += 1;
  ${asserted}`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const runner = (name, file, source, args, env) => {
    const folder = project(name);
    writeFileSync(path.join(folder, file), source);
    // Their versions need not work in every version of Node that the package works in.
    return attempt(async () => {
      if (name === "vitest") symlinkSync(tool("vitest"), path.join(folder, "node_modules/vitest"), "dir");
      await run(tool("node24/bin/node"), [...args, file], {
        cwd: folder,
        env: { CI: "1", NO_COLOR: "1", ...env },
      });
      return JSON.parse(readFileSync(path.join(folder, "outcome.json"), "utf8"));
    });
  };

  const vitest = `import { expect, test } from "vitest";${imported}`;
  yield {
    runtime: "Vitest",
    version: version("vitest"),
    ...(await runner("vitest", "callback.test.js", vitest, [tool("vitest/vitest.mjs"), "run"])),
  };

  const jest = [tool("jest/bin/jest.js"), "--cacheDirectory", ".jest"];
  yield {
    runtime: "Jest",
    version: version("jest"),
    ...(await runner("jest", "callback.test.js", required, jest)),
  };
  const modules = ["--experimental-vm-modules", ...jest];
  yield {
    runtime: "Jest, native ESM",
    version: version("jest"),
    ...(await runner("jest-esm", "callback.test.mjs", imported, modules)),
  };
  yield {
    runtime: "Jest, edge runtime",
    version: version("@edge-runtime/jest-environment"),
    ...(await runner("jest-edge", "callback.test.js", required, [
      ...jest,
      "--env=@edge-runtime/jest-environment",
    ])),
  };
  yield {
    runtime: "Jest, jsdom",
    version: version("jest-environment-jsdom"),
    result: "loads, and says that it needs Jest's node environment",
    ...(await runner("jest-jsdom", "callback.test.js", withoutCoders, [...jest, "--env=jsdom"])),
  };
}
