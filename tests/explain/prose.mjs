// Every code in the table comes about in some test, and every sentence is the committed one: a change of words shows in
// findings.txt. UPDATE=1 writes that file.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { seenProse } from "./harness.mjs";

const COMMITTED = new URL("findings.txt", import.meta.url);
const TABLE = new URL("../../pkg/src/explain/codes.ts", import.meta.url);

/** To be run after all others. @type {any[][]} each a name, and what to run */
export const prose = [
  [
    "every code of the table comes about, and no other",
    () => {
      const table = [...readFileSync(TABLE, "utf8").matchAll(/^ {2}\| "([a-z0-9-]+)"/gm)].map(
        ([, code]) => code,
      );
      assert.deepEqual([...seenProse.keys()].sort(), table.sort());
    },
  ],
  [
    "every sentence is the committed one",
    () => {
      const now = `${[...seenProse].map(describe).sort().join("\n\n")}\n`;
      if (process.env.UPDATE) writeFileSync(COMMITTED, now);
      assert.equal(now, readFileSync(COMMITTED, "utf8"));
    },
  ],
];

/** The advice that many findings share is shown once, where nothing else is said. */
function shorten(text) {
  const [advice] = [...(seenProse.get("body-missing") ?? [])].map((one) => one.split("→ ")[1]);
  return text.includes(`→ ${advice}`) && text.startsWith("The body is undefined")
    ? text
    : text.replace(advice ?? "", "[how each framework leaves the body raw]");
}

/** A code and what is said under it; sentences that differ in numbers alone are one. */
function describe([code, sentences]) {
  const byForm = new Map([...sentences].reverse().map((text) => [text.replace(/\d+/g, "0"), text]));
  return [code, ...[...byForm.values()].map(shorten).sort()].join("\n  ");
}
