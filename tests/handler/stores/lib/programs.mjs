// Servers of the tests' own: started on a free port of loopback in a temporary folder, and ended by their process id.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const START_TIMEOUT_MS = 60_000;

/**
 * A server that a test can stop, kill, freeze and start again. It ends with the test, or with this process.
 *
 * @param {object} program
 * @param {() => { file: string, args: string[], options?: object }} program.command
 * @param {() => Promise<boolean>} program.answers whether it takes commands
 * @param {NodeJS.Signals} [program.stopSignal] on which it ends in order
 */
export async function serverProcess(t, { name, folder, command, answers, stopSignal = "SIGTERM" }) {
  let server;
  let log = "";
  const isRunning = () => server?.exitCode === null && server.signalCode === null;
  async function end(signal) {
    if (!isRunning()) return;
    const ended = once(server, "exit");
    signalTree(server.pid, "SIGCONT");
    // What a server has started would outlive it where it cannot end that itself.
    if (signal === "SIGKILL") signalTree(server.pid, signal);
    else server.kill(signal);
    await ended;
  }
  function spawnServer() {
    const { file, args, options } = command();
    log = "";
    server = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (log += chunk));
    return once(server, "spawn");
  }
  async function start() {
    await spawnServer();
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers())) {
      if (Date.now() > deadline) throw new Error(`${name} did not start:\n${log}`);
      if (isRunning()) await sleep(20);
      else {
        // What it had started before it was killed may live a little longer, and hold its memory or port.
        await sleep(200);
        await spawnServer();
      }
    }
  }
  const clean = () => {
    if (isRunning()) signalTree(server.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on("exit", clean);
  t.after(async () => {
    await end(stopSignal);
    clean();
    process.off("exit", clean);
  });
  await start();
  return {
    start,
    stop: () => end(stopSignal),
    kill: () => end("SIGKILL"),
    freeze: () => signalTree(server.pid, "SIGSTOP"),
    thaw: () => signalTree(server.pid, "SIGCONT"),
  };
}

/** Signals a process and those that it has started: PostgreSQL has one for each connection. Linux only. */
function signalTree(pid, signal) {
  let children = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number);
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
  for (const child of children) signalTree(child, signal);
}

// Without these, an interrupt ends this process and leaves its servers behind.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** A folder of the test's own; a server that does not run as root must be able to enter it. */
export function serverFolder(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `checkout-signature-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether something listens on a port of loopback. */
export function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      resolve(true);
      socket.destroy();
    });
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve(false));
  });
}

/** The user that a server runs as, which refuses to be root: ours, or one of the system's where we are root. */
export function serverUser(name) {
  if (process.getuid?.() !== 0) return {};
  const id = (flag, user) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  for (const user of [name, "nobody"]) {
    try {
      return { uid: id("-u", user), gid: id("-g", user) };
    } catch {
      // The next one.
    }
  }
  throw new Error(`These tests need a user that is not root: ${name} or nobody.`);
}

/** A program's file, also where a Debian package keeps it outside the PATH. */
export function findProgram(name) {
  const versions = (folder) => {
    try {
      return readdirSync(folder).map((version) => path.join(folder, version, "bin"));
    } catch {
      return [];
    }
  };
  const folders = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    "/usr/sbin",
    ...versions("/usr/lib/postgresql").reverse(),
  ];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the programs are there; where they are not, and it is ours to do, installs their Debian package. A suite whose
 * server is missing is skipped, which is printed and fails in CI.
 */
export function serverMissing(programs, debianPackage) {
  if (programs.every(findProgram)) return undefined;
  const install = ["install", "--yes", "--no-install-recommends", debianPackage];
  if (process.getuid?.() === 0 && findProgram("apt-get")) {
    console.log(`${programs[0]} is not installed; apt-get installs ${debianPackage}`);
    /** @type {import("node:child_process").ExecFileSyncOptions} */
    const options = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    // Several files of tests may come here at the same time, and apt-get refuses to run twice.
    const lock = fileURLToPath(import.meta.url);
    execFileSync("flock", [lock, "apt-get", "update"], options);
    execFileSync("flock", [lock, "apt-get", ...install], options);
    if (programs.every(findProgram)) return undefined;
  }
  const message = `These tests need ${programs.join(", ")}. On Debian: apt-get ${install.join(" ")}`;
  if (process.env.CI) throw new Error(message);
  return message;
}
