// Numbers and lists read as the browser's own Intl would write them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, listed } from "../../www/lib/words.js";
import { money } from "../../www/model/order.js";

test("amounts and counts", () => {
  const amounts = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const counts = new Intl.NumberFormat("en");
  for (const number of [0, 1, 12, 123, 1234, 62700, 261900, 1234567, 987654321, -1, -747, -74700]) {
    assert.equal(grouped(number), counts.format(number));
    assert.equal(money(number), `${amounts.format(number / 100)}\u00a0NOK`);
  }
});

test("lists", () => {
  const words = /** @type {const} */ ({ and: "conjunction", or: "disjunction" });
  for (const word of /** @type {(keyof typeof words)[]} */ (Object.keys(words)))
    for (const items of [["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]])
      assert.equal(listed(items, word), new Intl.ListFormat("en", { type: words[word] }).format(items));
});
