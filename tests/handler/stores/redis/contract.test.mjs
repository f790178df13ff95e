// The contract over a real Redis, with every client that RedisStore knows.

import { describe, test } from "node:test";
import { testContract } from "../contract.mjs";
import { connect, openShop } from "./kind.mjs";
import { missing, startServer } from "./server.mjs";

const whole = { after: (end) => test.after(end) };
const server = missing ? undefined : await startServer(whole);

if (missing) test("RedisStore", { skip: missing });
else {
  describe("RedisStore", { concurrency: 10 }, () => {
    for (const name of Object.keys(connect)) {
      testContract({ describe, test }, name, {}, (t) => ({
        async open({ forgetAfterMs } = {}) {
          const options = { prefix: `${name}:`, ...(forgetAfterMs && { forgetAfterMs }) };
          const { store, close } = await openShop(name, server.settings, options);
          t.after(close);
          return store;
        },
      }));
    }
  });
}
