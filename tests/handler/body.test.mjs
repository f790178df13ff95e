// The body: what is refused before any of it is read, how it is taken where something else has read it, and its limits.

import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import serverless from "serverless-http";
import { callback, freshId, handler, head, post, raw, secret, serve, sign } from "./harness.mjs";

const { createHandler } = handler;
const kinds = {
  "Node's request and response": (handle) => handle,
  Request: (handle) => getRequestListener((request) => handle(request), { overrideGlobalObjects: false }),
};

function shop(options = {}) {
  const seen = { answers: [], payments: [] };
  const handle = createHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => void seen.payments.push(payload.paymentId),
    onAnswer: (answer) => seen.answers.push(answer),
    ...options,
  });
  return { handle, ...seen, codes: () => seen.answers.map(({ status, code }) => `${status} ${code}`) };
}

const signed = (body) => `Authorization: ${sign(body, { secret })}`;
const until = async (condition) => {
  for (let n = 0; n < 400 && !condition(); n += 1) await sleep(10);
  assert.ok(condition(), "it did not happen within four seconds");
};

for (const [kind, adapt] of Object.entries(kinds)) {
  describe(kind, () => {
    test("a header that cannot be right is refused before any of the body is there, and the connection closed", async (t) => {
      const own = shop();
      const port = await serve(t, adapt(own.handle));
      const lines = [
        ["X-Nothing: 1", "missing-signature"],
        ["Authorization:", "missing-signature"],
        ["Authorization: HMAC-SHA256 Signature=00", "malformed-signature"],
        ["Authorization: Bearer abc", "unsupported-algorithm"],
      ];
      // At once, since a server may take half a second to close each.
      await Promise.all(
        lines.map(async ([line, code]) => {
          const { closed, socket } = await raw(port);
          socket.write(head([line, "Content-Length: 1000"]));
          assert.match(await closed, /^HTTP\/1\.1 401 /, code);
        }),
      );
      assert.deepEqual(own.codes().toSorted(), lines.map(([, code]) => `401 ${code}`).toSorted());
    });

    test("a body that does not end: 408 when its time is over, and the connection is closed", async (t) => {
      const own = shop({ bodyTimeoutMs: 200 });
      const port = await serve(t, adapt(own.handle));
      const { closed, socket } = await raw(port);
      socket.write(head([signed("{}"), "Transfer-Encoding: chunked"]));
      const drip = setInterval(() => socket.write("1\r\n{\r\n"), 20);
      assert.match(await closed, /^HTTP\/1\.1 408 /);
      clearInterval(drip);
      assert.deepEqual(own.codes(), ["408 body-timeout"]);
    });

    test("64 KiB by default, maxBodyBytes for more: by Content-Length, or by the bytes that come", async (t) => {
      const body = JSON.stringify(JSON.parse(callback({ paymentId: freshId(), filler: "x".repeat(70_000) })));
      for (const [options, status] of [
        [{}, 413],
        [{ maxBodyBytes: 2 ** 20 }, 200],
      ]) {
        const own = shop(options);
        const port = await serve(t, adapt(own.handle));
        assert.equal((await post(port, body)).status, status, "Content-Length");
        const { closed, socket } = await raw(port);
        socket.write(head([signed(body), "Transfer-Encoding: chunked", "Connection: close"]));
        socket.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
        assert.match(await closed, new RegExp(`^HTTP/1.1 ${status} `), "chunks");
      }
    });

    test("compressed means gzip and its kind; another Content-Encoding is ignored", async (t) => {
      const own = shop();
      const port = await serve(t, adapt(own.handle));
      const status = async (encoding) =>
        (await post(port, callback({ paymentId: freshId() }), { headers: { "Content-Encoding": encoding } }))
          .status;
      for (const encoding of [
        "gzip",
        "x-gzip",
        "compress",
        "deflate",
        "br",
        "zstd",
        "GZIP",
        "identity, gzip",
      ]) {
        assert.equal(await status(encoding), 415, encoding);
      }
      for (const encoding of ["utf-8", "identity", "UTF-8", "application/json", "aws-chunked"]) {
        assert.equal(await status(encoding), 200, encoding);
      }
    });
  });
}

