// The examples: what each runs on, how it is started, and what stands in for its database.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { run } from "../../runtimes/lib/exec.mjs";
import { d1, files, filesAndRedis, postgres, redis } from "./databases.mjs";
import { axum, installed } from "./places.mjs";

/**
 * @typedef {object} Example
 * @property {string} name
 * @property {(string | [from: string, to: string])[]} files the example's, from the folder of examples
 * @property {string[]} [packages] that a user installs beside checkout-signature
 * @property {string[]} [needs] what else must be installed here
 * @property {(shop: { folder: string, port: number }) => string[]} command
 * @property {(shop: { folder: string, env: Record<string, string> }) => Promise<unknown>} [build]
 * @property {(shop: import("./databases.mjs").Place) => Promise<import("./databases.mjs").Database>} database
 * @property {boolean} [isShared] whether payments are remembered by several processes, and over a restart
 * @property {2} [processes] where two of them take callbacks at once
 * @property {boolean} [talks] whether its process answers questions of the test's
 * @property {number} get the status of the response to a GET
 * @property {string} [retryAfter] what a 503 says, in seconds; the handler says 5
 */

const lib = (name) => path.join(import.meta.dirname, name);
const node = (name, file, packages = [], more = {}) => ({
  name,
  files: [file],
  packages: packages.map(installed),
  command: () => [process.execPath, file],
  database: files,
  get: 405,
  ...more,
});

const next = installed("next/dist/bin/next");
const deno = ["run", "--no-prompt", "--no-remote", "--cached-only", "--no-lock", "--node-modules-dir=manual"];
const permissions = ["--allow-net", "--allow-env", "--allow-read=.", "--allow-write=."];
/** Lambda's present Node; and miniflare wants a newer one than the package does. */
const node22 = installed("node22/bin/node");
/** @returns {Example} */
const lambda = (name, event) => ({
  name,
  files: ["aws-lambda.mjs"],
  packages: [installed("redis")],
  needs: [node22],
  command: ({ folder }) => [node22, lib("lambda.mjs"), path.join(folder, "aws-lambda.mjs"), event],
  database: redis,
  isShared: true,
  processes: 2,
  get: 405,
});

/** @type {Example[]} */
export const examples = [
  node("node:http", "node-http.mjs"),
  node("Express with PostgreSQL", "express.mjs", ["express", "pg"], {
    database: postgres("express.mjs"),
    isShared: true,
    processes: 2,
    get: 404,
  }),
  node("Fastify", "fastify.mjs", ["fastify"], { get: 404 }),
  node("Hono", "hono.mjs", ["hono", "@hono/node-server"], { get: 404 }),
  node("node:http with Redis", "redis.mjs", ["redis"], {
    database: filesAndRedis,
    isShared: true,
    processes: 2,
  }),
  {
    name: "Next.js with PostgreSQL",
    files: [["nextjs/app/callback/route.js", "app/callback/route.js"]],
    packages: ["next", "react", "react-dom", "pg"].map(installed),
    async build({ folder, env }) {
      // Next's own bundler takes no link out of this folder: its packages are links here.
      writeFileSync(path.join(folder, "next.config.mjs"), 'export default { turbopack: { root: "/" } };\n');
      // It would ask the registry how to complete a lockfile without a compiler of Next's own.
      await run(process.execPath, [next, "build"], {
        cwd: folder,
        env: { ...env, NEXT_IGNORE_INCORRECT_LOCKFILE: "1" },
      });
    },
    command: ({ port }) => [
      process.execPath,
      next,
      "start",
      "--hostname",
      "127.0.0.1",
      "--port",
      String(port),
    ],
    database: postgres("app/callback/route.js"),
    isShared: true,
    processes: 2,
    get: 405,
  },
  {
    name: "Cloudflare Workers",
    files: ["cloudflare-worker.mjs"],
    needs: [node22, installed("miniflare"), installed("esbuild")],
    async build({ folder }) {
      const { build } = createRequire(installed("esbuild/package.json"))("esbuild");
      const entryPoints = [path.join(folder, "cloudflare-worker.mjs")];
      const bundle = { bundle: true, format: "esm", conditions: ["workerd"], external: ["*.wasm?module"] };
      await build({ entryPoints, outfile: path.join(folder, "bundled.js"), logLevel: "warning", ...bundle });
    },
    command: ({ folder, port }) => [node22, lib("workerd.mjs"), folder, String(port)],
    database: d1,
    isShared: true,
    talks: true,
    get: 405,
  },
  {
    name: "Deno",
    files: ["deno.mjs"],
    needs: [installed("deno/deno")],
    command: () => [installed("deno/deno"), ...deno, ...permissions, "deno.mjs"],
    database: files,
    get: 405,
  },
  {
    name: "Bun",
    files: ["bun.mjs"],
    needs: [installed("bun/bin/bun.exe")],
    command: () => [installed("bun/bin/bun.exe"), "bun.mjs"],
    database: files,
    get: 405,
  },
  lambda("AWS Lambda, function URL", "function URL"),
  lambda("AWS Lambda, REST API", "REST API"),
  lambda("AWS Lambda, load balancer", "load balancer"),
  lambda("AWS Lambda, load balancer with multi-value headers", "load balancer, multi-value"),
  lambda("Netlify function with Lambda's events", "Netlify"),
  {
    name: "axum",
    files: [],
    needs: [axum],
    command: () => [axum],
    database: files,
    get: 405,
    retryAfter: "60",
  },
];
