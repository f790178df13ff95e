// How long a store may take. The time of the merchant's own functions, which run inside of it, does not count.

/** Ends the wait for a store that does not answer. Stopped while the merchant's functions run. */
export class StoreClock {
  readonly #timeoutMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = true;
  /** Set once the time was over: what the store does after that, nobody waits for. */
  #error: Error | undefined;
  #reject: ((error: Error) => void) | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Waits for the store until its time is over.
   *
   * A rejection that comes later is not reported as unhandled.
   */
  wait<T>(call: () => Promise<T>): Promise<T> {
    const pending = call();
    return this.#timeoutMs === Number.POSITIVE_INFINITY ? pending : this.#race(pending);
  }

  async #race<T>(pending: Promise<T>): Promise<T> {
    const late = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    // Not sooner: a store that has begun the work at once needs no timer before it.
    if (this.#isRunning) this.start();
    try {
      return await Promise.race([pending, late]);
    } finally {
      clearTimeout(this.#timer);
      this.#reject = undefined;
    }
  }

  /**
   * Stops the clock where the work begins.
   *
   * @throws where the time is over
   */
  stop(): void {
    if (this.#error) throw this.#error;
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** Lets the store's time run, from its beginning. */
  start(): void {
    this.#isRunning = true;
    if (!this.#reject) return;
    this.#timer = setTimeout(() => {
      this.#error = new Error(`The store did not answer within ${this.#timeoutMs} ms.`);
      this.#reject?.(this.#error);
    }, this.#timeoutMs);
  }
}
