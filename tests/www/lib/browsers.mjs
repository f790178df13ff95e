// Debian's browsers, driven by puppeteer: one of each for all files of a process, a context of its own for each test.

import assert from "node:assert/strict";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import * as system from "../../runtimes/lib/browser.mjs";
import { visit } from "./page.mjs";
import { serve } from "./site.mjs";

/**
 * Firefox by itself asks for nothing, and keeps no process in reserve, since it has one page at a time. It is the one
 * of the two that is asked for little motion; Chromium has all of it.
 */
const PREFERENCES = {
  "dom.ipc.processPrelaunch.enabled": false,
  "ui.prefersReducedMotion": 1,
  // Else it asks the page's server for an icon by itself.
  "browser.chrome.site_icons": false,
  "network.proxy.allow_bypass": false,
  "network.proxy.failover_direct": false,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.type": 1,
};

/**
 * @typedef {object} Kind
 * @property {"chrome" | "firefox"} browser as puppeteer calls it
 * @property {import("../../runtimes/lib/browser.mjs").Browser} system
 */

/** @type {Kind} */
export const chromium = { browser: "chrome", system: system.chromium };
/** @type {Kind} */
export const firefox = { browser: "firefox", system: system.firefox };

/**
 * @param {Kind} kind
 * @param {Record<string, unknown>} [preferences] Firefox's, for what nothing else can switch there
 * @returns {Promise<{ browser: import("puppeteer-core").Browser, close(): Promise<void> }>}
 */
export async function launch({ browser: name, system: { program, args } }, preferences = {}) {
  const profile = mkdtempSync(path.join(tmpdir(), "checkout-signature-page-"));
  const options =
    name === "chrome"
      ? { args: args(profile) }
      : {
          args: ["--no-remote", "--profile", profile],
          extraPrefsFirefox: { ...PREFERENCES, ...preferences },
        };
  const browser = await puppeteer.launch({
    browser: name,
    executablePath: where(program),
    headless: true,
    ...options,
  });
  const close = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, close };
}

/** @type {Map<string, ReturnType<typeof launch>>} */
const running = new Map();

/**
 * The browser that the tests of this process share. Firefox takes as long to start as many a test takes.
 *
 * @type {typeof launch}
 */
function share(kind, preferences = {}) {
  const key = JSON.stringify([kind.browser, preferences]);
  const machine = running.get(key) ?? launch(kind, preferences);
  running.set(key, machine);
  return machine;
}

/** Whether they are going to be closed: once, after all tests. */
let willClose = false;

function closeAtTheEnd() {
  if (willClose) return;
  willClose = true;
  after(() => Promise.allSettled([...running.values()].map(async (machine) => (await machine).close())));
}

function where(program) {
  const candidates = process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, program));
  return candidates.find((candidate) => {
    try {
      return accessSync(candidate, constants.X_OK) === undefined;
    } catch {
      return false;
    }
  });
}

/**
 * @callback InPage a test with a page of its own
 * @param {string} name
 * @param {(page: import("puppeteer-core").Page, origin: string, seen: import("./page.mjs").Seen) => Promise<void>} use
 * @param {Parameters<typeof visit>[3] & { serve?: () => Promise<import("./site.mjs").Site> }} [options]
 */

/**
 * Defines the same tests for each browser; one that is missing is skipped, but not in a gate.
 *
 * @param {(test: InPage, kind: Kind, once: InPage) => void} define `once` defines a test in the first browser only, for what
 *   the page's own script works out and writes as text. What the engine has a part in is tested in each: the bodies of
 *   requests, the clipboard, selections, focus, scrolling, and what is drawn
 * @param {{ kinds?: Kind[], preferences?: Record<string, unknown>, name?: string }} [options]
 */
export async function inEachBrowser(define, { kinds = [chromium, firefox], preferences, name = "" } = {}) {
  closeAtTheEnd();
  for (const kind of kinds) {
    const { version, skipped } = await system.find(kind.system);
    const title = [kind.system.name, version, name].filter(Boolean).join(" ");
    if (skipped && process.env.CI === "true") test(title, () => assert.fail(skipped));
    else describe(title, { skip: skipped }, () => suite(define, kind, kind === kinds[0], preferences));
  }
}

function suite(define, kind, isFirst, preferences) {
  let site, machine;
  before(async () => {
    site = await serve();
    machine = await share(kind, preferences);
  });
  after(() => site?.stop());
  const inPage = (name, use, options = {}) =>
    test(name, async () => {
      const own = await options.serve?.();
      const { origin } = own ?? site;
      const visited = visit(machine.browser, origin, (page, seen) => use(page, origin, seen), options);
      await visited.finally(() => own?.stop());
    });
  define(inPage, kind, isFirst ? inPage : () => {});
}
