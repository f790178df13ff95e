// A clock that can run faster than real time, stand still or jump, and the tasks that are due on it.

import { MAX_TIMEOUT_MS } from "../shared/deadline.ts";

/** The end of the year 9999: the clock stops there, so that every time on it can be written as a date. */
export const LAST_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

interface Task {
  readonly at: number;
  /** Never rejects. */
  readonly run: () => Promise<void>;
}

export class Clock {
  #speed: number;
  /** The clock's time at `#anchor`, which is real time, both in milliseconds. */
  #time = Date.now();
  #anchor = performance.now();
  /** Whether `advance` is moving the clock; it does not run meanwhile. */
  #isMoved = false;
  /** By due time. */
  #tasks: Task[] = [];
  readonly #running = new Set<Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One move of the clock after another. */
  #moves = Promise.resolve();

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    if (this.#isMoved) return this.#time;
    const passed = (performance.now() - this.#anchor) * this.#speed;
    return Math.min(Math.round(this.#time + passed), LAST_TIME_MS);
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#setTime(this.now());
    this.#speed = speed;
    this.#startTimer();
  }

  /** Runs a task when its time has come. */
  schedule(at: number, run: () => Promise<void>): void {
    this.#tasks.push({ at, run });
    this.#tasks.sort((a, b) => a.at - b.at);
    this.#startTimer();
  }

  /** Moves the clock forward, and runs the tasks that fall due on the way, one after another. */
  advance(ms: number): Promise<void> {
    this.#moves = this.#moves.then(() => this.#move(ms));
    return this.#moves;
  }

  /** Drops every task. */
  clear(): void {
    this.#tasks = [];
    clearTimeout(this.#timer);
  }

  async #move(ms: number): Promise<void> {
    const end = Math.min(this.now() + ms, LAST_TIME_MS);
    this.#setTime(this.now());
    this.#isMoved = true;
    clearTimeout(this.#timer);
    try {
      for (;;) {
        // A running task may schedule the next one.
        await Promise.all(this.#running);
        const [task] = this.#tasks;
        if (!task || task.at > end) break;
        this.#tasks.shift();
        this.#setTime(Math.max(this.#time, task.at));
        await this.#start(task);
      }
    } finally {
      this.#setTime(end);
      this.#isMoved = false;
      this.#startTimer();
    }
  }

  #setTime(time: number): void {
    this.#time = time;
    this.#anchor = performance.now();
  }

  #start({ run }: Task): Promise<void> {
    const running = run().finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  /** Sets the real timer to the next task. */
  #startTimer(): void {
    clearTimeout(this.#timer);
    const [next] = this.#tasks;
    if (!next || this.#isMoved || this.#speed === 0) return;
    const ms = Math.ceil((next.at - this.now()) / this.#speed);
    this.#timer = setTimeout(() => this.#startDue(), Math.min(Math.max(ms, 0), MAX_TIMEOUT_MS));
  }

  #startDue(): void {
    const now = this.now();
    for (let [task] = this.#tasks; task && task.at <= now; [task] = this.#tasks) {
      this.#tasks.shift();
      void this.#start(task);
    }
    this.#startTimer();
  }
}
