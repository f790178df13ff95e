import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

/** A connected client of the package `redis` (version 4 or newer), so far as it is used. */
export interface RedisClient {
  set(key: string, value: string, options: { NX?: true; PX: number }): Promise<unknown>;
  get(key: string): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/**
 * Deliveries in Redis, for more than one process or machine.
 *
 * A payment is remembered only as well as Redis remembers: with `appendonly yes` and `appendfsync always` a restart
 * forgets nothing. Without, what was handled in its last second can be handled again.
 *
 * @example
 * const client = await createClient({ url, disableOfflineQueue: true }).on("error", log).connect();
 * createHandler({ secret, onPaymentAuthorized, store: new RedisStore(client) });
 */
export class RedisStore implements DeliveryStore {
  constructor(
    client: RedisClient,
    options?: {
      /** What the names of keys begin with: `checkout-signature:` by default. */
      prefix?: string;
      /** How long a command may take, in milliseconds, before the store counts as down: 1 to 2^31 - 1, 5,000 by default. */
      timeoutMs?: number;
      /** How long a payment may take to handle, in milliseconds: 60,000 by default, 1,000 at least. */
      leaseMs?: number;
    },
  );
  once(key: string, work: (transaction: undefined) => Promise<unknown>): Promise<OnceResult>;
}
