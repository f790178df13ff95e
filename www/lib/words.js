// Numbers and lists as people read them. The browser's own Intl would do, but its data take a tenth of a second to load on
// a slow phone, just when a step is opened.

/** @param {number | string} number "1234.50" becomes "1,234.50" */
export function grouped(number) {
  const [whole, ...fraction] = String(number).split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".");
}

/**
 * @param {string[]} items
 * @param {"and" | "or"} word
 */
export function listed(items, word) {
  if (items.length < 3) return items.join(` ${word} `);
  return `${items.slice(0, -1).join(", ")}, ${word} ${items.at(-1)}`;
}
