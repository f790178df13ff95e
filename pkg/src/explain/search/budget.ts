// How much a search may do: with a long body, or many secrets, it ends before everything was tried.

/** In bytes hashed: about a second where hashing is slow. */
const SEARCH_BYTES = 192 * 2 ** 20;

/** What a call costs beside hashing, as bytes that could be hashed in that time. */
export const CALL_BYTES = 8192;

export class Budget {
  #leftBytes = SEARCH_BYTES;

  spend(bytes: number): void {
    this.#leftBytes -= bytes;
  }

  get isSpent(): boolean {
    return this.#leftBytes < 0;
  }
}
