// Servers on loopback and a client that can misbehave, for the handler's tests.

import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { secret } from "../lib/callback.mjs";
import { handler, imported } from "../lib/consumer.mjs";

export { handler, imported };
export const { sign } = imported;

export { callback, ids, secret } from "../lib/callback.mjs";

/** A payment of its own, so that tests do not meet in a store. */
let payments = 0;
export const freshId = () => String((payments += 1)).padStart(32, "0");

/** Starts a server for a Node listener; ends with the test. */
export async function serve(t, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server.address().port;
}

/** Sends a signed callback, with whatever the test changes. */
export function post(port, body, { headers = {}, ...rest } = {}) {
  const authorization = { Authorization: sign(body, { secret }) };
  return fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    body,
    headers: { ...authorization, ...headers },
    ...rest,
  });
}

/** A raw connection, for requests that no client would send; `answer` is what came back until it closed. */
export async function raw(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk));
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.on("close", () => resolve(answer)));
  return { socket, closed, answer: () => answer };
}

/** The head of a callback, written by hand. */
export const head = (lines) => ["POST / HTTP/1.1", "Host: 127.0.0.1", ...lines, "", ""].join("\r\n");
