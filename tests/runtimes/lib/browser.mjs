// Real browsers, headless: each start has a fresh profile and ends with the process that it began.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "./exec.mjs";
import { POLICY, servePage } from "./page.mjs";

/** How long a page may take, in milliseconds, with the browser's start. */
const PATIENCE = 120_000;

// Both browsers ask home for updates, lists and settings. They are given a proxy that is not there, which they do
// not use for pages on this machine.
const [HOST, PORT] = ["127.0.0.1", 9];

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {string} program
 * @property {string} debian the package that has it
 * @property {(profile: string) => string[]} args
 */

/** @type {Browser} */
export const chromium = {
  name: "Chromium",
  program: "chromium",
  debian: "chromium",
  args: (profile) => [
    "--headless=new",
    // Its sandbox does not start as root, nor in most containers; the only page it sees is ours.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    `--proxy-server=${HOST}:${PORT}`,
    `--user-data-dir=${profile}`,
  ],
};

/** @type {Browser} */
export const firefox = {
  name: "Firefox",
  program: "firefox-esr",
  debian: "firefox-esr",
  args(profile) {
    writeFileSync(path.join(profile, "user.js"), userJs);
    return ["--headless", "--no-remote", "--profile", profile];
  },
};

const userJs = Object.entries({
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  // Else it asks the page's server for an icon, which the policy forbids.
  "browser.chrome.site_icons": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  // Its own requests would go past a proxy that fails.
  "network.proxy.allow_bypass": false,
  "network.proxy.failover_direct": false,
  "network.proxy.http": HOST,
  "network.proxy.http_port": PORT,
  "network.proxy.ssl": HOST,
  "network.proxy.ssl_port": PORT,
  "network.proxy.type": 1,
  "toolkit.telemetry.enabled": false,
})
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  .join("");

/**
 * The browser's version; it is installed where that can be done.
 *
 * @param {Browser} browser
 * @returns {Promise<{ version?: string, skipped?: string }>} one of the two
 */
export async function find(browser) {
  const version = await installed(browser);
  if (version) return { version };
  const install = ["install", "-y", "--no-install-recommends", browser.debian];
  if (process.getuid?.() !== 0 || !(await exists("apt-get"))) {
    return { skipped: `${browser.program} is not installed: apt-get ${install.join(" ")}` };
  }
  console.log(`  ${browser.program} is not installed; apt-get installs it`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env });
  await run("apt-get", install, { env });
  return { version: await installed(browser) };
}

/** @param {Browser} browser */
async function installed({ program }) {
  const out = await exists(program);
  return out?.match(/\d+(\.\w+)+/)[0];
}

/** What a program prints of its version, or nothing if there is no such program. */
async function exists(program) {
  try {
    return await run(program, ["--version"]);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Opens the page in a folder (see `writePage`), and returns what it reports, with the violations of its policy.
 *
 * @param {Browser} browser
 * @param {string} folder
 * @param {string} [policy]
 * @returns {Promise<import("./page.mjs").PageResult>}
 */
export async function openPage(browser, folder, policy = POLICY) {
  const site = await servePage(folder, policy);
  const profile = mkdtempSync(path.join(tmpdir(), "a profile "));
  const child = spawn(browser.program, [...browser.args(profile), site.url], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const giveUp = new AbortController();
  const trouble = (what) => {
    throw new Error(`${browser.name} ${what}\n${log.slice(-2000)}`);
  };
  try {
    return await Promise.race([
      site.result,
      once(child, "exit", giveUp).then(([status, signal]) =>
        trouble(`ended with ${status ?? signal} before the page reported`),
      ),
      sleep(PATIENCE, undefined, giveUp).then(() => trouble(`showed no result within ${PATIENCE / 1000} s`)),
    ]);
  } finally {
    giveUp.abort();
    await stop(child);
    site.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/**
 * Stops a browser and waits until its helper processes are gone too: they hold its standard error, and write to
 * the profile until then.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
async function stop(child) {
  if (!child.pid || child.stderr.closed) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    child.stderr.destroy();
  }, 10_000);
  await closed;
  clearTimeout(timer);
}
