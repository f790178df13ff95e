// Statements that come once the merchant's function has thrown: they would be written outside of its transaction.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { postgres } from "../lib/package.mjs";

const KEY = "payment-authorized:0123456789abcdef0123456789abcdef";
const isOver = /has thrown, so this transaction is over .* Promise\.allSettled does/;

/** A client of pg that says yes to everything, and what it was asked. */
function makePool() {
  const asked = [];
  const client = {
    on() {},
    off() {},
    release() {},
    asked,
    async query(query) {
      this.asked.push(query.text ?? query);
      return { rows: [], rowCount: 1, command: query };
    },
  };
  const pool = { totalCount: 1, query: client.query, connect: (callback) => callback(undefined, client) };
  return { asked, client, store: new postgres.PostgresStore(pool) };
}

test("a transaction is its client while the function runs", async () => {
  const { asked, client, store } = makePool();
  const work = async (transaction) => {
    assert.equal(transaction.release, client.release);
    assert.equal((await transaction.query("UPDATE orders")).command, "UPDATE orders");
  };
  assert.equal(await store.once(KEY, work), "handled");
  assert.match(asked.join(), /^BEGIN [^,]*,.*INSERT.*,UPDATE orders,COMMIT$/s);
});

test("once the function has thrown, its transaction refuses, and no database is asked", async () => {
  const { asked, store } = makePool();
  const error = new Error("the warehouse is closed");
  let transaction;
  const work = async (lent) => {
    transaction = lent;
    throw error;
  };
  await assert.rejects(store.once(KEY, work), (thrown) => thrown === error);
  await assert.rejects(transaction.query("UPDATE orders"), isOver);
  // Nobody waits for this one: its rejection must not end the process.
  transaction.query("UPDATE orders");
  await turn();
  assert.equal(asked.at(-1), "ROLLBACK");
});
