// A Redis of the tests' own, that forgets nothing.

import { connect } from "node:net";
import { findProgram, freePort, serverFolder, serverMissing, serverProcess } from "../lib/programs.mjs";

// Of Debian's packages redis-tools has the program too, and starts no service of the system's.
export const missing = findProgram("redis-server")
  ? undefined
  : serverMissing(["redis-check-rdb"], "redis-tools");

/** Starts a Redis, which ends with the test; `settings` is what a merchant's process needs to reach it. */
export async function startServer(t) {
  const [folder, port] = [serverFolder("redis"), await freePort()];
  const settings = {
    bind: "127.0.0.1",
    port,
    dir: folder,
    appendonly: "yes",
    appendfsync: "always",
    save: "",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = await serverProcess(t, {
    name: "redis-server",
    folder,
    // Debian's redis-server is a link to redis-check-rdb: the program goes by the name that it is called.
    command: () => ({
      file: findProgram("redis-server") ?? findProgram("redis-check-rdb"),
      args,
      options: { argv0: "redis-server" },
    }),
    answers: () => answers(port),
  });
  return { ...server, port, settings: { url: `redis://127.0.0.1:${port}` } };
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
