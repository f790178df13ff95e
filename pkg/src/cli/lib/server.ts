// A server for this machine only, or for the names that --host gives it.

import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "./usage.ts";

/** How long a response that is being written may still take when the server ends. */
const GRACE_MS = 1000;
const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];
const ALL_INTERFACES: readonly string[] = ["0.0.0.0", "[::]", "*"];

export const HOST_OPTION = {
  value: "NAME",
  multiple: true,
  read: readHost,
  help: "For containers: listens on every interface, and accepts requests to this name too. Repeat it for more names.",
} as const;

export interface ServeOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** What requests may be sent to besides loopback; none to listen on loopback only. */
  readonly hosts: readonly string[];
  /** Called with the Host header of a request that was refused. */
  readonly onRefusedHost: (host: string) => void;
}

export interface Server {
  readonly origin: string;
  /** The names that requests may be sent to. */
  readonly names: readonly string[];
  readonly close: () => Promise<void>;
}

/** Serves on loopback, where nobody else can reach it; with `hosts`, on every interface. */
export async function serve(
  listener: RequestListener,
  { port, hosts, onRefusedHost }: ServeOptions,
): Promise<Server> {
  // Most commands serve nothing, and start sooner without it.
  const { createServer } = await import("node:http");
  const names = [...new Set([...hosts, ...LOOPBACK_NAMES])];
  const server = createServer((request, response) => {
    const host = request.headers.host ?? "127.0.0.1";
    if (names.includes(stripPort(host).toLowerCase())) return listener(request, response);
    onRefusedHost(host);
    refuseHost(request, response, names);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(describeListenError(error, port)));
    server.listen(port, hosts.length > 0 ? undefined : "127.0.0.1", () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${taken}`,
    names,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
      }),
  };
}

/**
 * Refuses a request to another name. A web page whose domain resolves to 127.0.0.1 (DNS rebinding) could otherwise read
 * everything here: to the browser it would be the page's own server.
 */
function refuseHost(request: IncomingMessage, response: ServerResponse, names: readonly string[]): void {
  const body = `This server accepts requests to ${names.join(", ")} only. For another name, start it with --host NAME.\n`;
  response.writeHead(403, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    ...(!request.complete && { Connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function stripPort(host: string): string {
  return host.replace(/:\d{1,5}$/, "");
}

function readHost(text: string): string {
  const name = text.toLowerCase();
  if (ALL_INTERFACES.includes(name) || name === "::") {
    throw new UsageError(
      "takes the name that requests are sent to, like --host sandbox for a container of that name; " +
        "with any name it listens on every interface.",
    );
  }
  if (/^([a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])$/.test(name)) return name;
  throw new UsageError("must be a host name or an IP address, without a port; IPv6 in brackets.");
}

function describeListenError(error: NodeJS.ErrnoException, port: number): Error {
  const other = `Take another: --port ${port < 65_535 ? port + 1 : port - 1}, or --port 0 for any free one.`;
  if (error.code === "EADDRINUSE") return new UsageError(`Port ${port} is in use. ${other}`);
  if (error.code === "EACCES") return new UsageError(`You are not allowed to use port ${port}. ${other}`);
  return error;
}
