// Handled payments in the memory of one process.

import { checkOptionNames, invalidOption } from "../../shared/caller-error.ts";
import type { DeliveryStore, OnceResult } from "../store.ts";
import { checkDuration, FORGET_AFTER_MS } from "./durations.ts";

export interface MemoryStoreOptions {
  /** How long a handled payment is remembered, in milliseconds: 72 hours by default. */
  forgetAfterMs?: number;
  /** A clock in milliseconds that only goes forward, for tests; `performance.now` by default. */
  now?: () => number;
}

const MS_PER_TICK = 1000;
const UUID_KEY = /^payment-authorized:([0-9a-f]{32})$/;

/**
 * Handled payments in the memory of one process: enough for one process on one machine, and forgotten when it ends.
 * With more processes, or where one restarts during the 24 hours in which the API retries, use the database that you
 * have: `checkout-signature/postgres`, `/mysql`, `/sqlite`, `/d1` or `/redis`.
 *
 * A payment is remembered for 72 hours. The clock is monotonic: setting the machine's clock changes nothing.
 */
export class MemoryStore implements DeliveryStore {
  /** Until which tick each key is remembered. All are remembered equally long, so the oldest come first. */
  readonly #handled = new Map<bigint | string, number>();
  readonly #running = new Set<bigint | string>();
  readonly #forgetAfterTicks: number;
  readonly #now: () => number;
  readonly #startedAt: number;

  /** @throws {TypeError} with the code `invalid-option`, where an option is wrong */
  constructor(options: MemoryStoreOptions = {}) {
    const { forgetAfterMs = FORGET_AFTER_MS, now = () => performance.now() } = checkOptionNames(
      options,
      ["forgetAfterMs", "now"],
      "{ forgetAfterMs }",
    );
    if (typeof now !== "function") throw invalidOption("now must be a function: a clock in milliseconds.");
    this.#forgetAfterTicks = Math.ceil(checkDuration("forgetAfterMs", forgetAfterMs) / MS_PER_TICK);
    this.#now = now as () => number;
    this.#startedAt = this.#now();
  }

  async once(key: string, work: (transaction: undefined) => Promise<unknown>): Promise<OnceResult> {
    const id = packKey(key);
    const until = this.#handled.get(id);
    if (until !== undefined && until > this.#tick()) return "already-handled";
    if (this.#running.has(id)) return "in-progress";
    this.#running.add(id);
    try {
      await work(undefined);
      this.#remember(id);
      return "handled";
    } finally {
      this.#running.delete(id);
    }
  }

  #remember(id: bigint | string): void {
    const tick = this.#tick();
    for (const [oldest, until] of this.#handled) {
      if (until > tick) break;
      this.#handled.delete(oldest);
    }
    // It comes last: where the key was handled before, that was forgotten by now.
    this.#handled.set(id, tick + this.#forgetAfterTicks);
  }

  /** Whole seconds: V8 keeps a small integer in the map itself, and any other number in 16 bytes beside it. */
  #tick(): number {
    return Math.floor((this.#now() - this.#startedAt) / MS_PER_TICK);
  }
}

/** A key in few bytes: 32 hexadecimal digits are a number of 16 bytes, and every other key stays as it is. */
function packKey(key: string): bigint | string {
  const digits = UUID_KEY.exec(key)?.[1];
  return digits === undefined ? key : BigInt(`0x${digits}`);
}
