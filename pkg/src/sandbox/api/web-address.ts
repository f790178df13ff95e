// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/**
 * Whether a value is an absolute http or https address. Not by `URL.canParse`, which Workers of older dates do not have.
 *
 * @param {unknown} value
 */
export function isWebAddress(value) {
  try {
    return typeof value === "string" && /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}
