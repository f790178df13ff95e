// Streams of Node's in states that few have met: paused by a middleware, broken off over HTTP/2, or with a function that throws.

import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { callback, freshId, head, post, raw, secret, serve, sign } from "./harness.mjs";
import { pair, shop } from "./unusual.mjs";

/** A client of HTTP/2 whose server has this listener, and the server's own streams. */
async function connect(t, listener) {
  const server = http2.createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const streams = [];
  server.on("stream", (stream) => streams.push(stream));
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  t.after(() => {
    client.destroy();
    server.close();
  });
  const send = (body) => {
    const stream = client.request({ ":method": "POST", authorization: sign(body, { secret }) });
    stream.on("error", () => {});
    return stream;
  };
  return { send, streams };
}

const until = async (condition) => {
  for (let n = 0; n < 400 && !condition(); n += 1) await sleep(10);
  assert.ok(condition(), "it did not happen within four seconds");
};

test("HTTP/2: a stream that its sender breaks off is 400, although Node ends it, and also where nobody has read it yet", async (t) => {
  for (const delayMs of [0, 50]) {
    const own = shop();
    const { send, streams } = await connect(t, async (request, response) => {
      if (delayMs > 0) await sleep(delayMs);
      await own.handle(request, response);
    });
    const body = callback({ paymentId: freshId() });
    for (const sent of [body.slice(0, 20), body]) {
      own.answers.length = 0;
      streams.length = 0;
      const stream = send(body);
      stream.write(sent);
      await until(() => streams.length === 1);
      await sleep(20);
      stream.destroy();
      await until(() => own.answers.length === 1);
      assert.deepEqual(own.codes(), ["400 aborted"], `${sent.length} bytes, after ${delayMs} ms`);
    }
  }
});

test("a stream that ends although its sender broke it off, and had closed before anyone listened: 400", async () => {
  const own = shop();
  const body = callback({ paymentId: freshId() });
  const { request, response } = pair(body, { aborted: true });
  const handled = own.handle(request, response);
  request.emit("data", Buffer.from(body));
  request.emit("end");
  await handled;
  assert.deepEqual(own.codes(), ["400 aborted"]);
});

test("a body that a middleware has paused is read", async (t) => {
  const own = shop({ bodyTimeoutMs: 1000 });
  const port = await serve(t, async (request, response) => {
    request.pause();
    await sleep(10);
    await own.handle(request, response);
  });
  assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 200);
});

test("a body that nobody has paused is not resumed by the handler: one that a consumer holds back stays so", async () => {
  const own = shop();
  const body = callback({ paymentId: freshId() });
  let resumed = 0;
  const { request, response } = pair(body, { isPaused: () => false, resume: () => (resumed += 1) });
  const handled = own.handle(request, response);
  request.emit("data", Buffer.from(body));
  request.emit("end");
  await handled;
  assert.deepEqual([own.codes(), resumed], [["200 handled"], 0]);
});

test("a stream whose pause throws, or that has none: the refusal is sent, and nothing is thrown from a listener", async () => {
  const fail = () => assert.fail("the adapter is broken");
  for (const pause of [fail, undefined]) {
    for (const [end, code] of /** @type {[(request: any) => void, string][]} */ ([
      [(request) => request.emit("data", Buffer.alloc(20)), "413 body-too-large"],
      [(request) => request.emit("error", new Error("gone")), "400 aborted"],
      [() => {}, "408 body-timeout"],
    ])) {
      const own = shop({ maxBodyBytes: 10, bodyTimeoutMs: 30 });
      const isAlive = setInterval(() => {}, 1000);
      const { request, response, sent } = pair("x", { pause });
      const handled = own.handle(request, response);
      end(request);
      await handled;
      clearInterval(isAlive);
      assert.deepEqual([own.codes(), sent.isEnded], [[code], true]);
    }
  }
});

test("what taking in a chunk throws is a 500, and not thrown from a listener", async (t) => {
  const own = shop();
  const noMemory = new RangeError("Array buffer allocation failed");
  const { request, response, sent } = pair("x");
  const handled = own.handle(request, response);
  request.emit("data", Buffer.from("x"));
  const encode = t.mock.method(TextEncoder.prototype, "encode", () => {
    throw noMemory;
  });
  request.emit("data", "y");
  encode.mock.restore();
  request.emit("end");
  await handled;
  assert.deepEqual([own.codes(), sent.status, request.isPaused], [["500 internal"], 500, true]);
  assert.deepEqual([own.answers[0].message, own.answers[0].error], ["The body could not be read.", noMemory]);
});

test("a response whose end throws after its head was written: the connection is closed, and the sender does not wait", async (t) => {
  const own = shop();
  const port = await serve(t, (request, response) => {
    response.end = () => {
      throw new Error("the session could not be saved");
    };
    return own.handle(request, response);
  });
  const { socket, answer } = await raw(port);
  const body = callback({ paymentId: freshId() });
  socket.write(head([`Authorization: ${sign(body, { secret })}`, `Content-Length: ${body.length}`]) + body);
  await until(() => socket.destroyed);
  assert.equal(answer(), "");
  assert.deepEqual(own.codes(), ["200 handled", "500 not-sent"]);
});

test("a response that has ended, and whose end throws all the same, is left alone", async () => {
  const own = shop();
  const { request, response } = pair("{}", { method: "GET" });
  let destroyed = 0;
  const end = () => {
    Object.assign(response, { writableEnded: true });
    throw new Error("the logger is broken");
  };
  await own.handle(request, Object.assign(response, { end, destroy: () => (destroyed += 1) }));
  assert.deepEqual([own.codes(), destroyed], [["405 method-not-allowed", "500 not-sent"], 0]);
});

test("a middleware that keeps the bytes, their text or an object in raw: the request is still the request", async () => {
  const body = callback({ paymentId: freshId() });
  for (const kept of [Buffer.from(body), body, { body }, null]) {
    const own = shop();
    const { request, response } = pair(body, { raw: kept });
    const handled = own.handle(request, Object.assign(response, { raw: kept }));
    request.emit("data", Buffer.from(body));
    request.emit("end");
    await handled;
    assert.deepEqual(own.codes(), ["200 handled"]);
  }
});
