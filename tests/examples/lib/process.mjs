// A shop's process: started without a shell, listened for, stopped by its own id with all that it has started.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const STARTS_WITHIN = 60_000;

/**
 * Starts a program, which ends with the test; `ask` is for one that talks over Node's channel.
 *
 * @param {import("node:test").TestContext} t
 * @param {string[]} command
 * @param {{ cwd: string, env: Record<string, string>, talks?: boolean }} options
 */
export function start(t, [program, ...args], { cwd, env, talks = false }) {
  /** @type {("ignore" | "pipe" | "ipc")[]} */
  const stdio = talks ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"];
  // In a group of its own: a runtime that is killed would leave its helpers behind, workerd for one.
  const child = spawn(program, args, { cwd, env: { PATH: process.env.PATH, ...env }, stdio, detached: true });
  let log = "";
  child.stdout.on("data", (chunk) => (log += chunk));
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? signal));
    child.on("error", (error) => resolve((log += error)));
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // All of them have ended, or none has begun.
    }
  };
  const kill = () => signal("SIGKILL");
  process.on("exit", kill);
  const stop = async () => {
    const timer = setTimeout(kill, 5000);
    signal("SIGTERM");
    await ended;
    clearTimeout(timer);
    kill();
    process.off("exit", kill);
  };
  t.after(stop);
  return {
    stop,
    ended,
    /** Its last words can come after its end. */
    lastWords: () => Promise.race([closed, sleep(2000)]).then(() => log),
    log: () => log,
    async ask(question) {
      child.send(question);
      const [answer] = await once(child, "message");
      return answer;
    },
  };
}

/**
 * Waits until a process answers requests.
 *
 * @param {ReturnType<typeof start>} server
 * @param {string} url
 */
export async function listening(server, url) {
  let hasEnded = false;
  server.ended.then(() => (hasEnded = true));
  for (const deadline = Date.now() + STARTS_WITHIN; !hasEnded && Date.now() < deadline; await sleep(25)) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer) return;
  }
  throw new Error(`The server did not come up:\n${await server.lastWords()}`);
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
