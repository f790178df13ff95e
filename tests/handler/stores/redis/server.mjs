// A Redis of the tests' own: on a free port of loopback, in a temporary folder, that forgets nothing.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const STARTS_WITHIN = 10_000;

/** Starts a Redis, which ends with the test; it can be stopped, killed, paused and started again in between. */
export async function redis(t) {
  const program = installed();
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), "checkout-signature-redis-"));
  const settings = {
    bind: "127.0.0.1",
    port,
    dir: folder,
    appendonly: "yes",
    appendfsync: "always",
    save: "",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server;

  const running = () => server?.exitCode === null && server.signalCode === null;
  async function end(signal) {
    if (!running()) return;
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  }
  async function start() {
    // Debian's redis-server is a link to redis-check-rdb: the program goes by the name that it is called.
    server = spawn(program, options, { argv0: "redis-server", stdio: ["ignore", "pipe", "inherit"] });
    let log = "";
    server.stdout.on("data", (chunk) => (log += chunk));
    await once(server, "spawn");
    const deadline = Date.now() + STARTS_WITHIN;
    while (!(await answers(port))) {
      if (!running() || Date.now() > deadline) throw new Error(`redis-server did not start:\n${log}`);
      await sleep(10);
    }
  }

  const clean = () => {
    if (running()) server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on("exit", clean);
  t.after(async () => {
    await end("SIGKILL");
    clean();
    process.off("exit", clean);
  });
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    pause: () => server.kill("SIGSTOP"),
    resume: () => server.kill("SIGCONT"),
  };
}

// Without these, an interrupt ends this process and leaves its Redis behind.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** The program's file. Of Debian's packages redis-tools has it too, and starts no service of the system's. */
function installed() {
  const found = onPath("redis-server") ?? onPath("redis-check-rdb");
  if (found) return found;
  const install = ["install", "-y", "--no-install-recommends", "redis-tools"];
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new Error(`These tests need redis-server. On Debian: apt-get ${install.join(" ")}`);
  }
  console.log("redis-server is not installed; apt-get installs it");
  /** @type {import("node:child_process").ExecFileSyncOptions} */
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  // Two files of tests may come here at the same time, and apt-get refuses to run twice.
  const lock = fileURLToPath(import.meta.url);
  execFileSync("flock", [lock, "apt-get", "update"], options);
  execFileSync("flock", [lock, "apt-get", ...install], options);
  return onPath("redis-server") ?? onPath("redis-check-rdb");
}

function onPath(name) {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether Redis answers: after a restart it reads its file first, and refuses until then. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("data", (data) => {
      resolve(String(data).startsWith("+PONG"));
      socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(false));
  });
}