test("each slow body has its own time, and one that comes in time is handled beside them", async (t) => {
  const LIMIT_MS = 300;
  const own = shop({ bodyTimeoutMs: LIMIT_MS });
  const port = await serve(t, own.handle);
  const slow = [];
  for (let n = 0; n < 3; n += 1) {
    const { socket, closed } = await raw(port);
    const begun = performance.now();
    socket.write(head([signed("{}"), "Content-Length: 2"]));
    slow.push(closed.then((answer) => ({ answer, took: performance.now() - begun })));
    assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 200);
    await sleep(100);
  }
  for (const { answer, took } of await Promise.all(slow)) {
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.ok(took >= LIMIT_MS - 5, `${took} ms`);
  }
});

test("a Request whose body was read before, or is being read: 500, and how this framework leaves it raw", async () => {
  const own = shop();
  const body = callback({ paymentId: freshId() });
  const make = () =>
    new Request("http://shop.test/", {
      method: "POST",
      body,
      headers: { Authorization: sign(body, { secret }) },
    });
  const used = make();
  await used.text();
  const locked = make();
  locked.body.getReader();
  const disturbed = make();
  const reader = disturbed.body.getReader();
  await reader.read();
  reader.releaseLock();
  for (const request of [used, locked, disturbed]) assert.equal((await own.handle(request)).status, 500);
  assert.deepEqual(own.codes(), Array(3).fill("500 body-not-raw"));
  assert.match(own.answers[0].message, /read before.*SvelteKit/);
  assert.equal((await own.handle(make())).status, 200);
});

test("a Request without a body, or with one that breaks, is refused and not thrown", async () => {
  const own = shop();
  const headers = { Authorization: sign("{}", { secret }) };
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  const endless = new ReadableStream({ cancel: () => new Promise(() => {}) });
  const send = (body) =>
    own.handle(new Request("http://shop.test/", { method: "POST", body, headers, duplex: "half" }));
  assert.equal((await send(null)).status, 401);
  assert.equal((await send(broken)).status, 400);
  const slow = shop({ bodyTimeoutMs: 50 });
  const request = new Request("http://shop.test/", {
    method: "POST",
    body: endless,
    headers,
    duplex: "half",
  });
  assert.equal((await slow.handle(request)).status, 408);
});

/** A server in which something reads the body before the handler, and leaves what `leave` makes of it. */
async function afterReader(t, handle, leave) {
  return serve(t, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    Object.assign(request, leave(Buffer.concat(chunks)));
    await handle(request, response);
  });
}

test("rawBody, as bytes or as text, is used where the body was parsed or read", async (t) => {
  for (const [name, leave] of Object.entries({
    "bytes beside a parsed body": (bytes) => ({ body: JSON.parse(bytes), rawBody: bytes }),
    "text beside a parsed body": (bytes) => ({ body: JSON.parse(bytes), rawBody: String(bytes) }),
    "bytes of another kind": (bytes) => ({ rawBody: new Uint8Array(bytes).buffer }),
    "bytes where only text is in body": (bytes) => ({ body: "lossy", rawBody: bytes }),
    "bytes in body": (bytes) => ({ body: bytes }),
    "text in body": (bytes) => ({ body: String(bytes) }),
  })) {
    const own = shop();
    const port = await afterReader(t, own.handle, leave);
    assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 200, name);
    const forged = { headers: { Authorization: sign("{}", { secret }) } };
    assert.equal((await post(port, callback({ paymentId: freshId() }), forged)).status, 401, name);
  }
});

test("a body that was parsed or read before, and is nowhere: 500, and how to keep it raw", async (t) => {
  for (const [what, leave] of [
    ["read before", () => ({})],
    ["parsed", (bytes) => ({ body: JSON.parse(bytes) })],
    ["parsed", (bytes) => ({ body: JSON.parse(bytes), rawBody: { not: "bytes" } })],
  ]) {
    const own = shop();
    const port = await afterReader(t, own.handle, leave);
    assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 500);
    assert.deepEqual(own.codes(), ["500 body-not-raw"]);
    assert.match(own.answers[0].message, new RegExp(`was ${what}.*Koa: .*Hapi: `));
  }
});

test("an empty object beside a body that nobody has read is not a parsed body", async (t) => {
  const own = shop();
  const port = await serve(t, (request, response) => {
    request.body = {};
    request.rawBody = "";
    return own.handle(request, response);
  });
  assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 200);
});

