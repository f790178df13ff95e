// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// When a callback that was not answered with 200 is sent again.

const FIRST = 10_000;
const DAY = 24 * 60 * 60 * 1000;

/** The waits between attempts in milliseconds. Documented in sandbox.d.ts. */
export const BACK_OFF = Object.freeze(waits());

function waits() {
  const waits = [];
  let passed = 0;
  for (let wait = FIRST; passed + wait <= DAY; wait *= 2) {
    waits.push(wait);
    passed += wait;
  }
  return waits;
}
