// Handled payments in Redis: a claim with a token and a lease, each step one script.

import type { DeliveryStore, OnceResult } from "checkout-signature/handler";
import { checkOptionNames, invalidOption } from "../../shared/caller-error.ts";
import { checkDuration, checkLease, FORGET_AFTER_MS, LEASE_MS } from "./durations.ts";
import { type LeaseSteps, onceUnderLease } from "./lease.ts";
import { type RedisClient, type ScriptRunner, toScriptRunner } from "./redis-clients.ts";

export type {
  IoRedisClient,
  NodeRedisClient,
  RedisClient,
  ScriptRunner,
  UpstashRedisClient,
} from "./redis-clients.ts";

export interface RedisStoreOptions {
  /** What the names of keys begin with: `checkout-signature:` by default. */
  prefix?: string;
  /** How long a dead process holds a payment, in milliseconds: 30,000 by default. Renewed while your function runs. */
  leaseMs?: number;
  /** How long a handled payment is remembered, in milliseconds: 72 hours by default. */
  forgetAfterMs?: number;
}

// A key holds the token of a claim, or `done:` and the token of the delivery that handled the payment. Every script can
// run twice with the same token, since clients send a command again where the connection broke before its reply.
const CLAIM = `
if redis.call("SET", KEYS[1], ARGV[1], "NX", "PX", ARGV[2]) then return "acquired" end
local holder = redis.call("GET", KEYS[1])
if string.sub(holder, 1, 5) == "done:" then return "done" end
if holder ~= ARGV[1] then return "busy" end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return "acquired"`;
const RENEW = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return "lost" end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return "renewed"`;
// Where the claim is gone and nobody holds another, the payment was handled all the same.
const NOTE = `
local holder = redis.call("GET", KEYS[1])
local done = "done:" .. ARGV[1]
if holder and holder ~= ARGV[1] and holder ~= done then return "lost" end
redis.call("SET", KEYS[1], done, "PX", ARGV[2])
return "noted"`;
const RELEASE = `
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
return "released"`;

const PAUSE_BEFORE_RETRY_MS = 100;
const PROOF_LEASE_MS = 10_000;

/**
 * Handled payments in Redis, for more than one process or machine.
 *
 * Your function runs under a lease that is renewed until it ends. Where the lease is lost (Redis cannot be reached, or
 * the process stands still, for longer than `leaseMs`) its `signal` aborts and nothing is noted.
 *
 * A process that dies after your function and before the note leaves the payment to be handled once more: a SQL store,
 * which writes the order and the note in one transaction, does not. A payment is remembered for 72 hours, and only as
 * well as Redis remembers: with `appendonly yes`, `appendfsync always` and `maxmemory-policy noeviction` it forgets
 * nothing.
 *
 * @example
 * const client = await createClient({ url }).on("error", log).connect();
 * createHandler({ secret, onPaymentAuthorized, store: new RedisStore(client) });
 */
export class RedisStore implements DeliveryStore {
  readonly #run: ScriptRunner;
  readonly #prefix: string;
  readonly #leaseMs: number;
  readonly #forgetAfterMs: number;
  #proof: Promise<void> | undefined;

  /** @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong */
  constructor(client: RedisClient, options: RedisStoreOptions = {}) {
    this.#run = toScriptRunner(client);
    const {
      prefix = "checkout-signature:",
      leaseMs = LEASE_MS,
      forgetAfterMs = FORGET_AFTER_MS,
    } = checkOptionNames(options, ["prefix", "leaseMs", "forgetAfterMs"], "{ leaseMs }");
    if (typeof prefix !== "string") throw invalidOption("prefix must be a string.");
    this.#prefix = prefix;
    this.#leaseMs = checkLease(leaseMs);
    this.#forgetAfterMs = checkDuration("forgetAfterMs", forgetAfterMs);
  }

  async once(
    key: string,
    work: (transaction: undefined, signal: AbortSignal) => Promise<unknown>,
  ): Promise<OnceResult> {
    this.#proof ??= this.#prove();
    try {
      await this.#proof;
    } catch (error) {
      this.#proof = undefined;
      throw error;
    }
    return onceUnderLease(this.#steps(this.#prefix + key), this.#leaseMs, work);
  }

  #steps(name: string): LeaseSteps {
    const run = (script: string, ...args: (string | number)[]) => this.#reply(script, name, args);
    return {
      claim: async (token) =>
        expectReply(await run(CLAIM, token, this.#leaseMs), ["acquired", "done", "busy"]),
      renew: async (token) => (await run(RENEW, token, this.#leaseMs)) === "renewed",
      note: async (token) => {
        const note = () => run(NOTE, token, this.#forgetAfterMs);
        return expectReply(await retry(note, this.#leaseMs), ["noted", "lost"]) === "noted";
      },
      release: (token) => run(RELEASE, token),
    };
  }

  /** Shows once that a second claim is refused: a client that reads replies otherwise would protect nothing. */
  async #prove(): Promise<void> {
    const name = `${this.#prefix}proof:${crypto.randomUUID()}`;
    const claim = (token: string) => this.#reply(CLAIM, name, [token, PROOF_LEASE_MS]);
    const replies = [await claim("one"), await claim("two"), await this.#reply(RELEASE, name, ["one"])];
    if (replies.join() !== "acquired,busy,released") {
      throw new Error(
        "This Redis client does not refuse a second claim, so a payment could be handled twice: nothing was handled. " +
          `Its replies were ${JSON.stringify(replies)}.`,
      );
    }
  }

  async #reply(script: string, name: string, args: (string | number)[]): Promise<string> {
    const reply = await this.#run(script, [name], args.map(String));
    // A client may be told to give bytes.
    return reply instanceof Uint8Array ? new TextDecoder().decode(reply) : String(reply);
  }
}

function expectReply<const Reply extends string>(reply: string, known: readonly Reply[]): Reply {
  const found = known.find((word) => word === reply);
  if (found === undefined)
    throw new Error(`Redis replied ${JSON.stringify(reply)}, not ${known.join(" or ")}.`);
  return found;
}

/** The payment was handled, and only the note is missing: worth more than one attempt while the lease lasts. */
async function retry<T>(attempt: () => Promise<T>, forMs: number): Promise<T> {
  const until = performance.now() + forMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= until) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_RETRY_MS));
    }
  }
}
