// A time limit for many waits at once, with one timer: a timer for each costs more than reading most bodies.

/** Ends waits that all have the same time limit. */
export class SharedDeadline {
  readonly #timeoutMs: number;
  /** When each wait ends. All have the same limit, so the first one added ends first. */
  readonly #waits = new Map<() => void, number>();
  #isArmed = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Calls this function when its time is over, unless it is removed before. */
  add(expire: () => void): void {
    this.#waits.set(expire, performance.now() + this.#timeoutMs);
    if (!this.#isArmed) this.#arm(this.#timeoutMs);
  }

  remove(expire: () => void): void {
    this.#waits.delete(expire);
  }

  #arm(delayMs: number): void {
    this.#isArmed = true;
    const timer: unknown = setTimeout(() => this.#expire(), delayMs);
    // Node: a timer that nobody waits for must not keep the process alive; what is being read does.
    (timer as { unref?(): void }).unref?.();
  }

  #expire(): void {
    this.#isArmed = false;
    const now = performance.now();
    for (const [expire, at] of this.#waits) {
      if (at > now) {
        this.#arm(Math.ceil(at - now));
        return;
      }
      this.#waits.delete(expire);
      expire();
    }
  }
}
