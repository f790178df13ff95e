/** A mistake in how the command was called or set up: exit code 2, and a sentence that says how to fix it. */
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

/** Finds the name that was probably meant, if any is near. */
export function findNearest(given: string, names: Iterable<string>): string | undefined {
  const near = [...names]
    .map((name) => ({ name, distance: name.startsWith(given) ? 1 : measureDistance(given, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

/** Beyond this a word is no misspelt name, and the table of distances would grow with it. */
const MAX_NAME_LENGTH = 40;

/** Counts the letters that must be changed, added, dropped or swapped with their neighbour. */
function measureDistance(a: string, b: string): number {
  if (a.length > MAX_NAME_LENGTH) return Infinity;
  const table: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number) => table[i]?.[j] ?? Infinity;
  for (let i = 0; i <= a.length; i += 1) {
    const row = table[i] ?? [];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row[j] = i === 0 ? j : Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1);
    }
  }
  return at(a.length, b.length);
}
