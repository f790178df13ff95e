// A PostgreSQL of the tests' own.

import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import {
  findProgram,
  freePort,
  serverFolder,
  serverMissing,
  serverProcess,
  serverUser,
} from "../lib/programs.mjs";

export const missing = serverMissing(["initdb", "postgres"], "postgresql");

/** Starts a PostgreSQL, which ends with the test; `settings` is what a merchant's process needs to reach it. */
export async function startServer(t) {
  const [folder, port, user] = [serverFolder("postgres"), await freePort(), serverUser("postgres")];
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, "data");
  const run = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  execFileSync(
    findProgram("initdb"),
    ["--pgdata", data, "--username", "shop", "--auth", "trust", "--encoding", "UTF8", "--no-sync"],
    { ...run, stdio: ["ignore", "ignore", "inherit"] },
  );
  const args = ["-D", data, "-c", "listen_addresses=127.0.0.1", "-p", String(port), "-k", folder];
  // The tests kill processes, not the machine: what the kernel has is as good as written.
  args.push("-c", "fsync=off", "-c", "max_connections=200");
  const settings = { host: "127.0.0.1", port, user: "shop", database: "postgres" };
  const server = await serverProcess(t, {
    name: "postgres",
    folder,
    command: () => ({ file: findProgram("postgres"), args, options: run }),
    answers: () => answers(settings),
    // "Fast shutdown": it does not wait for its clients.
    stopSignal: "SIGINT",
  });
  return { ...server, settings };
}

async function answers(settings) {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
