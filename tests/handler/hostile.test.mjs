// What a stranger or a middleware can do to the handler: it always answers, and never throws or rejects.

import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import { callback, freshId, handler, head, post, raw, secret, serve, sign } from "./harness.mjs";

const { createHandler, nodeHandler } = handler;

/** A handler, and what it told the log and the merchant. */
function shop(options = {}) {
  const seen = { answers: [], payments: [] };
  const handle = nodeHandler({
    secret,
    onPaymentAuthorized: ({ payload }) => void seen.payments.push(payload.paymentId),
    onAnswer: (answer) => seen.answers.push(answer),
    ...options,
  });
  return { handle, ...seen, codes: () => seen.answers.map(({ status, code }) => `${status} ${code}`) };
}

async function listen(t, app) {
  await app.listen({ port: 0, host: "127.0.0.1" });
  t.after(() => app.close());
  return app.server.address().port;
}

/** Every way a Node server calls the handler; each gives a port. */
const SERVERS = {
  "node:http": (t, handle) => serve(t, handle),
  "Express 4": (t, handle) => serve(t, express4().post("/", handle)),
  "Express 5": (t, handle) => serve(t, express().post("/", handle)),
  Fastify: (t, handle) => {
    const app = fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body));
    app.post("/", handle);
    return listen(t, app);
  },
};

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "prototype",
  "Get",
  "Headers",
  "then",
];

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: a header with the name of something else is a header like others`, async (t) => {
    const own = shop();
    const port = await start(t, own.handle);
    for (const header of NAMES) {
      const body = callback({ paymentId: freshId() });
      const lines = [`Authorization: ${sign(body, { secret })}`, `Content-Length: ${body.length}`];
      const { socket, closed } = await raw(port);
      socket.write(head([`${header}: x`, `${header}: y`, ...lines, "Connection: close"]) + body);
      assert.match(await closed, /^HTTP\/1\.1 200 /, header);
    }
    assert.equal(own.payments.length, NAMES.length);
    const { socket, closed } = await raw(port);
    socket.write(head(["__proto__: x", "Connection: close", "Content-Length: 0"]));
    assert.match(await closed, /^HTTP\/1\.1 401 /, "and without a signature");
  });
}

test("HTTP/2: handled; two Authorization lines are refused, also where both are right", async (t) => {
  const own = shop();
  const server = http2.createServer(own.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const statuses = [];
  for (const lines of [1, 2]) {
    const body = callback({ paymentId: freshId() });
    const authorization = Array.from({ length: lines }, () => ["authorization", sign(body, { secret })]);
    statuses.push(await postByHand(server.address().port, [["__proto__", "x"], ...authorization], body));
  }
  assert.deepEqual(statuses, [200, 401]);
  assert.deepEqual(own.codes(), ["200 handled", "401 malformed-signature"]);
  assert.equal(own.payments.length, 1);
});

test("HTTP/2: a body that is refused unread is not sent on, and the connection goes on", async (t) => {
  const own = shop();
  const server = http2.createServer(own.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  t.after(() => client.destroy());
  for (let n = 0; n < 3; n += 1) {
    const stream = client.request({ ":method": "POST", authorization: "junk" });
    stream.on("error", () => {});
    stream.write("{");
    const [headers] = await once(stream, "response");
    assert.equal(headers[":status"], 401);
    stream.resume();
    await once(stream, "close");
  }
  const body = callback({ paymentId: freshId() });
  const stream = client.request({ ":method": "POST", authorization: sign(body, { secret }) });
  stream.end(body);
  const [headers] = await once(stream, "response");
  assert.equal(headers[":status"], 200);
});

/** One request over HTTP/2, in frames written by hand: Node's client sends no line twice. Gives the status. */
async function postByHand(port, lines, body) {
  const frame = (type, flags, stream, payload) => {
    const header = Buffer.alloc(9);
    header.writeUIntBE(payload.length, 0, 3);
    header.writeUInt8(type, 3);
    header.writeUInt8(flags, 4);
    header.writeUInt32BE(stream, 5);
    return Buffer.concat([header, payload]);
  };
  // HPACK (RFC 7541): literal fields with new names, neither indexed nor compressed.
  const text = (value) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  const field = ([name, value]) => Buffer.concat([Buffer.from([0]), text(name), text(value)]);
  const pseudo = [
    [":method", "POST"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "shop.test"],
  ];
  const socket = connect(port, "127.0.0.1");
  socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  socket.write(frame(4, 0, 0, Buffer.alloc(0)));
  socket.write(frame(1, 4, 1, Buffer.concat([...pseudo, ...lines].map(field))));
  socket.write(frame(0, 1, 1, Buffer.from(body)));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    for (let at = 0; at + 9 <= received.length; at += 9 + received.readUIntBE(at, 3)) {
      if (received[at + 3] !== 1) continue;
      // The status comes first: an indexed field for 200, else the name of one and three digits.
      const block = received.subarray(at + 9, at + 9 + received.readUIntBE(at, 3));
      return block[0] === 0x88 ? 200 : Number(huffmanDigits(block));
    }
  }
  throw new Error("The connection ended without a response.");
}

/** The three digits of a status: 0 to 2 have five bits, 3 to 9 six (RFC 7541, appendix B). */
function huffmanDigits(block) {
  const bytes = block.subarray(2, 2 + (block[1] & 0x7f));
  if ((block[1] & 0x80) === 0) return String(bytes);
  let bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  let digits = "";
  while (digits.length < 3) {
    const isShort = Number.parseInt(bits.slice(0, 5), 2) < 3;
    digits += isShort
      ? Number.parseInt(bits.slice(0, 5), 2)
      : Number.parseInt(bits.slice(0, 6), 2) - 0x19 + 3;
    bits = bits.slice(isShort ? 5 : 6);
  }
  return digits;
}

test("a middleware has begun a response: nothing is rejected, and the log says that the answer was not sent", async (t) => {
  const own = shop();
  const outcomes = [];
  const port = await serve(t, (request, response) => {
    response.writeHead(202).end("early");
    outcomes.push(own.handle(request, response));
  });
  const answer = await post(port, callback({ paymentId: freshId() }));
  assert.deepEqual([answer.status, await answer.text()], [202, "early"]);
  assert.deepEqual(await Promise.all(outcomes), [undefined]);
  assert.deepEqual(own.codes(), ["200 handled", "500 not-sent"]);
  assert.match(own.answers[1].message, /200 handled could not be sent/);
});

test("a response that throws: nothing is rejected, and the sender does not wait for ever", async (t) => {
  const own = shop();
  const port = await serve(t, (request, response) => {
    response.writeHead = () => {
      throw new Error("the middleware is broken");
    };
    return own.handle(request, response);
  });
  await assert.rejects(post(port, callback({ paymentId: freshId() })));
  assert.deepEqual(own.codes(), ["200 handled", "500 not-sent"]);
});

test("a request whose getters throw is answered with 500", async (t) => {
  for (const name of [
    "method",
    "rawHeaders",
    "body",
    "raw",
    "headers",
    "arrayBuffer",
    "readableDidRead",
    "on",
  ]) {
    const own = shop();
    const port = await serve(t, async (request, response) => {
      const broken = new Proxy(request, {
        get(target, member) {
          if (member === name) throw new Error("the framework is broken");
          const value = Reflect.get(target, member);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      const returned = await own.handle(broken, response);
      // What could not be recognised as Node's is answered as a Request is.
      if (returned) response.writeHead(returned.status).end();
    });
    const answer = await post(port, callback({ paymentId: freshId() }));
    // Where rawHeaders has all that is needed, nobody asks for `headers`; and only Fastify has `raw`.
    assert.equal(answer.status, name === "headers" || name === "raw" ? 200 : 500, name);
  }
});

test("what is neither a Request nor Node's pair: a response 500, and the log says what to pass", async () => {
  const own = shop();
  const request = new Request("http://shop.test/", { method: "POST", body: "{}" });
  const contexts = [
    undefined,
    null,
    "x",
    1,
    {},
    { req: { raw: request } },
    { request },
    () => {},
    Symbol("x"),
  ];
  for (const context of contexts) {
    const response = await own.handle(context);
    assert.deepEqual([response.status, await response.text()], [500, ""]);
    assert.equal((await own.handle(context, () => {})).status, 500, "Koa's next");
  }
  assert.equal(
    own.codes().every((code) => code === "500 not-a-request"),
    true,
  );
  assert.match(own.answers[0].message, /context\.req\.raw in Hono.*ctx\.req and ctx\.res in Koa/);
});

test("Express 4: a stranger's GET is answered, whatever the handler was created as", async (t) => {
  for (const create of [createHandler, nodeHandler]) {
    const app = express4().use(create({ secret, onPaymentAuthorized() {}, onAnswer() {} }));
    const answer = await fetch(`http://127.0.0.1:${await serve(t, app)}/`);
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"]);
  }
});

test("the two names are one function, for both worlds at once", async (t) => {
  assert.equal(createHandler, nodeHandler);
  const own = shop();
  const port = await serve(t, own.handle);
  const [first, second] = [freshId(), freshId()];
  assert.equal((await post(port, callback({ paymentId: first }))).status, 200);
  for (const paymentId of [first, second]) {
    const body = callback({ paymentId });
    const headers = { Authorization: sign(body, { secret }) };
    // Frameworks pass more: Next.js its params, Workers the environment and a context, Deno the address.
    const request = new Request("http://shop.test/", { method: "POST", body, headers });
    const response = await own.handle(request, { params: Promise.resolve({}) }, {});
    assert.ok(response instanceof Response);
    assert.equal(response.status, 200);
  }
  assert.deepEqual(own.payments, [first, second]);
  assert.deepEqual(own.codes(), ["200 handled", "200 already-handled", "200 handled"]);
});
