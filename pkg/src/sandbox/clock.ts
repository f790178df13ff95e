// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A clock that can run faster than the world, stand still or jump, and what is to happen on it.

/** setTimeout takes no more, and ends at once instead. */
const LONGEST = 2 ** 31 - 1;

/** @typedef {{ at: number, run: () => Promise<void> }} Task */

export class Clock {
  #speed;
  /** The clock's time at `#anchor`, which is the world's, both in milliseconds. */
  #time = Date.now();
  #anchor = performance.now();
  /** Whether somebody moves the clock by hand; it does not run meanwhile. */
  #isMoved = false;
  /** By due time. @type {Task[]} */
  #tasks = [];
  /** @type {Set<Promise<void>>} */
  #running = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** One move of the clock after another. @type {Promise<void>} */
  #moves = Promise.resolve();

  /** @param {number} speed */
  constructor(speed) {
    this.#speed = speed;
  }

  now() {
    return this.#isMoved
      ? this.#time
      : Math.round(this.#time + (performance.now() - this.#anchor) * this.#speed);
  }

  get speed() {
    return this.#speed;
  }

  set speed(speed) {
    this.#set(this.now());
    this.#speed = speed;
    this.#wait();
  }

  /**
   * Does something when the time has come.
   *
   * @param {number} at
   * @param {() => Promise<void>} run never rejects
   */
  schedule(at, run) {
    this.#tasks.push({ at, run });
    this.#tasks.sort((a, b) => a.at - b.at);
    this.#wait();
  }

  /**
   * Moves the clock on, and does what falls due on the way, one after another.
   *
   * @param {number} ms
   */
  advance(ms) {
    this.#moves = this.#moves.then(() => this.#move(ms));
    return this.#moves;
  }

  /** Forgets what was to happen. */
  clear() {
    this.#tasks = [];
    clearTimeout(this.#timer);
  }

  /** @param {number} ms */
  async #move(ms) {
    const end = this.now() + ms;
    this.#set(this.now());
    this.#isMoved = true;
    clearTimeout(this.#timer);
    try {
      for (;;) {
        // What is under way may schedule what comes next.
        await Promise.all(this.#running);
        const [task] = this.#tasks;
        if (!task || task.at > end) break;
        this.#tasks.shift();
        this.#set(Math.max(this.#time, task.at));
        await this.#start(task);
      }
    } finally {
      this.#set(end);
      this.#isMoved = false;
      this.#wait();
    }
  }

  /** @param {number} time */
  #set(time) {
    this.#time = time;
    this.#anchor = performance.now();
  }

  /** @param {Task} task */
  #start({ run }) {
    const running = run().finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  /** Waits in the world for the task that is next. */
  #wait() {
    clearTimeout(this.#timer);
    const [next] = this.#tasks;
    if (!next || this.#isMoved || this.#speed === 0) return;
    const ms = Math.ceil((next.at - this.now()) / this.#speed);
    this.#timer = setTimeout(() => this.#startDue(), Math.min(Math.max(ms, 0), LONGEST));
  }

  #startDue() {
    const now = this.now();
    while (this.#tasks[0] && this.#tasks[0].at <= now) this.#start(/** @type {Task} */ (this.#tasks.shift()));
    this.#wait();
  }
}
