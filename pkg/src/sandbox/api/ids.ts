// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/** A random UUID (RFC 9562, version 4). `crypto.randomUUID` is missing where a page was not loaded safely. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = /** @type {number} */ (bytes[6] & 0x0f) | 0x40;
  bytes[8] = /** @type {number} */ (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The same 128 bits as callbacks write them, and as ids are looked up.
 *
 * @param {string} id
 */
export function bare(id) {
  return id.replaceAll("-", "").toLowerCase();
}
