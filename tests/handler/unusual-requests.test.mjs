// Requests that no server makes, but other runtimes do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callback, freshId, secret, sign } from "./harness.mjs";
import { shop } from "./unusual.mjs";

test("a Request without a stream, as Firefox has it: its bytes come at once", async () => {
  const body = callback({ paymentId: freshId() });
  const headers = new Headers({ Authorization: sign(body, { secret }) });
  const send = (arrayBuffer, options) => {
    const own = shop(options);
    return own
      .handle({ method: "POST", headers, arrayBuffer })
      .then(({ status }) => [status, own.codes()[0]]);
  };
  const bytes = async () => new TextEncoder().encode(body).buffer;
  assert.deepEqual(await send(bytes), [200, "200 handled"]);
  assert.deepEqual(await send(bytes, { maxBodyBytes: 20 }), [413, "413 body-too-large"]);
  assert.deepEqual(await send(() => Promise.reject(new Error("gone"))), [400, "400 aborted"]);
  assert.deepEqual(await send(() => new Promise(() => {}), { bodyTimeoutMs: 20 }), [408, "408 body-timeout"]);
});

test("a Request's stream that is refused is cancelled, and one that was read leaves no timer", async () => {
  const own = shop({ maxBodyBytes: 300 });
  const body = callback({ paymentId: freshId() });
  const headers = { Authorization: sign(body, { secret }) };
  const reasons = [];
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(100)),
    cancel: (reason) => void reasons.push(reason),
  });
  for (const sent of [endless, body]) {
    const init = /** @type {any} */ ({ method: "POST", body: sent, headers, duplex: "half" });
    await own.handle(new Request("http://shop.test/", init));
  }
  assert.deepEqual(own.codes(), ["413 body-too-large", "200 handled"]);
  assert.equal(reasons.length, 1);
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"));
});

test("a stream that somebody made by hand: text is taken, anything else is not a body", async () => {
  const body = callback({ paymentId: freshId() });
  const send = async (...chunks) => {
    const own = shop();
    const stream = new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
    // A Request of another library, whose stream is not read by Node's rules.
    const headers = new Headers({ Authorization: sign(body, { secret }) });
    await own.handle({ method: "POST", headers, body: stream, arrayBuffer() {} });
    return own.codes()[0];
  };
  assert.equal(await send(body.slice(0, 20), new TextEncoder().encode(body.slice(20))), "200 handled");
  assert.equal(await send(body, 7), "400 aborted");
});
