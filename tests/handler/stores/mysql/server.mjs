// A MariaDB of the tests' own.

import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import path from "node:path";
import mysql from "mysql2/promise";
import {
  findProgram,
  freePort,
  serverFolder,
  serverMissing,
  serverProcess,
  serverUser,
} from "../lib/programs.mjs";

export const missing = serverMissing(["mariadb-install-db", "mariadbd"], "mariadb-server");

/** Starts a MariaDB, which ends with the test; `settings` is what a merchant's process needs to reach it. */
export async function startServer(t) {
  const [folder, port, user] = [serverFolder("mysql"), await freePort(), serverUser("mysql")];
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, "data");
  // A folder of its own: a server that starts deletes the temporary tables in it, also those of one that is being installed.
  const run = { ...user, cwd: folder, env: { ...process.env, TMPDIR: folder } };
  execFileSync(
    findProgram("mariadb-install-db"),
    ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"],
    { ...run, stdio: ["ignore", "ignore", "inherit"] },
  );
  const args = [
    "--no-defaults",
    `--datadir=${data}`,
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${path.join(folder, "socket")}`,
    `--pid-file=${path.join(folder, "pid")}`,
    "--skip-log-bin",
    "--skip-name-resolve",
    "--max-connections=300",
    // The tests kill processes, not the machine: what the kernel has is as good as written.
    "--innodb-flush-log-at-trx-commit=2",
  ];
  const settings = { host: "127.0.0.1", port, user: "root", database: "shop" };
  const server = await serverProcess(t, {
    name: "mariadbd",
    folder,
    command: () => ({ file: findProgram("mariadbd"), args, options: run }),
    answers: () => answers(settings),
  });
  return { ...server, settings };
}

async function answers({ database, ...settings }) {
  let connection;
  try {
    connection = await mysql.createConnection({ ...settings, connectTimeout: 2000 });
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${database}`);
    return true;
  } catch {
    return false;
  } finally {
    connection?.destroy();
  }
}
