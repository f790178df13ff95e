// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
/** Deletes a claim only if it is still ours: after its lease another process may hold it. */
const RELEASE =
  'if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0';

const DONE = "done";

/** The API gives up after 24 hours; clocks and queues are late. */
const REMEMBER_MS = 72 * 60 * 60 * 1000;

/** setTimeout takes no more, and ends at once instead. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Deliveries in Redis, for more than one process. Documented in redis.d.ts.
 */
export class RedisStore {
  #client;
  #prefix;
  #timeoutMs;
  #leaseMs;
  /** Our claims by key: what the last one holds, and how many have not ended. @type {Map<string, { token: string, open: number }>} */
  #claims = new Map();

  /**
   * @param {any} client of the package `redis`, connected
   * @param {{ prefix?: string, timeoutMs?: number, leaseMs?: number }} [options]
   */
  constructor(client, { prefix = "checkout-signature:", timeoutMs = 5000, leaseMs = 60_000 } = {}) {
    if (!["set", "get", "eval"].every((name) => typeof client?.[name] === "function")) {
      throw wrong("RedisStore needs a connected client of the package redis.");
    }
    if (typeof prefix !== "string") throw wrong("prefix must be a string.");
    if (!(Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= MOST_MS)) {
      throw wrong(`timeoutMs must be an integer from 1 to ${MOST_MS}.`);
    }
    if (!(Number.isSafeInteger(leaseMs) && leaseMs >= 1000)) {
      throw wrong(
        "leaseMs must be an integer, 1000 (a second) or more: longer than onPaymentAuthorized ever takes.",
      );
    }
    this.#client = client;
    this.#leaseMs = leaseMs;
    this.#prefix = prefix;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param {string} key
   * @param {(transaction: undefined) => Promise<unknown>} work
   * @returns {Promise<"handled" | "already-handled" | "in-progress">}
   */
  async once(key, work) {
    const claim = await this.claim(key, this.#leaseMs);
    if (claim !== "acquired") return claim === "done" ? "already-handled" : "in-progress";
    try {
      await work(undefined);
    } catch (error) {
      await this.release(key);
      throw error;
    }
    await this.complete(key, REMEMBER_MS);
    return "handled";
  }

  /**
   * @param {string} key
   * @param {number} leaseMs
   * @returns {Promise<"acquired" | "in-progress" | "done">}
   */
  async claim(key, leaseMs) {
    const token = crypto.randomUUID();
    // SET NX is what makes one caller win. A claim that ends between the two commands is tried for once more.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const name = this.#prefix + key;
      if (await this.#inTime(this.#client.set(name, token, { NX: true, PX: leaseMs }))) {
        this.#claims.set(key, { token, open: (this.#claims.get(key)?.open ?? 0) + 1 });
        return "acquired";
      }
      const held = await this.#inTime(this.#client.get(name));
      if (held === DONE) return "done";
      if (held !== null) return "in-progress";
    }
    return "in-progress";
  }

  /**
   * @param {string} key
   * @param {number} ttlMs
   */
  async complete(key, ttlMs) {
    this.#end(key);
    // Also where the lease has ended: the payment was handled, whoever holds the claim now.
    await this.#inTime(this.#client.set(this.#prefix + key, DONE, { PX: ttlMs }));
  }

  /** @param {string} key */
  async release(key) {
    const token = this.#end(key);
    if (token)
      await this.#inTime(this.#client.eval(RELEASE, { keys: [this.#prefix + key], arguments: [token] }));
  }

  /**
   * One of our claims has ended. Where a lease ran out and we claimed again, nobody can tell which of them it was: the
   * claim then stays until its lease ends, for the other may still be handling the payment.
   *
   * @param {string} key
   * @returns {string | undefined} what the claim holds, if it was the only one
   */
  #end(key) {
    const claim = this.#claims.get(key);
    if (claim && claim.open > 1) {
      claim.open -= 1;
      return undefined;
    }
    this.#claims.delete(key);
    return claim?.token;
  }

  /**
   * A client without a connection keeps commands until it has one again; the sender does not wait so long.
   *
   * @template T
   * @param {Promise<T>} command
   * @returns {Promise<T>}
   */
  async #inTime(command) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`Redis did not answer within ${this.#timeoutMs} ms.`)),
        this.#timeoutMs,
      );
    });
    try {
      return await Promise.race([command, /** @type {Promise<never>} */ (late)]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {string} message */
function wrong(message) {
  return Object.assign(new TypeError(message), { code: "invalid-option" });
}