test("a logger that listens beside the handler, and one that has set an encoding", async (t) => {
  const own = shop();
  const logged = [];
  const port = await serve(t, (request, response) => {
    if (request.url === "/utf8") request.setEncoding("utf8");
    if (request.url === "/hex") request.setEncoding("hex");
    request.on("data", (chunk) => logged.push(chunk));
    return own.handle(request, response);
  });
  const deliver = (path) => {
    const body = callback({ paymentId: freshId(), note: "å" });
    const headers = { Authorization: sign(body, { secret }) };
    return fetch(`http://127.0.0.1:${port}/${path}`, { method: "POST", body, headers });
  };
  assert.equal((await deliver("")).status, 200);
  assert.equal((await deliver("utf8")).status, 200);
  assert.equal((await deliver("hex")).status, 500);
  assert.deepEqual(own.codes(), ["200 handled", "200 handled", "500 body-not-raw"]);
});

test("a body that express.raw has inflated is verified as it is", async (t) => {
  const own = shop();
  const app = express();
  app.post("/", express.raw({ type: "*/*" }), own.handle);
  app.post("/compressed", express.raw({ type: "*/*" }), (request, response) => {
    // As a framework that leaves compressed bytes alone.
    request.body = gzipSync(request.body);
    return own.handle(request, response);
  });
  const port = await serve(t, app);
  const body = callback({ paymentId: freshId() });
  const deliver = (path) =>
    fetch(`http://127.0.0.1:${port}/${path}`, {
      method: "POST",
      body: gzipSync(body),
      headers: {
        Authorization: sign(body, { secret }),
        "Content-Encoding": "gzip",
        "Content-Type": "application/json",
      },
    });
  assert.equal((await deliver("")).status, 200);
  assert.equal((await deliver("compressed")).status, 415);
});

test("serverless-http (Express on Lambda, Netlify): handled, although rawHeaders is empty", async () => {
  const own = shop();
  const app = express();
  app.post("/callback", own.handle);
  const run = serverless(app);
  const body = callback({ paymentId: freshId() });
  const event = (authorization) => ({
    httpMethod: "POST",
    path: "/callback",
    headers: { authorization, "content-type": "application/json" },
    body,
    isBase64Encoded: false,
    requestContext: {},
  });
  assert.equal(/** @type {any} */ (await run(event(sign(body, { secret })), {})).statusCode, 200);
  assert.equal(/** @type {any} */ (await run(event(sign("{}", { secret })), {})).statusCode, 401);
  assert.deepEqual(own.codes(), ["200 handled", "401 signature-mismatch"]);
});

test("a header that a middleware has restored counts where the sender's has none", async (t) => {
  const own = shop();
  const port = await serve(t, (request, response) => {
    request.headers.authorization ??= request.headers["x-forwarded-authorization"];
    return own.handle(request, response);
  });
  const body = callback({ paymentId: freshId() });
  const { closed, socket } = await raw(port);
  socket.write(
    head([
      `X-Forwarded-Authorization: ${sign(body, { secret })}`,
      `Content-Length: ${body.length}`,
      "Connection: close",
    ]) + body,
  );
  assert.match(await closed, /^HTTP\/1\.1 200 /);
});

test("a connection is kept where the refused request was there to its end, and used again", async (t) => {
  const own = shop();
  const port = await serve(t, own.handle);
  const { socket, answer } = await raw(port);
  const good = callback({ paymentId: freshId() });
  for (const [n, request] of [
    `${head(["Content-Length: 2"])}{}`,
    `${head(["Authorization: x", "Content-Length: 2"])}{}`,
    head([signed(good), `Content-Length: ${good.length}`]) + good,
  ].entries()) {
    socket.write(request);
    await until(() => answer().split("HTTP/1.1 ").length === n + 2);
  }
  assert.deepEqual(
    [...answer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ["401", "401", "200"],
  );
  socket.destroy();
});

test("a connection whose body was refused unread carries no second request", async (t) => {
  const own = shop();
  const port = await serve(t, own.handle);
  const { socket, answer } = await raw(port);
  const smuggled = head(["Content-Length: 0"]);
  socket.write(head(["Authorization: x", `Content-Length: ${smuggled.length + 10}`]) + smuggled);
  await once(socket, "close");
  assert.equal(answer().split("HTTP/1.1 ").length, 2);
  await until(() => own.answers.length === 1);
});
