// The store of one process: the contract, its clock, and the memory that it takes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { handler } from "../../harness.mjs";
import { testContract } from "../contract.mjs";

const { MemoryStore } = handler;
const HOUR = 60 * 60 * 1000;

testContract({ describe, test }, "MemoryStore", {}, () => {
  const stores = new Map();
  return {
    // The stores of one database are one store here: it knows no other process.
    open: async ({ forgetAfterMs } = {}) => {
      const options = forgetAfterMs === undefined ? {} : { forgetAfterMs };
      const name = JSON.stringify(options);
      if (!stores.has(name)) stores.set(name, new MemoryStore(options));
      return stores.get(name);
    },
  };
});

test("a payment is remembered for 72 hours by a clock of its own, whatever the machine's clock does", async (t) => {
  let now = 0;
  const store = new MemoryStore({ now: () => now });
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-26T12:00:00Z") });
  assert.equal(await store.once("key", async () => {}), "handled");
  for (const jump of [-1000, -1, 1, 1000]) {
    t.mock.timers.setTime(Date.parse("2026-11-26T12:00:00Z") + (jump + 1000) * 24 * HOUR);
    assert.equal(await store.once("key", async () => {}), "already-handled");
  }
  now = 72 * HOUR - 1;
  assert.equal(await store.once("key", async () => {}), "already-handled");
  now = 72 * HOUR + 1000;
  assert.equal(await store.once("key", async () => {}), "handled");
});

test("payments are forgotten in time, however many there are", async () => {
  let now = 0;
  const store = new MemoryStore({ now: () => now, forgetAfterMs: 10_000 });
  for (let n = 0; n < 1000; n += 1) {
    now = n * 100;
    assert.equal(await store.once(`key ${n}`, async () => {}), "handled");
  }
  const remembered = [];
  for (let n = 0; n < 1000; n += 1) {
    const result = await store.once(`key ${n}`, () => Promise.reject(new Error("forgotten"))).catch(() => "");
    if (result === "already-handled") remembered.push(n);
  }
  // 100 of them are ten seconds; the clock has whole seconds.
  assert.ok(remembered.length >= 100 && remembered.length <= 110, `${remembered.length}`);
  assert.deepEqual(
    remembered,
    Array.from({ length: remembered.length }, (_, n) => 1000 - remembered.length + n),
  );
});

test("what is forgotten takes no memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  let now = 0;
  const store = new MemoryStore({ now: () => now, forgetAfterMs: 1000 });
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  for (let n = 0; n < 40; n += 1) {
    now += 3000;
    await store.once(Buffer.alloc(1_000_000, `${n} `).toString("latin1"), async () => {});
  }
  assert.ok(used() - before < 10_000_000, `${used() - before} bytes for the last of 40 keys of a megabyte`);
  assert.equal(await store.once("another", async () => {}), "handled");
});

test("ids that share digits, length or leading zeros are different payments", async () => {
  const store = new MemoryStore();
  const ids = [
    "0".repeat(32),
    "0".repeat(31),
    `${"0".repeat(31)}1`,
    "1".repeat(32),
    "f".repeat(32),
    "F".repeat(32),
    `0x${"0".repeat(30)}`,
    `${"0".repeat(32)}n`,
    "0",
    "",
  ];
  for (const id of ids)
    assert.equal(await store.once(`payment-authorized:${id}`, async () => {}), "handled", id);
  for (const other of ["other", "other:payment-authorized"]) {
    for (const id of ids) assert.equal(await store.once(`${other}:${id}`, async () => {}), "handled", id);
  }
  for (const id of ids)
    assert.equal(await store.once(`payment-authorized:${id}`, async () => {}), "already-handled", id);
});

test("a remembered payment takes at most 100 bytes", (t) => {
  const script = fileURLToPath(new URL("footprint.mjs", import.meta.url));
  const bytes = Number(execFileSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" }));
  t.diagnostic(`${bytes} bytes for each remembered payment`);
  assert.ok(bytes <= 100, `${bytes} bytes`);
});

test("options that cannot work are refused at once", () => {
  const invalid = (error) => error instanceof TypeError && error.code === "invalid-option";
  for (const forgetAfterMs of [0, -1, 1.5, NaN, Infinity, "1000", null]) {
    assert.throws(() => new MemoryStore({ forgetAfterMs }), invalid, String(forgetAfterMs));
  }
  for (const options of [{ now: 1 }, { forgetAfter: 1 }, null, "fast"]) {
    assert.throws(() => new MemoryStore(options), invalid, JSON.stringify(options));
  }
});
