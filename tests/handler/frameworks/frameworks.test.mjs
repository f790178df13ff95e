// Each framework with a signed, a forged and an already parsed callback.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callback, freshId, handler, secret, sign } from "../harness.mjs";
import { FRAMEWORKS } from "./table.mjs";

for (const [
  name,
  { raw, parsed, parsedIsFine = false, advice = /the signed bytes are gone/ },
] of Object.entries(FRAMEWORKS)) {
  describe(name, () => {
    /** The statuses of one signed callback, its second delivery, and a forged one. */
    async function deliver(t, start) {
      const answers = [];
      const payments = [];
      const handle = handler.createHandler({
        secret,
        onPaymentAuthorized: ({ payload }) => void payments.push(payload.paymentId),
        onAnswer: (answer) => answers.push(answer),
      });
      const send = await start(t, handle);
      const body = callback({ paymentId: freshId(), note: "blåbær" });
      const deliveries = [
        [body, sign(body, { secret })],
        [body, sign(body, { secret })],
        [body.replace("2000", "1"), sign(body, { secret })],
      ];
      const statuses = [];
      for (const [sent, authorization] of deliveries) {
        statuses.push(await send(sent, { authorization, "content-type": "application/json" }));
      }
      return { statuses, answers, payments };
    }

    test("signed: 200, and handled once; forged: 401", async (t) => {
      const { statuses, payments } = await deliver(t, raw);
      assert.deepEqual([statuses, payments.length], [[200, 200, 401], 1]);
    });

    test(`already parsed: ${parsedIsFine ? "the bytes that were kept are verified" : "500, and what to change"}`, async (t) => {
      const { statuses, answers, payments } = await deliver(t, parsed);
      if (parsedIsFine) {
        assert.deepEqual([statuses, payments.length], [[200, 200, 401], 1]);
        return;
      }
      // Else the framework itself may have failed.
      assert.deepEqual([statuses, answers.length, payments.length], [[500, 500, 500], 3, 0]);
      for (const { code, message } of answers) {
        assert.equal(code, "body-not-raw");
        assert.match(message, advice);
      }
    });
  });
}
