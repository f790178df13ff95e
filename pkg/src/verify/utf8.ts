// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/**
 * The length of a body in bytes, as UTF-8; a lone surrogate counts as U+FFFD, which it is encoded as.
 *
 * @param {string | Uint8Array} raw
 */
export function byteLength(raw) {
  if (typeof raw !== "string") return raw.length;
  let bytes = raw.length;
  for (let at = 0; at < raw.length; at += 1) {
    const unit = raw.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff ? 2 : 1;
    // A pair takes four bytes together, and each half of it was counted as three.
    if (unit >= 0xdc00 && unit <= 0xdfff && isHigh(raw.charCodeAt(at - 1))) bytes -= 2;
  }
  return bytes;
}

/** @param {number} unit */
function isHigh(unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}
