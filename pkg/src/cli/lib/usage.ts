// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/** A mistake in how the command was called or set up: exit code 2, and a sentence that says how to mend it. */
export class UsageError extends Error {}

/** The exit codes, for scripts. */
export const EXIT = Object.freeze({
  done: 0,
  refused: 1,
  usage: 2,
  interrupted: 130,
  unread: 141,
  terminated: 143,
});

/**
 * The name that was probably meant, if any is near.
 *
 * @param {string} given
 * @param {Iterable<string>} names
 * @returns {string | undefined}
 */
export function nearest(given, names) {
  const near = [...names]
    .map((name) => ({ name, distance: name.startsWith(given) ? 1 : distance(given, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

/**
 * How many letters must be changed, added, dropped or swapped with their neighbour.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  /** @type {number[][]} */
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (/** @type {number} */ i, /** @type {number} */ j) => table[i]?.[j] ?? Infinity;
  for (let j = 1; j <= b.length; j += 1) /** @type {number[]} */ (table[0])[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      /** @type {number[]} */ (table[i])[j] = Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1);
    }
  }
  return at(a.length, b.length);
}
