// Nitro, which Nuxt is built on: one app, built by its presets and run as each of them is.

import buffer from "node:buffer";
import { spawn } from "node:child_process";
import events, { once } from "node:events";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EdgeRuntime } from "edge-runtime";
import { build as bundle } from "esbuild";
import { compatibilityDate } from "workerd";
import { attempt } from "../lib/attempt.mjs";
import { result, run, SUBPATHS } from "../lib/exec.mjs";

const WORKERD = path.join(import.meta.dirname, "../lib/workerd.mjs");

import { secret } from "../../lib/callback.mjs";

const suiteRoute = `
import * as pkg from "checkout-signature";
${SUBPATHS}
import { defineEventHandler } from "h3";
import { check } from "./suite.js";
export default defineEventHandler(() => checkSubpaths(subpaths, check(pkg)));`;

const callbackRoute = `
import { createHandler } from "checkout-signature/handler";
import { defineEventHandler, toWebRequest } from "h3";
const handle = createHandler({ secret: "${secret}", onPaymentAuthorized() {}, onAnswer() {} });
export default defineEventHandler((event) => handle(toWebRequest(event)));`;

/** Vercel calls the function of an app in Node with Node's request and response. */
const vercelServer = `
import { createServer } from "node:http";
import handle from "./.vercel/output/functions/__fallback.func/index.mjs";
createServer(handle).listen(process.env.NITRO_PORT, process.env.NITRO_HOST);`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const folder = project("nitro");
  const node = tool("node22/bin/node");
  const env = {
    HOME: path.join(folder, "home"),
    XDG_CONFIG_HOME: path.join(folder, "home/config"),
    NO_COLOR: "1",
  };
  // Nitro's own version, as it is installed in a project of Nitro's.
  symlinkSync(findH3(tool("nitropack/package.json")), path.join(folder, "node_modules/h3"), "junction");
  mkdirSync(path.join(folder, "routes"));
  writeFileSync(path.join(folder, "suite-route.mjs"), suiteRoute);
  writeFileSync(path.join(folder, "routes/callback.post.mjs"), callbackRoute);
  writeFileSync(path.join(folder, "vercel-server.mjs"), vercelServer);

  // The suite is a megabyte, which each build takes seconds for.
  const build = async (preset, { hasSuite = false, wasm = false }) => {
    const config = {
      compatibilityDate,
      minify: false,
      sourceMap: false,
      handlers: hasSuite ? [{ route: "/", handler: "./suite-route.mjs" }] : [],
      experimental: { wasm },
    };
    writeFileSync(path.join(folder, "nitro.config.mjs"), `export default ${JSON.stringify(config)};\n`);
    await run(node, [tool("nitropack/dist/cli/index.mjs"), "build", "--preset", preset], {
      cwd: folder,
      env,
    });
  };
  const requests = callbacks(folder);
  const row = async (name, tryIt) => ({
    runtime: `Nitro, ${name}`,
    version: version("nitropack"),
    ...(await attempt(tryIt)),
  });

  yield await row("node-server", async () => {
    await build("node-server", { hasSuite: true });
    const answers = await askServer(node, path.join(folder, ".output/server/index.mjs"), [
      ["/"],
      ...requests,
    ]);
    return judge(answers);
  });
  yield {
    ...(await row("Vercel", async () => {
      await build("vercel", {});
      return judgeCallbacks(await askServer(node, path.join(folder, "vercel-server.mjs"), requests));
    })),
    result: "callbacks are verified",
  };
  yield {
    ...(await row("Cloudflare", async () => {
      const refusal = await build("cloudflare-module", {}).then(() => "", String);
      // Else the documentation asks for a setting that is not needed.
      if (!refusal.includes("checkout_signature.wasm?module"))
        throw new Error(`the build without experimental.wasm: ${refusal || "it succeeds"}`);
      await build("cloudflare-module", { hasSuite: true, wasm: true });
      const modules = listModules(path.join(folder, ".output/server"));
      const answers = await run(node, [WORKERD, compatibilityDate, "", ...modules], {
        env: { ...env, REQUESTS: JSON.stringify([["/"], ...requests]) },
      });
      return judge(result(answers));
    })),
    result: "the whole suite, with `experimental.wasm`",
  };
  yield {
    ...(await row("Vercel edge", async () => {
      await build("vercel-edge", { wasm: true });
      const refusal = await startAtVercelsEdge(folder).then(() => "it starts", String);
      return refusal.includes("Wasm code generation disallowed")
        ? { passed: 1, failed: [] }
        : { passed: 0, failed: [refusal] };
    })),
    result: "cannot: Nitro compiles the module from bytes; the preset `vercel` works",
  };
}

