// Other programs, with an end to each: started without a shell, stopped by their own process id.

import { spawn } from "node:child_process";
import { once } from "node:events";

/** How long a program may take, in milliseconds; machines that build this are small. */
const PATIENCE = 300_000;

/**
 * Runs a program to its end; what it printed, or an error that shows it.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, patience?: number }} [options]
 * @returns {Promise<string>} its standard output
 */
export async function run(program, args, { cwd, env, patience = PATIENCE } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, all] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
    all += chunk;
  });
  child.stderr.on("data", (chunk) => (all += chunk));
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  try {
    const [status, signal] = await once(child, "close");
    if (status !== 0)
      throw new Error(`${program} ${args.join(" ")} ended with ${status ?? signal}\n${all.slice(-4000)}`);
    return out;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What a script reported, of the suite as a rule: it prints one line `RESULT {"passed":…,"failed":[…]}`.
 *
 * @template [T={ passed: number, failed: string[] }]
 * @param {string} out
 * @returns {T}
 */
export function result(out) {
  const line = out.split("\n").findLast((line) => line.startsWith("RESULT "));
  if (!line) throw new Error(`the script reported no result:\n${out.slice(-2000)}`);
  return JSON.parse(line.slice("RESULT ".length));
}

/** The last line of a script that has run the suite. */
export const REPORT = "console.log(`RESULT ${JSON.stringify(outcome)}`);";

/** The subpaths beside the package, in an ES module. */
export const SUBPATHS = `
import * as handler from "checkout-signature/handler";
import * as sandbox from "checkout-signature/sandbox";
import * as explain from "checkout-signature/explain";
import { checkSubpaths } from "./subpaths.js";
const subpaths = { handler, sandbox, explain };`;

/** The suite over both copies in one program: the ESM one imported, with the other beside it. */
export const IMPORTED = `
import { createRequire } from "node:module";
import * as pkg from "checkout-signature";
${SUBPATHS}
import { check } from "./suite.js";
const outcome = await checkSubpaths(subpaths, check(pkg, createRequire(import.meta.url)("checkout-signature")));
${REPORT}`;

/** The same with the CommonJS one required. */
export const REQUIRED = `
const pkg = require("checkout-signature");
const { check } = require("./suite.cjs");
const { checkSubpaths } = require("./subpaths.cjs");
const [handler, sandbox, explain] = ["handler", "sandbox", "explain"].map((name) => require("checkout-signature/" + name));
import("checkout-signature").then(async (other) => {
  const outcome = await checkSubpaths({ handler, sandbox, explain }, check(pkg, other));
  ${REPORT}
});`;
