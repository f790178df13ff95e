// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/**
 * Whether two ids are equal without regard to hyphens and case: sessions have hyphenated UUIDs, events
 * the same 128 bits as 32 digits. Anything but two non-empty strings is never equal.
 *
 * @param {unknown} a
 * @param {unknown} b
 */
export function sameId(a, b) {
  return typeof a === "string" && typeof b === "string" && bare(a) !== "" && bare(a) === bare(b);
}

/** @param {string} id */
function bare(id) {
  return id.replaceAll("-", "").toLowerCase();
}
