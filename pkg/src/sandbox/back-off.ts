// When a callback that was not answered with 200 is sent again.

const FIRST_WAIT_MS = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The waits between attempts in milliseconds, as the sandbox makes them: 10 seconds, then twice as long each time,
 * until 24 hours have passed. The API documents exponential back-off and the 24 hours; the 10 seconds are our choice.
 */
export const BACK_OFF: readonly number[] = Object.freeze(listWaits());

function listWaits(): number[] {
  const waits: number[] = [];
  let passed = 0;
  for (let wait = FIRST_WAIT_MS; passed + wait <= DAY_MS; wait *= 2) {
    waits.push(wait);
    passed += wait;
  }
  return waits;
}
