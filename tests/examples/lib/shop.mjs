// A merchant's project with one example in it, as it stands in the repository, and its process.

import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { secret } from "../../lib/callback.mjs";
import { consumer, examplesFolder, Missing, need } from "./places.mjs";
import { freePort, listening, start } from "./process.mjs";

export { secret };

/**
 * Opens an example's shop, or skips the test where something that it needs is not here; in CI that is a failure.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("./examples.mjs").Example} example
 */
export async function openShop(t, example) {
  try {
    need([...(example.packages ?? []), ...(example.needs ?? [])]);
    return await openedShop(t, example);
  } catch (error) {
    if (!(error instanceof Missing) || process.env.CI) throw error;
    t.skip(error.message);
    return undefined;
  }
}

async function openedShop(t, example) {
  const folder = project(t, example);
  await example.build?.({ folder, env: surroundings(folder) });
  const shops = [];
  const query = async (sql, ...values) => {
    const { rows, error } = await shops.at(-1).server.ask({ sql, values });
    if (error) throw new Error(error);
    return rows;
  };
  const database = await example.database({ t, folder, query });

  /** Starts a process of the shop; several can run in one folder. */
  async function open(/** @type {Record<string, string>} */ env = { CHECKOUT_SECRET: secret }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/callback`;
    const all = { ...surroundings(folder), PORT: String(port), ...database.env, ...env };
    const server = start(t, example.command({ folder, port }), {
      cwd: folder,
      env: all,
      talks: example.talks,
    });
    const shop = { url, server, close: server.stop };
    shops.push(shop);
    await listening(server, url);
    return shop;
  }
  return { database, open, folder, log: () => shops.map(({ server }) => server.log()).join("") };
}

/** Tools keep settings and caches in the home folder; here that is in the project, and goes with it. */
function surroundings(folder) {
  return {
    HOME: path.join(folder, "home"),
    NO_COLOR: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    DENO_NO_UPDATE_CHECK: "1",
  };
}

function project(t, { files, packages = [] }) {
  // A space in its name, since users have some.
  const folder = mkdtempSync(path.join(tmpdir(), "a shop "));
  const clean = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.on("exit", clean);
  t.after(() => {
    clean();
    process.off("exit", clean);
  });
  const modules = path.join(folder, "node_modules");
  cpSync(path.join(consumer, "node_modules/checkout-signature"), path.join(modules, "checkout-signature"), {
    recursive: true,
  });
  writeFileSync(path.join(folder, "package.json"), '{ "name": "shop", "private": true }\n');
  for (const source of packages) {
    const [, name] = source.replaceAll("\\", "/").split("node_modules/");
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(source, path.join(modules, name), "junction");
  }
  for (const [from, to = from] of files.map((file) => [].concat(file))) {
    mkdirSync(path.dirname(path.join(folder, to)), { recursive: true });
    cpSync(path.join(examplesFolder, from), path.join(folder, to));
  }
  mkdirSync(path.join(folder, "home"));
  return folder;
}
