// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/**
 * The deliveries of one process: what is being handled, and what was handled in the last days. Documented in
 * handler.d.ts.
 */
export class MemoryStore {
  /** `open` counts claims that have not ended, also those whose lease has. @type {Map<string, { done: boolean, until: number, open: number }>} */
  #deliveries = new Map();
  #now;
  #sweepAt = 0;

  /** @param {{ now?: () => number }} [options] a clock in milliseconds, for tests */
  constructor({ now = Date.now } = {}) {
    this.#now = now;
  }

  /**
   * @param {string} key
   * @param {number} leaseMs
   * @returns {Promise<"acquired" | "in-progress" | "done">}
   */
  async claim(key, leaseMs) {
    this.#sweep();
    const delivery = this.#deliveries.get(key);
    if (delivery && delivery.until > this.#now()) return delivery.done ? "done" : "in-progress";
    const open = (delivery?.done ? 0 : (delivery?.open ?? 0)) + 1;
    this.#deliveries.set(key, { done: false, until: this.#now() + leaseMs, open });
    return "acquired";
  }

  /**
   * @param {string} key
   * @param {number} ttlMs
   */
  async complete(key, ttlMs) {
    this.#deliveries.set(key, { done: true, until: this.#now() + ttlMs, open: 0 });
  }

  /** @param {string} key */
  async release(key) {
    const delivery = this.#deliveries.get(key);
    if (!delivery || delivery.done) return;
    // After a lease that ran out another delivery holds the claim: it may still be handling the payment.
    if (delivery.open > 1) delivery.open -= 1;
    else this.#deliveries.delete(key);
  }

  /** Forgets what has expired, at most once a minute, so that memory follows the deliveries of three days. */
  #sweep() {
    if (this.#now() < this.#sweepAt) return;
    this.#sweepAt = this.#now() + 60_000;
    for (const [key, { until }] of this.#deliveries) if (until <= this.#now()) this.#deliveries.delete(key);
  }
}
