// Node's requests and responses as adapters and mocks make them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { callback, freshId, secret, sign } from "./harness.mjs";
import { pair, shop } from "./unusual.mjs";

test("a request that is destroyed already: nothing is waited for", async () => {
  const own = shop();
  const { request, response, sent } = pair(callback(), { destroyed: true });
  await own.handle(request, response);
  assert.deepEqual([own.codes(), sent.status], [["400 aborted"], 400]);
});

test("a response whose connection is closed already: nothing is sent", async () => {
  const own = shop();
  const { request, response, sent } = pair("{}", { method: "GET" });
  await own.handle(request, Object.assign(response, { destroyed: true }));
  assert.deepEqual([own.codes(), sent], [["405 method-not-allowed"], {}]);
});

test("a wrapped pair, with hijack as Fastify's reply or without: handled, and the response is the handler's alone", async () => {
  const body = callback({ paymentId: freshId() });
  let hijacked = 0;
  for (const members of [{ hijack: () => (hijacked += 1) }, {}]) {
    const own = shop();
    const { request, response, sent } = pair(body);
    const handled = own.handle({ headers: {}, raw: request }, { raw: response, ...members });
    assert.equal(hijacked, 1, "before anything is awaited");
    request.emit("data", Buffer.from(body));
    request.emit("end");
    await handled;
    assert.deepEqual(own.codes(), ["200 handled"]);
    assert.deepEqual(sent, { status: 200, headers: { "Content-Length": "0" }, isEnded: true });
  }
});

test("a body of exactly maxBodyBytes is handled, whether its length is announced or not", async () => {
  const body = callback({ paymentId: freshId() });
  for (const lines of [[], ["Content-Length", String(body.length)]]) {
    const own = shop({ maxBodyBytes: body.length });
    const { request, response } = pair(body);
    request.rawHeaders.push(...lines);
    const handled = own.handle(request, response);
    request.emit("data", Buffer.from(body.slice(0, 10)));
    request.emit("data", Buffer.from(body.slice(10)));
    request.emit("end");
    await handled;
    assert.deepEqual(own.codes(), ["200 handled"]);
  }
});

test("a body in chunks takes three times its bytes at most, however large it may be", async () => {
  /** @type {number} */
  let used = Number.NaN;
  const begun = process.memoryUsage().arrayBuffers;
  const own = shop({
    maxBodyBytes: 2 ** 30,
    onPaymentAuthorized: () => void (used = process.memoryUsage().arrayBuffers - begun),
  });
  const body = callback({ paymentId: freshId() });
  const { request, response } = pair(body);
  const handled = own.handle(request, response);
  for (const byte of Buffer.from(body)) request.emit("data", Buffer.from([byte]));
  request.emit("end");
  await handled;
  assert.ok(used < 2 ** 20, `${used} bytes`);
});

test("text in body of a request that nobody has read, and rawBody of a wrapped request or of Node's, are the body", async () => {
  const body = callback({ paymentId: freshId() });
  const rawBody = Buffer.from(body);
  const parsed = { body: JSON.parse(body) };
  for (const [members, ofNode] of [
    [{ body }, { body }],
    [{ ...parsed, rawBody }, { readableEnded: true }],
    [parsed, { readableEnded: true, rawBody }],
    [parsed, { on: undefined, rawBody }],
  ]) {
    const own = shop();
    const { request, response } = pair(body, ofNode);
    await own.handle({ headers: {}, raw: request, ...members }, response);
    assert.deepEqual(own.codes(), ["200 handled"]);
  }
});

test("a response that cannot be sent is closed, unless something else has begun it", async () => {
  for (const [members, closed] of [
    [{ headersSent: true }, 0],
    [{ writeHead: () => assert.fail("the middleware is broken") }, 1],
  ]) {
    const own = shop();
    const { request, response } = pair("{}", { method: "GET" });
    let destroyed = 0;
    await own.handle(request, Object.assign(response, { destroy: () => (destroyed += 1) }, members));
    assert.deepEqual([own.codes().at(-1), destroyed], ["500 not-sent", closed]);
  }
});

test("64 KiB that come byte by byte are joined in no time", async () => {
  const own = shop();
  const body = callback({ paymentId: freshId() });
  const { request, response } = pair(body);
  const handled = own.handle(request, response);
  const start = process.cpuUsage();
  const space = Buffer.from(" ");
  for (let n = body.length; n < 2 ** 16; n += 1) request.emit("data", space);
  const { user, system } = process.cpuUsage(start);
  request.emit("data", Buffer.from(body));
  request.emit("end");
  await handled;
  assert.deepEqual(own.codes(), ["200 handled"]);
  // Copied each time, it is two gigabytes.
  assert.ok(user + system < 500_000, `${(user + system) / 1000} ms`);
});

