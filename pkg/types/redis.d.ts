import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

/** Runs a Lua script on Redis, with one key; resolves with the script's reply. */
export type ScriptRunner = (script: string, keys: string[], args: string[]) => Promise<unknown>;
/** A client, pool, cluster or sentinel of the package `redis`, version 4 to 6. */
export interface NodeRedisClient {
    readonly isOpen: boolean;
    evalSha(...args: never[]): unknown;
    eval(script: string, options: {
        keys: string[];
        arguments: string[];
    }): Promise<unknown>;
}
/** A client or cluster of the package `ioredis`. */
export interface IoRedisClient {
    defineCommand(name: string, definition: never): void;
    duplicate(...args: never[]): unknown;
    eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}
/** A client of the package `@upstash/redis`, or of another one that is made of it, such as `@vercel/kv`. */
export interface UpstashRedisClient {
    createScript(script: string, ...options: never[]): unknown;
    eval(script: string, keys: string[], args: string[]): Promise<unknown>;
}
export type RedisClient = NodeRedisClient | IoRedisClient | UpstashRedisClient | ScriptRunner;

export interface RedisStoreOptions {
    /** What the names of keys begin with: `checkout-signature:` by default. */
    prefix?: string;
    /** How long a dead process holds a payment, in milliseconds: 30,000 by default. Renewed while your function runs. */
    leaseMs?: number;
    /** How long a handled payment is remembered, in milliseconds: 72 hours by default. */
    forgetAfterMs?: number;
}
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
export declare class RedisStore implements DeliveryStore {
    #private;
    /** @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong */
    constructor(client: RedisClient, options?: RedisStoreOptions);
    once(key: string, work: (transaction: undefined, signal: AbortSignal) => Promise<unknown>): Promise<OnceResult>;
}
