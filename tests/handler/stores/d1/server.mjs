// A D1 database in workerd, in a process of its own that a test can stop, freeze and start again.

import { fileURLToPath } from "node:url";
import { freePort, serverFolder, serverProcess } from "../lib/programs.mjs";

/** Miniflare wants a newer Node than the package does. */
const NODE = fileURLToPath(new URL("../../../../node_modules/node24/bin/node", import.meta.url));

/** Starts a Worker with a D1 database, which ends with the test; `settings` is what a merchant's process needs. */
export async function startServer(t) {
  const [folder, port] = [serverFolder("d1"), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const server = await serverProcess(t, {
    name: "workerd",
    folder,
    command: () => ({
      file: NODE,
      args: [fileURLToPath(new URL("server-process.mjs", import.meta.url)), folder, String(port)],
    }),
    answers: async () => {
      const ask = { method: "POST", body: "[]", signal: AbortSignal.timeout(2000) };
      return fetch(url, ask).then(
        (response) => response.ok,
        () => false,
      );
    },
  });
  return { ...server, settings: { url } };
}
