// Every row of the answer table, by a real client over a socket, for both kinds of handler.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { getRequestListener } from "@hono/node-server";
import { callback, freshId, handler, head, ids, post, raw, secret, serve, sign } from "./harness.mjs";

const { createHandler, nodeHandler } = handler;
const kinds = {
  nodeHandler,
  createHandler: (options) => getRequestListener(createHandler(options), { overrideGlobalObjects: false }),
};

for (const [kind, make] of Object.entries(kinds)) {
  describe(kind, () => {
    /** A server and what it told the log and the merchant. */
    async function shop(t, options = {}) {
      const seen = { payments: [], answers: [] };
      const listener = make({
        secret,
        onPaymentAuthorized: ({ payload }) => seen.payments.push(payload.paymentId),
        onAnswer: (answer) => seen.answers.push(answer),
        ...options,
      });
      return { port: await serve(t, listener), ...seen };
    }
    const codes = (shop) => shop.answers.map(({ status, code }) => `${status} ${code}`);

    test("handled: 200, and a delivery of the same payment again: 200, the function once", async (t) => {
      const own = await shop(t);
      const paymentId = freshId();
      for (const written of [paymentId, paymentId]) {
        const answer = await post(own.port, callback({ paymentId: written }));
        assert.deepEqual([answer.status, await answer.text()], [200, ""]);
      }
      assert.deepEqual(own.payments, [paymentId]);
      assert.deepEqual(codes(own), ["200 handled", "200 already-handled"]);
    });

    test("the same payment with hyphens and in upper case is the same payment", async (t) => {
      const own = await shop(t);
      for (const paymentId of ["abcdef00-0000-0000-0000-000000000001", "ABCDEF00000000000000000000000001"]) {
        assert.equal((await post(own.port, callback({ paymentId }))).status, 200);
      }
      assert.equal(own.payments.length, 1);
    });

    test("an unknown event: 200, and onUnknown hears of it", async (t) => {
      const names = [];
      const own = await shop(t, { onUnknown: ({ name }) => names.push(name) });
      assert.equal((await post(own.port, '{"type":"refund-settled","payload":{}}')).status, 200);
      assert.deepEqual([names, own.payments], [["refund-settled"], []]);
    });

    test("the same payment is being handled right now: 503 with Retry-After", async (t) => {
      let finish;
      const busy = new Promise((resolve) => (finish = resolve));
      const own = await shop(t, { onPaymentAuthorized: () => busy });
      const first = post(own.port, callback({ paymentId: "aa" }));
      while (own.answers.length === 0) {
        const second = await post(own.port, callback({ paymentId: "aa" }));
        if (second.status === 200) continue;
        assert.deepEqual([second.status, second.headers.get("retry-after")], [503, "5"]);
      }
      finish();
      assert.equal((await first).status, 200);
    });

    test("the merchant's function threw: 500, nothing is noted, the next delivery is handled", async (t) => {
      let attempts = 0;
      const own = await shop(t, {
        onPaymentAuthorized() {
          if ((attempts += 1) === 1) throw new Error("the warehouse is closed");
        },
      });
      const statuses = [];
      for (let n = 0; n < 3; n += 1)
        statuses.push((await post(own.port, callback({ paymentId: "bb" }))).status);
      assert.deepEqual([statuses, attempts], [[500, 200, 200], 2]);
      assert.deepEqual(
        [own.answers[0].code, own.answers[0].error.message],
        ["handler-failed", "the warehouse is closed"],
      );
    });

    test("no, malformed or wrong signature: 401 with WWW-Authenticate and an empty body", async (t) => {
      const own = await shop(t);
      const wrong = [
        "",
        "junk",
        "Bearer abc",
        sign("{}", { secret }),
        sign(callback(), { secret: "another" }),
      ];
      for (const Authorization of wrong) {
        const answer = await post(own.port, callback(), { headers: { Authorization } });
        assert.deepEqual(
          [answer.status, answer.headers.get("www-authenticate"), await answer.text()],
          [401, "HMAC-SHA256", ""],
        );
      }
      const seen = [
        "missing-signature",
        "malformed-signature",
        "unsupported-algorithm",
        "signature-mismatch",
        "signature-mismatch",
      ];
      assert.deepEqual(
        codes(own),
        seen.map((code) => `401 ${code}`),
      );
      assert.deepEqual(own.payments, []);
    });

    test("authentic but altered or malformed: 400", async (t) => {
      const own = await shop(t);
      const altered = callback().replace("e7db", "e7 db");
      assert.equal((await post(own.port, altered)).status, 400);
      assert.equal((await post(own.port, "{}")).status, 400);
      assert.deepEqual(codes(own), ["400 altered-whitespace", "400 malformed-event"]);
    });

    test("authentic, but not what the order says: 409, and handled once the order is there", async (t) => {
      const orders = new Map();
      const own = await shop(t, { expect: ({ sessionId }) => orders.get(sessionId) });
      const statuses = async () => (await post(own.port, callback({ paymentId: "cc" }))).status;
      assert.equal(await statuses(), 409, "no order");
      orders.set(ids.sessionId, { amount: 1999, sessionId: ids.sessionId });
      assert.equal(await statuses(), 409, "another amount");
      orders.set(ids.sessionId, { amount: 2000, sessionId: "4e0d7dd3-c124-41fb-a029-81f60732a130" });
      assert.equal(await statuses(), 409, "another session");
      assert.deepEqual(own.payments, []);
      orders.set(ids.sessionId, { amount: 2000, sessionId: "4E0D7DD3-C124-41FB-A029-81F60732A13F" });
      assert.equal(await statuses(), 200);
      assert.deepEqual(own.payments, ["cc"]);
    });

    test("not POST: 405 with Allow", async (t) => {
      const own = await shop(t);
      for (const method of ["GET", "PUT", "DELETE", "HEAD"]) {
        const answer = await fetch(`http://127.0.0.1:${own.port}/`, { method });
        assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"], method);
      }
    });

    test("too large: 413 by Content-Length alone, before any of the body is there", async (t) => {
      const own = await shop(t);
      const { socket, closed, answer } = await raw(own.port);
      socket.write(head(["Content-Length: 10485760", "Authorization: x"]));
      while (!answer().includes("\r\n\r\n")) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.match(answer(), /^HTTP\/1\.1 413 /);
      socket.destroy();
      await closed;
    });

    test("a compressed body: 415, and the log says why", async (t) => {
      const own = await shop(t);
      const answer = await post(own.port, callback(), { headers: { "Content-Encoding": "gzip" } });
      assert.equal(answer.status, 415);
      assert.match(own.answers[0].message, /Content-Encoding/);
    });

    test("a log that throws or rejects changes no answer", async (t) => {
      for (const onAnswer of [
        () => {
          throw new Error("disk full");
        },
        () => Promise.reject(new Error("disk full")),
      ]) {
        const own = await shop(t, { onAnswer });
        assert.equal((await post(own.port, callback({ paymentId: freshId() }))).status, 200);
      }
    });

    test("nothing that is answered or logged holds the secret, the body or a signature", async (t) => {
      const own = await shop(t);
      const answer = await post(own.port, callback({ paymentId: "dd" }), {
        headers: { Authorization: sign("{}", { secret }) },
      });
      const all = JSON.stringify([own.answers, await answer.text(), [...answer.headers]]);
      for (const inside of [secret, ids.sessionId, sign(callback(), { secret }).slice(-64)])
        assert.ok(!all.includes(inside));
    });
  });
}

