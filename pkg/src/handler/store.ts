// Where handled payments are remembered: a store is one function.

/**
 * What `once` did: it ran the work and noted it, found that the key was handled before, or that another delivery of it
 * is being handled right now.
 */
export type OnceResult = "handled" | "already-handled" | "in-progress";

/**
 * Remembers which payments were handled, so that each is handled once although its callback comes twice, or twice at
 * the same time.
 *
 * `Transaction` is the store's own client inside its transaction; `undefined` where it has none.
 */
export interface DeliveryStore<Transaction = undefined> {
  /**
   * Runs `work` unless the key was handled, never twice at the same time, and notes the key when `work` resolves.
   *
   * - Where `work` rejects, nothing is noted, and `once` rejects with the same value.
   * - Where the store itself fails, `once` rejects with the store's own error.
   * - A store that holds a lease passes a `signal`, aborts it when the lease is lost, and then rejects with an `Error`
   *   whose `code` is `"lease-lost"`.
   * - What `work` resolves with is for the store to use: it is what the merchant's function returned.
   *
   * @param key the event's type and the payment's canonical id, such as `payment-authorized:e7dbc6b9fc2542c69eb53f9e9b978294`
   */
  once(
    key: string,
    work: (transaction: Transaction, signal?: AbortSignal) => Promise<unknown>,
  ): Promise<OnceResult>;
}
