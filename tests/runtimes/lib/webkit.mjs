// Debian's WebKitGTK, which puppeteer cannot drive: WebDriver on a display that nobody sees.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, Capabilities } from "selenium-webdriver";

const LIBRARIES = "/usr/lib";
const DRIVER = "/usr/bin/WebKitWebDriver";
const DISPLAY_SERVER = "/usr/bin/Xvfb";
export const INSTALL = "apt-get install -y --no-install-recommends webkit2gtk-driver xvfb";

/** The small browser that comes with the driver. @returns {string | undefined} */
function miniBrowser() {
  for (const machine of readdirSync(LIBRARIES).filter((name) => name.endsWith("-linux-gnu"))) {
    const folders = readdirSync(path.join(LIBRARIES, machine)).filter((name) => /^webkit2?gtk-/.test(name));
    const programs = folders.map((name) => path.join(LIBRARIES, machine, name, "MiniBrowser"));
    const found = programs.find((program) => existsSync(program));
    if (found) return found;
  }
  return undefined;
}

export const isInstalled = () =>
  process.platform === "linux" &&
  [DRIVER, DISPLAY_SERVER].every((file) => existsSync(file)) &&
  Boolean(miniBrowser());

/**
 * @returns {Promise<{ driver: import("selenium-webdriver").WebDriver, version: string, close(): Promise<void> }>}
 */
export async function launchWebKit() {
  const display = spawn(
    DISPLAY_SERVER,
    ["-displayfd", "1", "-screen", "0", "1440x1000x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [number] = await once(display.stdout, "data");
  const port = await freePort();
  const server = spawn(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: `:${String(number).trim()}`,
      GDK_BACKEND: "x11",
      // Its sandbox does not start as root, nor in most containers; the only page it sees is ours.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const stop = async () => {
    for (const child of [server, display]) {
      if (child.exitCode !== null) continue;
      child.kill();
      await once(child, "exit");
    }
  };
  try {
    await listening(port);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(
        new Capabilities({
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
        }),
      )
      .build();
    const version = (await driver.getCapabilities()).getBrowserVersion();
    return { driver, version, close: () => driver.quit().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  return port;
}

async function listening(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("WebKitWebDriver does not listen");
}
