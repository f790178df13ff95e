// Next.js, built by both of its bundlers: where each kind of code is served, the suite runs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { run } from "../lib/exec.mjs";

const imports = (suite) => `
import * as pkg from "checkout-signature";
import { check } from ${JSON.stringify(suite)};`;
const route = `${imports("../../suite.js")}
export const dynamic = "force-dynamic";
export const GET = () => Response.json(check(pkg));`;
/** Both names of the same place: the old one is for the edge, the new one for Node; an app has one of them. */
const before = (name) => `${imports("./suite.js")}
export const ${name} = () => Response.json(check(pkg));
export const config = { matcher: "/${name}" };`;

/** What can be in one app; `manifest` says where a build lists the modules that go to the edge. */
const APPS = [
  {
    files: { "app/node/route.js": route, "proxy.js": before("proxy") },
    places: [
      { name: "node route", at: "/node" },
      { name: "proxy", at: "/proxy" },
    ],
  },
  {
    files: {
      "app/edge/route.js": `export const runtime = "edge";\n${route}`,
      "middleware.js": before("middleware"),
    },
    places: [
      { name: "edge route", at: "/edge", manifest: ({ functions }) => functions["/edge/route"] },
      { name: "middleware", at: "/middleware", manifest: ({ middleware }) => middleware["/"] },
    ],
  },
];
const FLAVOURS = [
  { name: "Next.js", flags: ["--turbopack"] },
  { name: "Next.js with webpack", flags: ["--webpack"] },
];

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ project, tool, version }) {
  const folder = project("next");
  install(["next", "react", "react-dom"], tool, path.join(folder, "node_modules"));
  // Nobody copies these builds elsewhere, and to list the files which that would take is half of webpack's time.
  writeFileSync(
    path.join(folder, "next.config.mjs"),
    `export default {
  turbopack: { root: import.meta.dirname },
  outputFileTracingExcludes: { "*": ["**/*"], "next-server": ["**/*"] },
};
`,
  );
  const env = {
    NEXT_TELEMETRY_DISABLED: "1",
    // It would ask the registry how to complete a lockfile without a compiler of Next's own.
    NEXT_IGNORE_INCORRECT_LOCKFILE: "1",
    HOME: path.join(folder, "home"),
    XDG_CONFIG_HOME: path.join(folder, "home/config"),
    XDG_CACHE_HOME: path.join(folder, "home/cache"),
  };
  const next = path.join(folder, "node_modules/next/dist/bin/next");

  for (const { name, flags } of FLAVOURS) {
    for (const { files, places } of APPS) {
      for (const left of [".next", "app", "proxy.js", "middleware.js"])
        rmSync(path.join(folder, left), { recursive: true, force: true });
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
      const server = run(process.execPath, [next, "build", ...flags], { cwd: folder, env }).then(() =>
        serve(next, folder, env),
      );
      try {
        for (const { name: place, at, manifest } of places) {
          const outcome = await attempt(async () => {
            const { passed, failed } = await (await server).get(at);
            return { passed, failed: [...failed, ...(manifest ? withoutModule(folder, manifest) : [])] };
          });
          yield { runtime: `${name}, ${place}`, version: version("next"), ...outcome };
        }
      } finally {
        await server.then(
          ({ stop }) => stop(),
          () => {},
        );
      }
    }
  }
}

/** Whether a function at the edge came out without a compiled module: then it must have compiled bytes. */
function withoutModule(folder, manifest) {
  const all = JSON.parse(readFileSync(path.join(folder, ".next/server/middleware-manifest.json"), "utf8"));
  return manifest(all)?.wasm?.length === 1
    ? []
    : ["the build hands it no compiled module, so the entry that compiles bytes was taken"];
}

/**
 * Copies packages with what they depend on: bundlers refuse links that lead out of a project.
 *
 * @param {string[]} names
 * @param {(file: string) => string} tool
 * @param {string} modules
 */
function install(names, tool, modules) {
  // The list grows while it is walked.
  for (const name of names) {
    if (existsSync(path.join(modules, name))) continue;
    cpSync(tool(name), path.join(modules, name), { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(tool(`${name}/package.json`), "utf8"));
    names.push(...Object.keys(dependencies ?? {}));
  }
  // The compiler is a large binary that no bundler looks into.
  for (const compiler of readdirSync(tool("@next")).filter((name) => name.startsWith("swc-"))) {
    symlinkSync(tool(`@next/${compiler}`), path.join(modules, "@next", compiler), "junction");
  }
}

/** Starts the built app on a port of the system's choice. */
async function serve(next, cwd, env) {
  const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const closed = once(child, "close");
  const address = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        log += chunk;
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(log) ?? [];
        if (url && log.includes("Ready")) resolve(url);
      });
    }
    closed.then(() => reject(new Error(`next start ended\n${log}`)));
    setTimeout(() => reject(new Error(`next start is not ready after a minute\n${log}`)), 60_000).unref();
  });
  const stop = async () => {
    child.kill();
    await closed;
  };
  const url = await address.catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    stop,
    async get(at) {
      const response = await fetch(`${url}${at}`);
      const answer = await response.text();
      if (response.status !== 200)
        throw new Error(`${at} answered ${response.status} ${answer.slice(0, 1000)}\n${log.slice(-3000)}`);
      return JSON.parse(answer);
    },
  };
}