test("what an adapter says of the body: begun, read and gone, or parsed where there is no stream", async () => {
  for (const [members, what] of [
    [{ readableDidRead: true }, "read before"],
    [{ readableEnded: true, body: null }, "read before"],
    [{ on: undefined, body: { amount: 1 } }, "parsed"],
    [{ on: undefined }, "read before"],
  ]) {
    const own = shop();
    const { request, response } = pair("{}", /** @type {any} */ (members));
    await own.handle(request, response);
    assert.deepEqual(own.codes(), ["500 body-not-raw"]);
    assert.match(own.answers[0].message, new RegExp(`^The body was ${what}`));
  }
});

test("what comes after a body was refused is dropped, and the stream is paused", async () => {
  const own = shop({ maxBodyBytes: 10 });
  const { request, response, sent } = pair("x".repeat(20));
  const handled = own.handle(request, response);
  for (let n = 0; n < 4; n += 1) request.emit("data", Buffer.from("xxxxx"));
  request.emit("end");
  request.emit("error", new Error("late"));
  request.emit("close");
  await handled;
  assert.deepEqual([own.codes(), sent.status, request.isPaused], [["413 body-too-large"], 413, true]);
});

test("a body in chunks, of text or bytes, is handled once; a chunk that is neither is not raw", async () => {
  const body = callback({ paymentId: freshId() });
  for (const [chunks, code] of [
    [[body.slice(0, 30), Buffer.from(body.slice(30))], "200 handled"],
    [[{ amount: 1 }], "500 body-not-raw"],
    [[Buffer.from(body), 7], "500 body-not-raw"],
  ]) {
    const own = shop();
    const { request, response } = pair(body);
    const handled = own.handle(request, response);
    for (const chunk of chunks) request.emit("data", chunk);
    request.emit("end");
    request.emit("close");
    await handled;
    assert.deepEqual(own.codes(), [code]);
    if (code !== "200 handled") {
      assert.match(own.answers[0].message, /Koa: .*Hapi: /);
      assert.doesNotMatch(own.answers[0].message, /Lambda/);
    }
    assert.equal(request.isPaused ?? false, code !== "200 handled", "what was read to its end is left alone");
  }
});

test("a stream that closes before its end, and says nothing else: 400", async () => {
  const own = shop();
  const { request, response } = pair(callback());
  const handled = own.handle(request, response);
  request.emit("close");
  await handled;
  assert.deepEqual(own.codes(), ["400 aborted"]);
});

test("text that the stream has decoded as UTF-8 is taken, and as anything else is not raw", async () => {
  const body = callback({ paymentId: freshId() });
  for (const [readableEncoding, code] of [
    ["utf8", "200 handled"],
    ["UTF-8", "200 handled"],
    ["latin1", "500 body-not-raw"],
    ["utf8-lossy", "500 body-not-raw"],
    ["x-utf8", "500 body-not-raw"],
  ]) {
    const own = shop();
    const { request, response } = pair(body, { readableEncoding });
    const handled = own.handle(request, response);
    request.emit("data", body);
    request.emit("end");
    await handled;
    assert.deepEqual(own.codes(), [code], readableEncoding);
  }
});

test("nothing of a request is held until its time limit, nor what comes after it was refused", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const once = async (_, work) => {
    await work();
    return "handled";
  };
  const own = shop({ store: { once } });
  const deliver = async () => {
    const body = callback({ paymentId: freshId() });
    const { request, response } = pair(body);
    const handled = own.handle(request, response);
    request.emit("data", Buffer.from(body));
    request.emit("end");
    await handled;
    return new WeakRef(request);
  };
  const refuse = async () => {
    const { request, response } = pair(callback());
    const handled = own.handle(request, response);
    request.emit("error", new Error("gone"));
    await handled;
    const late = Buffer.alloc(10);
    request.emit("data", late);
    return { request, late: new WeakRef(late) };
  };
  const [handled, { request, late }] = [await deliver(), await refuse()];
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.deepEqual([handled.deref(), late.deref()], [undefined, undefined]);
  assert.ok(request.isPaused);
  assert.deepEqual(own.codes(), ["200 handled", "400 aborted"]);
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"), "no timer keeps the process alive");
});

