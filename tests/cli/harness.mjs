// The command as a user has it: a process of its own, with files, pipes or a terminal.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { event, secret } from "../lib/callback.mjs";
import { consumer, imported } from "../lib/consumer.mjs";

export { explain, handler, imported, sandbox } from "../lib/consumer.mjs";
export const command = path.join(consumer, "node_modules/.bin/checkout-signature");

export { ids, secret } from "../lib/callback.mjs";
export const body = JSON.stringify(event, null, 2);
export const header = imported.sign(body, { secret });

/** How long a process may take before the test ends it and fails. */
const PROCESS_TIMEOUT_MS = 30_000;

/** The environment of a process: nothing in it that changes what the command does, but what the test gives. */
function environment(given) {
  const { CHECKOUT_SECRET, CI, COLORTERM, NO_COLOR, FORCE_COLOR, NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } =
    process.env;
  return { ...rest, TERM: "xterm", ...given };
}

/** What still runs. Without a terminal of their own they would outlive a test that is stopped by hand. */
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const child of running) child.kill("SIGKILL");
    process.exit(1);
  });
}

/**
 * Starts the command; ends it with the test. Without a terminal of its own, so that it can ask nobody.
 *
 * @param {import("node:test").TestContext} t
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, input?: string | Uint8Array }} [options]
 */
export function start(t, args, { env = { CHECKOUT_SECRET: secret }, input } = {}) {
  const child = spawn(process.execPath, [command, ...args], { env: environment(env), detached: true });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (texts[name] += text));
  running.add(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), PROCESS_TIMEOUT_MS);
  const ended = once(child, "close").then(([code, signal]) => {
    clearTimeout(timer);
    running.delete(child);
    return { ...texts, code, signal };
  });
  t.after(() => child.kill("SIGKILL"));
  // A process that ends early does not read what it is sent.
  child.stdin.on("error", () => {});
  child.stdin.end(input);

  /** The first match in what was written so far or is written yet. */
  async function seen(pattern, name = "stdout") {
    for (;;) {
      const match = pattern.exec(texts[name]);
      if (match) return match;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended without ${pattern}: ${texts.stdout}${texts.stderr}`);
      await Promise.race([once(child[name], "data"), ended]);
    }
  }
  return { child, ended, seen, texts };
}

/** Runs the command to its end. */
export function run(t, args, options) {
  return start(t, args, options).ended;
}

/** Runs a line of a shell on a terminal of its own, where "$cs" is the command; answers each question when it appears. */
export async function terminal(line, steps = [], env = {}) {
  const helper = fileURLToPath(new URL("terminal.py", import.meta.url));
  const args = [helper, JSON.stringify(steps), "sh", "-c", line];
  const { stdout } = await promisify(execFile)("python3", args, {
    env: environment({ ...env, node: process.execPath, cs: command }),
    timeout: PROCESS_TIMEOUT_MS,
  });
  return JSON.parse(stdout);
}

/** Files in a folder that goes with the test; gives their paths. */
export function files(t, contents) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "checkout signature "));
  t.after(() => rmSync(folder, { recursive: true }));
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return [name, file];
    }),
  );
}

/** An endpoint on loopback; gives its URL. */
export async function serve(t, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/callback`;
}

/**
 * An endpoint that answers with these in turn, the last one for ever; keeps what it was sent, and when.
 *
 * @param {...(number | [status: number, headers: object])} answers
 */
export async function endpoint(t, ...answers) {
  const requests = [];
  const url = await serve(t, async (request, response) => {
    const at = performance.now();
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const { method, headers } = request;
    requests.push({ at, method, headers, body: Buffer.concat(pieces) });
    const [status, more] = [answers.length > 1 ? answers.shift() : answers[0]].flat();
    response.writeHead(status, more).end();
  });
  return { url, requests };
}

/** The lines of JSON that a process wrote. */
export function jsonLines(text) {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
