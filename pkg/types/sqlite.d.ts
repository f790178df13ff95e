import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

/** A database of `node:sqlite`, `better-sqlite3` or `bun:sqlite`. */
export interface SqliteDatabase {
    exec(sql: string): unknown;
    prepare(sql: string): {
        get(...values: any[]): unknown;
        run(...values: any[]): {
            changes: number | bigint;
        };
    };
}
export interface SqliteStoreOptions {
    /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
    table?: string;
    /** The attached database of the table; by default `main`. */
    schema?: string;
    /** How long a handled payment is remembered, in milliseconds; for ever by default. */
    forgetAfterMs?: number;
    /** How long a payment waits for another writer, in milliseconds, before it is answered with 503: 2,000 by default. */
    busyTimeoutMs?: number;
}
/**
 * Handled payments in SQLite, by `node:sqlite`, `better-sqlite3` or `bun:sqlite`: the order that your function writes
 * and the note that it was handled are one transaction, so that both are there or neither, whatever dies.
 *
 * Give the store a connection of its own. While your function runs, the connection is inside the transaction: whatever
 * else your program wrote on it meanwhile would be undone with it where your function throws. Your function gets that
 * connection and must write with it; another connection would wait for this one until it gives up. SQLite has one writer: payments are
 * handled one after the other, so keep everything slow out of your function.
 *
 * A payment is remembered for ever, unless `forgetAfterMs` says otherwise.
 *
 * @example
 * const store = new SqliteStore(new DatabaseSync("shop.db"));
 * await store.createTable();
 * createHandler({
 *   secret,
 *   store,
 *   onPaymentAuthorized: ({ payload }, { transaction }) =>
 *     transaction.prepare("UPDATE orders SET paid = 1 WHERE session_id = ?").run(payload.sessionId),
 * });
 */
export declare class SqliteStore<Database extends SqliteDatabase = SqliteDatabase> implements DeliveryStore<Database> {
    #private;
    /** The statement that makes the table, for your migrations. */
    readonly createTableStatement: string;
    /**
     * @param database a connection for this store alone
     * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
     */
    constructor(database: Database, options?: SqliteStoreOptions);
    once(key: string, work: (transaction: Database) => Promise<unknown>): Promise<OnceResult>;
    /** Makes the table unless it exists, and returns the statement that was run. */
    createTable(): Promise<string>;
    /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
    deleteForgotten(): Promise<number>;
}