test("rawHeaders and headers of any form: the one Authorization that counts, or none", async () => {
  const own = shop();
  const body = callback({ paymentId: freshId() });
  const authorization = sign(body, { secret });
  const name = "authorization";
  /** @type {[members: Record<string, unknown>, code: string][]} */
  const forms = [
    [{ rawHeaders: undefined, headers: { authorization } }, "200 handled"],
    [{ rawHeaders: {}, headers: { [name]: [authorization] } }, "200 already-handled"],
    [{ rawHeaders: [7, "x", "AUTHORIZATION", authorization], headers: undefined }, "200 already-handled"],
    [{ rawHeaders: [null, "x", Array(13).fill("x"), "x", name, authorization] }, "200 already-handled"],
    // As long as the names that count.
    [{ rawHeaders: ["Cache-Control", "no-cache", name, authorization] }, "200 already-handled"],
    [{ rawHeaders: ["Accept-Charset", "65537", name, authorization] }, "200 already-handled"],
    [{ rawHeaders: ["Content-Language", "br", name, authorization] }, "200 already-handled"],
    [{ rawHeaders: ["Authorization"], headers: null }, "401 missing-signature"],
    [{ rawHeaders: [], headers: undefined }, "401 missing-signature"],
    [{ headers: undefined, arrayBuffer() {} }, "200 already-handled"],
    [{ rawHeaders: [name, authorization, name, authorization] }, "401 malformed-signature"],
    [
      { rawHeaders: [name, authorization, "Content-Encoding", "br", "Content-Encoding", "x"] },
      "415 content-encoding",
    ],
    [
      { rawHeaders: [name, authorization, "Content-Encoding", "x", "Content-Encoding", "gzip"] },
      "415 content-encoding",
    ],
    [{ rawHeaders: ["content-encoding", "gzip"], headers: { authorization } }, "415 content-encoding"],
    [{ rawHeaders: [], headers: { authorization, "content-encoding": "gzip" } }, "415 content-encoding"],
    [{ rawHeaders: [], headers: { authorization, "content-length": "65537" } }, "413 body-too-large"],
    [{ rawHeaders: ["Content-Length", "65537"], headers: { authorization } }, "413 body-too-large"],
    [
      { rawHeaders: ["Content-Length"], headers: { authorization, "content-length": "65537" } },
      "413 body-too-large",
    ],
    // What was sent counts before what something has made of it.
    [
      { rawHeaders: ["Content-Length", "9"], headers: { authorization, "content-length": "65537" } },
      "200 already-handled",
    ],
    [
      { rawHeaders: ["content-encoding", "x"], headers: { authorization, "content-encoding": "br" } },
      "200 already-handled",
    ],
  ];
  for (const [members, code] of forms) {
    own.answers.length = 0;
    const { request, response } = pair(body, members);
    const handled = own.handle(request, response);
    request.emit("data", Buffer.from(body));
    request.emit("end");
    await handled;
    assert.deepEqual(own.codes(), [code], JSON.stringify(members));
  }
});

test("a raw body that something else has read has the limit too", async () => {
  const own = shop({ maxBodyBytes: 300 });
  for (const rawBody of ["x".repeat(301), Buffer.alloc(301)]) {
    const { request, response } = pair(rawBody, { rawBody, readableEnded: true });
    await own.handle(request, response);
  }
  assert.deepEqual(own.codes(), Array(2).fill("413 body-too-large"));
  assert.deepEqual(own.answers[0].headers, {});
});

test("no body waits for longer than its own time, however many wait", async (t) => {
  const { setTimeout: original } = globalThis;
  const delays = [];
  t.mock.method(globalThis, "setTimeout", (call, ms) => {
    delays.push(ms);
    return original(call, ms);
  });
  // The timer of a body does not keep the process alive by itself.
  const isAlive = setInterval(() => {}, 1000);
  t.after(() => clearInterval(isAlive));
  const own = shop({ bodyTimeoutMs: 41 });
  const waiting = [];
  for (let n = 0; n < 3; n += 1) {
    const { request, response } = pair("{}");
    waiting.push(own.handle(request, response));
    await new Promise((resolve) => original(resolve, 10));
  }
  await Promise.all(waiting);
  assert.deepEqual(own.codes(), Array(3).fill("408 body-timeout"));
  assert.ok(delays.length > 1 && Math.max(...delays) === 41, `${delays}`);
});

test("a runtime whose timers are numbers: a body that does not come is 408 all the same", async (t) => {
  const { setTimeout: original } = globalThis;
  t.mock.method(globalThis, "setTimeout", (call, ms) => Number(original(call, ms)));
  // And a second one, after the first has run out of time.
  for (let n = 0; n < 2; n += 1) {
    const own = shop({ bodyTimeoutMs: 31 });
    const { request, response, sent } = pair("{}");
    await own.handle(request, response);
    assert.deepEqual([own.codes(), sent.status], [["408 body-timeout"], 408]);
  }
});

test("what only resembles Node's pair is not one: a response 500, and nothing is sent", async () => {
  const { request, response, sent } = pair(callback());
  const { headers, ...headless } = request;
  for (const [like, answer] of [
    [Object.assign(() => {}, request), response],
    [headless, response],
    [null, response],
    [undefined, undefined],
    [{ headers: new Headers() }, undefined],
    [{ headers: {}, arrayBuffer() {} }, undefined],
    [Object.assign(() => {}, { headers: new Headers(), arrayBuffer() {} }), undefined],
    [request, Object.assign(() => {}, response)],
    [request, { writeHead: true }],
    [request, null],
  ]) {
    const own = shop();
    assert.equal((await own.handle(like, answer)).status, 500);
    assert.deepEqual(own.codes(), ["500 not-a-request"]);
  }
  assert.deepEqual(sent, {});
});
