// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { UsageError } from "./usage.ts";

/** How long an answer that is being given may still take when the server ends. */
const GRACE = 1000;

/**
 * Serves on loopback, where nobody else can reach it.
 *
 * @param {import("node:http").RequestListener} listener
 * @param {number} port 0 for any free one
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(listener, port) {
  // Most commands serve nothing, and start sooner without it.
  const { createServer } = await import("node:http");
  const server = createServer(listener);
  await new Promise((resolve, reject) => {
    server.once("error", (error) => reject(refusal(error, port)));
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const { port: taken } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), GRACE).unref();
      }),
  };
}

/**
 * @param {Error} error
 * @param {number} port
 */
function refusal(error, port) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  const other = `Take another: --port ${port < 65_535 ? port + 1 : port - 1}, or --port 0 for any that is free.`;
  if (code === "EADDRINUSE") return new UsageError(`Port ${port} is in use. ${other}`);
  if (code === "EACCES") return new UsageError(`Port ${port} may not be used by you. ${other}`);
  return error;
}
