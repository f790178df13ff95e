// Every example as it stands in the repository, in its own runtime, against the sandbox.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { goToPay, openSandbox } from "./lib/customer.mjs";
import { examples } from "./lib/examples.mjs";
import { imported } from "./lib/places.mjs";
import { openShop, secret } from "./lib/shop.mjs";

const SECOND = 1000;

/** Machines that do this are small, and busy. */
async function until(condition, what) {
  for (const deadline = Date.now() + 20 * SECOND; !(await condition()); await sleep(10)) {
    assert.ok(Date.now() < deadline, `not within twenty seconds: ${what}`);
  }
}

for (const example of examples) {
  test(example.name, { timeout: 240 * SECOND }, async (t) => {
    const opened = await openShop(t, example);
    if (!opened) return;
    const { database, open, log } = opened;
    const api = openSandbox(t, secret);
    let shop = await open();
    /** Where several processes can take callbacks, two do. */
    const other = example.processes === 2 ? await open() : shop;
    const handled = async ({ paymentId }) => (await database.paid()).filter((id) => id === paymentId).length;
    const customer = (amount) => goToPay(api, shop.url, amount);
    /** The callback once more, or something made of it. */
    const send = ({ request: { method, headers, body } }, changes = {}, { url } = shop) =>
      fetch(url, { method, headers, body, signal: AbortSignal.timeout(20 * SECOND), ...changes });

    let paid;
    await t.test("a customer pays, and the order is paid", async () => {
      paid = await customer();
      await database.note({ sessionId: paid.sessionId, amount: 2000 });
      await paid.approve();
      await api.advance(0);
      assert.deepEqual([paid.answers(), paid.delivery().state], [[200], "delivered"], log());
      assert.deepEqual(await database.paid(), [paid.paymentId]);
    });

    await t.test("the same callback again is answered with 200, and nothing is paid twice", async () => {
      const answers = [await send(paid.delivery()), await send(paid.delivery())];
      assert.deepEqual([...answers.map(({ status }) => status), await handled(paid)], [200, 200, 1], log());
    });

    await t.test(
      "six deliveries of a payment at once: it is handled once, and the others hear 200 or 503",
      async () => {
        const popular = await customer();
        await database.note({ sessionId: popular.sessionId, amount: 2000 });
        await popular.approve();
        const all = [shop, other, shop, other, shop, other].map((to) => send(popular.delivery(), {}, to));
        const statuses = new Set((await Promise.all(all)).map(({ status }) => status));
        assert.ok(statuses.delete(200), log());
        statuses.delete(503);
        assert.deepEqual([[...statuses], await handled(popular)], [[], 1], log());
        await api.advance(0);
        assert.deepEqual([popular.answers(), await handled(popular)], [[200], 1]);
      },
    );

    await t.test("a body that was tampered with is refused with 401, and says nothing", async () => {
      const body = paid.delivery().request.body.replace("2000", "2");
      const answer = await send(paid.delivery(), { body });
      const told = [answer.status, answer.headers.get("www-authenticate"), await answer.text()];
      assert.deepEqual(told, [401, "HMAC-SHA256", ""], log());
    });

    await t.test(
      "no signature, another secret's, two at once: 401; whitespace in an id: 400; not a POST: no 200",
      async () => {
        const { body, headers } = paid.delivery().request;
        const status = async (changes) => (await send(paid.delivery(), changes)).status;
        const two = new Headers(headers);
        two.append("Authorization", headers.Authorization);
        assert.equal(await status({ headers: {} }), 401);
        assert.equal(
          await status({ headers: { Authorization: imported.sign(body, { secret: "another" }) } }),
          401,
        );
        assert.equal(await status({ headers: two }), 401);
        assert.equal(await status({ body: body.replace(paid.paymentId, ` ${paid.paymentId}`) }), 400);
        assert.equal(await status({ method: "GET", body: undefined }), example.get);
        assert.equal(await handled(paid), 1);
        for (const code of [
          "missing-signature",
          "signature-mismatch",
          "malformed-signature",
          "altered-whitespace",
        ]) {
          await until(() => log().includes(code), `the log says ${code}`);
        }
      },
    );

    await t.test("an event of a type that is not known is answered with 200", async () => {
      const body = '{"type":"payment-refunded","payload":{}}';
      const headers = { Authorization: imported.sign(body, { secret }), "Content-Type": "application/json" };
      assert.equal((await send(paid.delivery(), { body, headers })).status, 200, log());
    });

    await t.test(
      "an order that arrives late, or is corrected: 409 until then, 200 when the API tries again",
      async () => {
        const late = await customer();
        const wrong = await customer(3000);
        await database.note({ sessionId: wrong.sessionId, amount: 2999 });
        await late.approve();
        await wrong.approve();
        await api.advance(0);
        assert.deepEqual([late.answers(), wrong.answers()], [[409], [409]], log());
        assert.deepEqual([await handled(late), await handled(wrong)], [0, 0]);
        await database.note({ sessionId: late.sessionId, amount: 2000 });
        await database.note({ sessionId: wrong.sessionId, amount: 3000 });
        await api.advance(10 * SECOND);
        assert.deepEqual(
          [late.answers(), wrong.answers()],
          [
            [409, 200],
            [409, 200],
          ],
          log(),
        );
        assert.deepEqual([await handled(late), await handled(wrong)], [1, 1]);
      },
    );

    await t.test("a shop that fails: 500, and 200 once when it works again", async () => {
      const unlucky = await customer();
      await database.note({ sessionId: unlucky.sessionId, amount: 2000 });
      await database.fail();
      await unlucky.approve();
      await api.advance(10 * SECOND);
      assert.deepEqual([unlucky.answers(), unlucky.delivery().state], [[500, 500], "pending"], log());
      await database.mend();
      await api.advance(20 * SECOND);
      assert.deepEqual([unlucky.answers(), unlucky.delivery().state], [[500, 500, 200], "delivered"], log());
      assert.equal(await handled(unlucky), 1);
    });

    if (database.hold) {
      await t.test("a payment that is being handled right now: 503 for another delivery of it", async () => {
        const busy = await customer();
        await database.note({ sessionId: busy.sessionId, amount: 2000 });
        await busy.approve();
        const held = database.hold();
        try {
          const both = [send(busy.delivery()), send(busy.delivery())];
          const refused = await Promise.race(both);
          assert.deepEqual(
            [refused.status, refused.headers.get("retry-after")],
            [503, example.retryAfter ?? "5"],
            log(),
          );
          assert.equal(await held.noted(), `${busy.paymentId}\n`);
          const statuses = (await Promise.all(both)).map(({ status }) => status);
          assert.deepEqual(statuses.toSorted(), [200, 503], log());
        } finally {
          held.end();
        }
      });

      await t.test("a sender that hangs up: the payment is handled all the same, once", async () => {
        const lost = await customer();
        await database.note({ sessionId: lost.sessionId, amount: 2000 });
        await lost.approve();
        const held = database.hold();
        try {
          const senders = [new AbortController(), new AbortController()];
          const both = senders.map(({ signal }) =>
            send(lost.delivery(), { signal }).catch(() => ({ status: "gone" })),
          );
          assert.equal((await Promise.race(both)).status, 503, log());
          for (const sender of senders) sender.abort();
          await Promise.all(both);
          assert.equal((await send(lost.delivery())).status, 503, log());
          assert.equal(await held.noted(), `${lost.paymentId}\n`);
          await until(async () => (await send(lost.delivery())).status === 200, "the API hears 200 at last");
        } finally {
          held.end();
        }
        assert.equal(await handled(lost), 0, "it was noted in the pipe, and nowhere else");
      });
    }

    if (example.isShared) {
      await t.test("another process remembers what was handled", async () => {
        await shop.close();
        shop = await open();
        const answer = await send(paid.delivery());
        assert.deepEqual([answer.status, await handled(paid)], [200, 1], log());
      });
    }

    await t.test("the log never holds the secret or a body", () => {
      assert.ok(!log().includes(secret) && !log().includes(paid.paymentId), log());
    });

    await t.test(
      "without a secret it starts with an error, or answers 500: never 401, never 200",
      async () => {
        await Promise.all([shop.close(), other.close()]);
        const told = await open({}).then(
          async (bare) => {
            shop = bare;
            const answer = await send(paid.delivery());
            assert.equal(answer.status, 500, log());
            return bare.server.log() + (await answer.text());
          },
          (error) => error.message,
        );
        assert.match(told, /secret/i);
      },
    );
  });
}
