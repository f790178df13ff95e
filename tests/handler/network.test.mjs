// What networks, proxies and frameworks do to a request on its way to the handler.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import fastify from "fastify";
import { callback, freshId, handler, head, post, raw, secret, serve, sign } from "./harness.mjs";

const { nodeHandler } = handler;

async function shop(t, options = {}) {
  const answers = [];
  const payments = [];
  const listener = nodeHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => payments.push(payload.paymentId),
    onAnswer: ({ status, code }) => answers.push(`${status} ${code}`),
    ...options,
  });
  return { port: await serve(t, listener), answers, payments, listener };
}

const signed = (body) => `Authorization: ${sign(body, { secret })}`;
const until = async (condition) => {
  for (let n = 0; n < 400 && !condition(); n += 1) await sleep(10);
  assert.ok(condition(), "it did not happen within four seconds");
};

test("a slow body, a byte at a time, chunked, is read to its end", async (t) => {
  const own = await shop(t);
  const body = callback({ paymentId: freshId() });
  const { socket, closed } = await raw(own.port);
  socket.write(head([signed(body), "Transfer-Encoding: chunked", "Connection: close"]));
  for (const byte of Buffer.from(body)) {
    socket.write(`1\r\n${String.fromCharCode(byte)}\r\n`);
    if (byte === 0x2c) await sleep(20);
  }
  socket.write("0\r\n\r\n");
  assert.match(await closed, /^HTTP\/1\.1 200 /);
  assert.equal(own.payments.length, 1);
});

test("a body that its sender breaks off: nothing is handled, and the server goes on", async (t) => {
  const own = await shop(t);
  const body = callback({ paymentId: freshId() });
  const { socket } = await raw(own.port);
  socket.write(head([signed(body), `Content-Length: ${body.length}`]) + body.slice(0, 50));
  await sleep(50);
  socket.destroy();
  await until(() => own.answers.length === 1);
  assert.deepEqual([own.answers, own.payments], [["400 aborted"], []]);
  assert.equal((await post(own.port, body)).status, 200);
});

test("a Content-Length that is shorter than the body: nothing is handled", async (t) => {
  const own = await shop(t);
  const body = callback({ paymentId: freshId() });
  const { socket, closed } = await raw(own.port);
  socket.write(head([signed(body), `Content-Length: ${body.length - 1}`, "Connection: close"]) + body);
  // 401 by the handler for the body as announced, or 400 by Node for what follows it: whichever is first.
  assert.match(await closed, /^HTTP\/1\.1 40[01] /);
  assert.deepEqual(own.payments, []);
});

test("a Content-Length that is longer than the body: nothing is handled", async (t) => {
  const own = await shop(t);
  const body = callback({ paymentId: freshId() });
  const { socket } = await raw(own.port);
  socket.end(head([signed(body), `Content-Length: ${body.length + 1}`]) + body);
  await until(() => own.answers.length === 1);
  assert.deepEqual([own.answers, own.payments], [["400 aborted"], []]);
});

test("10 MiB in chunks are cut off at the limit, without being buffered", async (t) => {
  const own = await shop(t, { maxBodyBytes: 64 * 1024 });
  const { socket, closed } = await raw(own.port);
  socket.write(head([signed("{}"), "Transfer-Encoding: chunked"]));
  const piece = `${(16 * 1024).toString(16)}\r\n${"x".repeat(16 * 1024)}\r\n`;
  let sent = 0;
  while (sent < 640 && !socket.destroyed && socket.writable) {
    sent += 1;
    if (!socket.write(piece))
      await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  assert.match(await closed, /^HTTP\/1\.1 413 /);
  assert.deepEqual(own.answers, ["413 body-too-large"]);
  assert.ok(sent < 640, "the connection was closed before all of it was sent");
});

test("two Authorization lines are refused, also where both are right", async (t) => {
  const own = await shop(t);
  const body = callback({ paymentId: freshId() });
  const { socket, closed } = await raw(own.port);
  socket.write(
    head([signed(body), signed(body), `Content-Length: ${body.length}`, "Connection: close"]) + body,
  );
  assert.match(await closed, /^HTTP\/1\.1 401 /);
  assert.deepEqual(own.answers, ["401 malformed-signature"]);
});

test("a header that is called Headers, or Get, is a header like others", async (t) => {
  const own = await shop(t);
  for (const name of ["Headers", "Get"]) {
    assert.equal(
      (await post(own.port, callback({ paymentId: freshId() }), { headers: { [name]: "x" } })).status,
      200,
    );
  }
});

test("one connection is used again and again", async (t) => {
  const own = await shop(t);
  const { socket, answer } = await raw(own.port);
  for (let n = 1; n <= 5; n += 1) {
    const body = callback({ paymentId: freshId() });
    socket.write(head([signed(n === 3 ? "{}" : body), `Content-Length: ${body.length}`]) + body);
    await until(() => answer().split("HTTP/1.1 ").length === n + 1);
  }
  const statuses = [...answer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  assert.deepEqual(statuses, ["200", "200", "401", "200", "200"]);
  socket.destroy();
});

test("Express: before any parser, and with express.raw", async (t) => {
  const own = await shop(t);
  const app = express();
  app.post("/", own.listener);
  app.post("/raw", express.raw({ type: "*/*" }), own.listener);
  const port = await serve(t, app);
  for (const path of ["", "raw"]) {
    const body = callback({ paymentId: freshId() });
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method: "POST",
      body,
      headers: { Authorization: sign(body, { secret }), "Content-Type": "application/json" },
    });
    assert.equal(answer.status, 200, path);
  }
});

test("Express with express.json: 500, and the log names the fix for Express", async (t) => {
  const errors = [];
  const own = await shop(t, { onAnswer: (answer) => errors.push(answer) });
  const app = express();
  app.use(express.json());
  app.post("/", own.listener);
  const answer = await post(await serve(t, app), callback(), {
    headers: { "Content-Type": "application/json" },
  });
  assert.equal(answer.status, 500);
  assert.equal(errors[0].code, "body-not-raw");
  assert.match(errors[0].message, /express\.raw/);
  assert.doesNotMatch(errors[0].message, /Fastify|Lambda/);
});

test("Fastify: parsed, 500 that names the fix; with a content type parser of buffers, handled", async (t) => {
  for (const keepRaw of [false, true]) {
    const errors = [];
    const own = await shop(t, { onAnswer: (answer) => errors.push(answer) });
    const app = fastify();
    if (keepRaw) {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body));
    }
    app.post("/", own.listener);
    await app.listen({ port: 0, host: "127.0.0.1" });
    t.after(() => app.close());
    const answer = await post(app.server.address().port, callback({ paymentId: freshId() }), {
      headers: { "Content-Type": "application/json" },
    });
    assert.equal(answer.status, keepRaw ? 200 : 500);
    if (!keepRaw) assert.match(errors[0].message, /addContentTypeParser/);
  }
});
