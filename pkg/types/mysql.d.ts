import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

/** A connection that a pool of `mysql2/promise` lends. */
export interface MysqlConnection {
    query(sql: {
        sql: string;
        rowsAsArray?: boolean;
    }, values?: unknown): Promise<any>;
    execute(sql: {
        sql: string;
        rowsAsArray?: boolean;
    }, values?: any): Promise<any>;
    release(): void;
    destroy(): void;
}
/** A pool of `mysql2/promise`. */
export interface MysqlPromisePool {
    getConnection(): Promise<any>;
    query(sql: {
        sql: string;
    }): Promise<any>;
    execute(sql: {
        sql: string;
    }, values?: any): Promise<any>;
}
/** A pool of `mysql2`, whose functions take callbacks. */
export interface MysqlCallbackPool {
    promise(): MysqlPromisePool;
}
export type MysqlPool = MysqlPromisePool | MysqlCallbackPool;
/** What statements run on inside a transaction: the connection of `mysql2/promise` that the pool lends. */
export type MysqlTransaction<Pool extends MysqlPool> = Pool extends {
    promise(): infer Promised;
} ? Promised extends {
    getConnection(): Promise<infer Connection>;
} ? Connection : never : Pool extends {
    getConnection(): Promise<infer Connection>;
} ? Connection : never;
export interface MysqlStoreOptions {
    /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
    table?: string;
    /** The database of the table; by default that of the connection. */
    schema?: string;
    /** How long a handled payment is remembered, in milliseconds; for ever by default. */
    forgetAfterMs?: number;
}
/**
 * Handled payments in MariaDB 10.6 or newer, or MySQL 8: the order that your function writes and the note that it was
 * handled are one transaction, so that both are there or neither, whatever dies. The tests run with MariaDB; MySQL's own
 * server was not run.
 *
 * Your function gets the connection of that transaction (of `mysql2/promise`), and must write with it. Do not commit or
 * roll back there, and change no tables: MySQL commits before such a statement. A second delivery at the same time is
 * not kept waiting: a lock of `GET_LOCK` is tried, and it hears 503. There is no lease.
 *
 * A payment is remembered for ever, unless `forgetAfterMs` says otherwise.
 *
 * @example
 * const store = new MysqlStore(mysql.createPool({ uri }));
 * await store.createTable();
 * createHandler({
 *   secret,
 *   store,
 *   onPaymentAuthorized: ({ payload }, { transaction }) =>
 *     transaction.execute("UPDATE orders SET paid_at = NOW() WHERE session_id = ?", [payload.sessionId]),
 * });
 */
export declare class MysqlStore<Pool extends MysqlPool = MysqlPool> implements DeliveryStore<MysqlTransaction<Pool>> {
    #private;
    /** The statement that makes the table, for your migrations. */
    readonly createTableStatement: string;
    /**
     * @param pool a pool of the package `mysql2` or of `mysql2/promise`
     * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
     */
    constructor(pool: Pool, options?: MysqlStoreOptions);
    once(key: string, work: (transaction: MysqlTransaction<Pool>) => Promise<unknown>): Promise<OnceResult>;
    /** Makes the table unless it exists, and returns the statement that was run. */
    createTable(): Promise<string>;
    /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
    deleteForgotten(): Promise<number>;
}
