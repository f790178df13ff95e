// What a stranger can make the handler hold: bodies that come a byte at a time, over 64 connections.

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { head, raw, sign } from "../handler/harness.mjs";

const CONNECTIONS = 64;
const KiB = 1024;
const MiB = KiB * KiB;
const BODY_BYTES = 16 * KiB;
/** How many times the bytes of the bodies may be held; whatever else a connection takes comes on top. */
const MAX_TIMES = 4;
const MAX_BYTES_OF_A_CONNECTION = 16 * KiB;
/** A heap that a list of chunks would have filled several times over. */
const HEAP_MIB = 32;

test("64 connections that send a body in chunks of one byte: at most 4 times the bytes are held, and all are answered", {
  timeout: 180_000,
}, async (t) => {
  const server = await start(t);
  const before = await server.measure();
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => raw(server.port)));
  const authorization = `Authorization: ${sign("{}", { secret: "another secret" })}`;
  const chunks = "1\r\nx\r\n".repeat(KiB);
  await Promise.all(
    connections.map(async ({ socket }) => {
      socket.write(head([authorization, "Transfer-Encoding: chunked"]));
      for (let sent = 0; sent < BODY_BYTES; sent += KiB) {
        if (!socket.write(chunks)) await once(socket, "drain");
      }
    }),
  );
  const during = await server.measureWhenSteady();
  const held = during.heap + during.external - before.heap - before.external;
  const bodies = CONNECTIONS * BODY_BYTES;
  t.diagnostic(
    `${CONNECTIONS} bodies of ${BODY_BYTES / KiB} KiB: ${(bodies / MiB).toFixed(1)} MiB in ` +
      `${((bodies * 6) / MiB).toFixed(0)} MiB of traffic; held ${(held / MiB).toFixed(1)} MiB ` +
      `(${(held / bodies).toFixed(2)} times), the process grew by ${((during.resident - before.resident) / MiB).toFixed(1)} MiB`,
  );
  assert.ok(held > bodies / 2, "the bodies were not held at all: nothing was measured");
  assert.ok(
    held < MAX_TIMES * bodies + CONNECTIONS * MAX_BYTES_OF_A_CONNECTION,
    `${held} bytes for ${bodies}`,
  );
  for (const { socket } of connections) socket.end("0\r\n\r\n");
  for (const { closed } of connections) assert.match(await closed, /^HTTP\/1\.1 401 /);
});

test("64 connections that send 10 MiB each, after a header that cannot be right: nothing is held", {
  timeout: 60_000,
}, async (t) => {
  const server = await start(t);
  const before = await server.measure();
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => raw(server.port)));
  const sent = connections.map(async ({ socket, closed }) => {
    socket.write(head(["Authorization: HMAC-SHA256 Signature=00", "Transfer-Encoding: chunked"]));
    const piece = `${(16 * KiB).toString(16)}\r\n${"x".repeat(16 * KiB)}\r\n`;
    let pieces = 0;
    while (pieces < 640 && socket.writable) {
      pieces += 1;
      if (!socket.write(piece)) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
    }
    await closed;
    return pieces;
  });
  const pieces = await Promise.all(sent);
  assert.ok(Math.max(...pieces) < 640, "a connection was closed before all of it was sent");
  const after = await server.measureWhenSteady();
  const held = after.heap + after.external - before.heap - before.external;
  t.diagnostic(`held ${Math.round(held / KiB)} KiB afterwards`);
  assert.ok(held < CONNECTIONS * MAX_BYTES_OF_A_CONNECTION, `${held} bytes`);
});

/** A server in a process of its own, with a small heap. */
async function start(t) {
  const execArgv = ["--expose-gc", "--max-semi-space-size=1", `--max-old-space-size=${HEAP_MIB}`];
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), ["0", "120000"], { execArgv });
  const ended = once(child, "exit").then(([code, signal]) =>
    Promise.reject(new Error(`The server ended with ${code ?? signal}.`)),
  );
  ended.catch(() => {});
  t.after(() => child.kill());
  const message = async () => (await Promise.race([once(child, "message"), ended]))[0];
  const { port } = await message();
  const measure = async () => {
    child.send({ measure: true });
    return (await message()).memory;
  };
  /** What was sent may still be on its way: measures until no more comes. */
  const measureWhenSteady = async () => {
    let last = await measure();
    for (;;) {
      const next = await measure();
      if (Math.abs(next.external - last.external) < 64 * KiB) return next;
      last = next;
    }
  };
  return { port, measure, measureWhenSteady };
}
