import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

/** A prepared statement of D1, with its values bound. */
export interface D1Statement {
    bind(...values: unknown[]): D1Statement;
    run(): Promise<D1StatementResult>;
}
interface D1StatementResult {
    results: any[];
    meta: {
        changes?: number;
    };
}
/** D1, as it is bound to a Worker. */
export interface D1Client {
    prepare(sql: string): any;
    batch(statements: any[]): Promise<any[]>;
}
export interface D1StoreOptions {
    /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
    table?: string;
    /** How long a Worker that died holds a payment, in milliseconds: 30,000 by default. Renewed while your function runs. */
    leaseMs?: number;
    /** How long a handled payment is remembered, in milliseconds: 72 hours by default. */
    forgetAfterMs?: number;
}
/**
 * Handled payments in Cloudflare D1.
 *
 * D1 has no transaction that waits for your function. Let the function return its statements instead of running them,
 * one or an array: they are committed in one batch with the note that the payment was handled, all of them or none,
 * and only while the lease is still held.
 *
 * What the function writes itself is not part of that batch: where its Worker dies before the note, it runs once more. A
 * payment is remembered for 72 hours.
 *
 * @example
 * const store = new D1Store(env.DB);
 * createHandler({
 *   secret: env.CHECKOUT_SECRET,
 *   store,
 *   onPaymentAuthorized: ({ payload }) =>
 *     env.DB.prepare("UPDATE orders SET paid = 1 WHERE session_id = ?").bind(payload.sessionId),
 * });
 */
export declare class D1Store implements DeliveryStore {
    #private;
    /** The statement that makes the table, for your migrations. */
    readonly createTableStatement: string;
    /** @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong */
    constructor(database: D1Client, options?: D1StoreOptions);
    once(key: string, work: (transaction: undefined, signal: AbortSignal) => Promise<unknown>): Promise<OnceResult>;
    /** Makes the table unless it exists, and returns the statement that was run. */
    createTable(): Promise<string>;
    /** Deletes notes and claims whose time is over; returns how many that were. */
    deleteForgotten(): Promise<number>;
}
