// Handled payments in the memory of one process.

import type { DeliveryStore, OnceResult } from "../store.ts";

/** The API gives up after 24 hours; clocks and queues are late. */
const REMEMBER_MS = 72 * 60 * 60 * 1000;
const SWEEP_EVERY_MS = 60_000;

/** Remembers handled payments for 72 hours, in one process. */
export class MemoryStore implements DeliveryStore {
  /** Until when each key is remembered; `Infinity` while it is being handled. */
  #keys = new Map<string, number>();
  #now: () => number;
  #sweepAt = 0;

  /** @param options a clock in milliseconds, for tests */
  constructor({ now = Date.now }: { now?: () => number } = {}) {
    this.#now = now;
  }

  async once(key: string, work: (transaction: undefined) => Promise<unknown>): Promise<OnceResult> {
    this.#sweep();
    const until = this.#keys.get(key);
    if (until === Number.POSITIVE_INFINITY) return "in-progress";
    if (until !== undefined && until > this.#now()) return "already-handled";
    this.#keys.set(key, Number.POSITIVE_INFINITY);
    try {
      await work(undefined);
    } catch (error) {
      this.#keys.delete(key);
      throw error;
    }
    this.#keys.set(key, this.#now() + REMEMBER_MS);
    return "handled";
  }

  /** Forgets what has expired, at most once a minute. */
  #sweep(): void {
    if (this.#now() < this.#sweepAt) return;
    this.#sweepAt = this.#now() + SWEEP_EVERY_MS;
    for (const [key, until] of this.#keys) if (until <= this.#now()) this.#keys.delete(key);
  }
}