/** @param {string} nitropack its package.json */
function findH3(nitropack) {
  const main = createRequire(nitropack).resolve("h3");
  return main.slice(
    0,
    main.lastIndexOf(path.join("node_modules", "h3")) + path.join("node_modules", "h3").length,
  );
}

/**
 * A callback, its second delivery and a forged one.
 *
 * @param {string} folder
 * @returns {[path: string, init?: object][]}
 */
function callbacks(folder) {
  const { sign } = createRequire(path.join(folder, "index.cjs"))("checkout-signature");
  const body = JSON.stringify({
    type: "payment-authorized",
    payload: {
      amount: 2000,
      paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
      sessionId: "4e0d7dd3c12441fba02981f60732a13f",
    },
  });
  const headers = { authorization: sign(body, { secret }), "content-type": "application/json" };
  /** @returns {[path: string, init: object]} */
  const callback = (body) => ["/callback", { method: "POST", body, headers }];
  return [callback(body), callback(body), callback(body.replace("2000", "1"))];
}

/** @param {{ status: number, answer: string }[]} answers to the suite's route, and to `callbacks` */
function judge([suite, ...answers]) {
  if (suite.status !== 200)
    throw new Error(`the suite's route answered ${suite.status} ${suite.answer.slice(0, 1000)}`);
  const outcomes = [JSON.parse(suite.answer), judgeCallbacks(answers)];
  return {
    passed: outcomes[0].passed + outcomes[1].passed,
    failed: outcomes.flatMap(({ failed }) => failed),
  };
}

function judgeCallbacks(answers) {
  const statuses = answers.map(({ status }) => status).join();
  return statuses === "200,200,401"
    ? { passed: 1, failed: [] }
    : { passed: 0, failed: [`callbacks were answered with ${statuses}`] };
}

/** Starts a built server, sends the requests, and stops it. */
async function askServer(node, file, requests) {
  const port = await findPort();
  const child = spawn(node, [file], {
    env: { ...process.env, NITRO_HOST: "127.0.0.1", NITRO_PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  const closed = once(child, "close");
  try {
    const answers = [];
    for (const [at, init] of requests) {
      const response = await fetchOnceUp(`http://127.0.0.1:${port}${at}`, init, child).catch((error) => {
        throw new Error(`${at} of the server\n${log.slice(-3000)}`, { cause: error });
      });
      answers.push({ status: response.status, answer: await response.text() });
    }
    return answers;
  } finally {
    child.kill();
    await closed;
  }
}

/** The server does not say in one way for all presets when it listens. */
async function fetchOnceUp(url, init, child) {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (child.exitCode !== null || Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** Nitro takes port 0 for no port. */
async function findPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A built worker's modules as names and files, the worker first. */
function listModules(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(mjs|wasm)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const name = (file) => path.relative(root, file).replaceAll(path.sep, "/");
  return files
    .toSorted((a, b) => Number(name(b) === "index.mjs") - Number(name(a) === "index.mjs"))
    .map((file) => `${name(file)}=${file}`);
}

async function startAtVercelsEdge(folder) {
  const { outputFiles } = await bundle({
    entryPoints: [path.join(folder, ".vercel/output/functions/__fallback.func/index.mjs")],
    write: false,
    bundle: true,
    format: "iife",
    target: "es2022",
    external: ["node:*"],
    banner: { js: "const require = (name) => modules[name];" },
    logLevel: "warning",
  });
  return new EdgeRuntime({
    // As in production; left alone it allows it.
    codeGeneration: { strings: false, wasm: false },
    extend: (context) =>
      Object.assign(context, { modules: { "node:buffer": buffer, "node:events": events } }),
    initialCode: outputFiles[0].text,
  });
}
