// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// How much a search may do: with a long body, or many secrets, it ends before everything was tried.

/** In bytes hashed, about a second's worth where hashing is slow. */
const WORK = 192 * 2 ** 20;

/** What a call costs beside hashing, as bytes that could be hashed in that time. */
export const CALL = 8192;

export class Budget {
  #left = WORK;

  /** @param {number} bytes */
  spend(bytes) {
    this.#left -= bytes;
  }

  get isSpent() {
    return this.#left < 0;
  }
}