test("an option that is undefined is an option that was not given", async (t) => {
  const handled = [];
  const options = {
    store: undefined,
    onAnswer: undefined,
    storeTimeoutMs: undefined,
    bodyTimeoutMs: undefined,
    maxBodyBytes: undefined,
    expect: undefined,
    whitespace: undefined,
  };
  const port = await serve(
    t,
    nodeHandler({ ...options, secret, onPaymentAuthorized: (event) => handled.push(event) }),
  );
  assert.equal((await post(port, callback({ paymentId: freshId() }))).status, 200);
  assert.equal(handled.length, 1);
});

test("mistakes are thrown when the handler is made, never turned into a 401", () => {
  const onPaymentAuthorized = () => {};
  for (const [options, code] of [
    [{ secret: undefined, onPaymentAuthorized }, "empty-secret"],
    [{ secret: "x\n", onPaymentAuthorized }, "padded-secret"],
    [{ secret }, "invalid-option"],
    [{ secret, onPaymentAuthorized, onUnkown: () => {} }, "invalid-option"],
    [{ secret, onPaymentAuthorized, store: {} }, "invalid-option"],
    [{ secret, onPaymentAuthorized, storeTimeoutMs: 0 }, "invalid-option"],
    [{ secret, onPaymentAuthorized, bodyTimeoutMs: 2 ** 31 }, "invalid-option"],
    [{ secret, onPaymentAuthorized, maxBodyBytes: 0 }, "invalid-option"],
    [undefined, "invalid-option"],
  ]) {
    for (const make of [createHandler, nodeHandler]) {
      assert.throws(() => make(options), { name: "TypeError", code });
    }
  }
});

test("a secret that is missing says why, also where a build loads the file", () => {
  for (const missing of [undefined, null]) {
    assert.throws(() => createHandler({ secret: missing, onPaymentAuthorized() {} }), {
      code: "empty-secret",
      message: /variable is not set here.*`next build`.*create the handler when the first request comes/,
    });
  }
});
