// Where two texts differ: what they begin and end with alike is left out.

/**
 * @param {string} before
 * @param {string} after
 * @returns {{ start: number, removed: string, added: string } | undefined} nothing where they are the same
 */
export function difference(before, after) {
  if (before === after) return undefined;
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return {
    start,
    removed: before.slice(start, before.length - end),
    added: after.slice(start, after.length - end),
  };
}

/** What belongs together for the eye: digits of a number, letters of a word; else the characters alone. */
const RUN = /[\w.+-]/;

/** The longest change that is shown whole, in characters. */
const MAX_SHOWN = 90;

/**
 * The change with the whole number or word that it is in: `62700` became `62701`.
 *
 * @param {string} before
 * @param {string} after
 * @returns {{ before: Piece, after: Piece } | undefined} nothing where it is too long to be shown
 *
 * @typedef {{ text: string, start: number, end: number }} Piece `start` and `end` are the changed part of `text`
 */
export function change(before, after) {
  const found = difference(before, after);
  if (!found) return undefined;
  let from = found.start;
  while (from > 0 && RUN.test(before[from - 1])) from -= 1;
  const piece = (text, length) => {
    let to = found.start + length;
    while (to < text.length && RUN.test(text[to])) to += 1;
    return { text: text.slice(from, to), start: found.start - from, end: found.start - from + length };
  };
  const pieces = { before: piece(before, found.removed.length), after: piece(after, found.added.length) };
  return Math.max(pieces.before.text.length, pieces.after.text.length) > MAX_SHOWN ? undefined : pieces;
}
