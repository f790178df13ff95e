import type { DeliveryStore, OnceResult } from "checkout-signature/handler";

type Row = Record<string, unknown>;
/** A client that a `Pool` of the package `pg` lends. */
export interface PgPoolClient {
    query(text: string, values?: unknown[]): Promise<{
        rows: Row[];
        rowCount: number | null;
        command: string;
    }>;
    on(event: "error", listener: (error: Error) => void): unknown;
    off(event: "error", listener: (error: Error) => void): unknown;
    release(destroy?: Error | boolean): void;
}
/** A `Pool` of the package `pg`, or of one that is made like it, such as `@neondatabase/serverless`. */
export interface PgPool {
    readonly totalCount: number;
    connect(): Promise<any>;
    query(text: string, values?: unknown[]): Promise<any>;
}
/** The function of the package `postgres`. */
export interface PostgresJs {
    begin(options: string, run: (sql: any) => Promise<unknown>): Promise<any>;
    unsafe(text: string, values?: any[]): PromiseLike<any>;
}
export type PostgresClient = PgPool | PostgresJs;
/** What the client runs statements on inside a transaction: pg's `PoolClient`, or the `sql` of `sql.begin`. */
export type PostgresTransaction<Client extends PostgresClient> = Client extends {
    begin(options: string, run: (sql: infer Sql) => unknown): unknown;
} ? Sql : Client extends {
    connect: {
        (): Promise<infer Lent>;
        (callback: never): void;
    };
} ? Lent : Client extends {
    connect(): Promise<infer Lent>;
} ? Lent : never;

export interface PostgresStoreOptions {
    /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
    table?: string;
    /** The schema of the table, which must exist; by default the first one of the connection's `search_path`. */
    schema?: string;
    /** How long a handled payment is remembered, in milliseconds; for ever by default. */
    forgetAfterMs?: number;
}
/**
 * Handled payments in PostgreSQL 12 or newer: the order that your function writes and the note that it was handled are
 * one transaction, so that both are there or neither, whatever dies.
 *
 * Your function gets the client of that transaction, and must write with it: pg's `PoolClient`, or the `sql` of the
 * package `postgres`. Do not commit or roll back there. A second delivery at the same time is not kept waiting: an
 * advisory lock is tried, and it hears 503. There is no lease.
 *
 * A payment is remembered for ever, unless `forgetAfterMs` says otherwise.
 *
 * @example
 * const store = new PostgresStore(new Pool({ connectionString }));
 * await store.createTable();
 * createHandler({
 *   secret,
 *   store,
 *   onPaymentAuthorized: ({ payload }, { transaction }) =>
 *     transaction.query("UPDATE orders SET paid_at = now() WHERE session_id = $1", [payload.sessionId]),
 * });
 */
export declare class PostgresStore<Client extends PostgresClient = PostgresClient> implements DeliveryStore<PostgresTransaction<Client>> {
    #private;
    /** The statement that makes the table, for your migrations. */
    readonly createTableStatement: string;
    /**
     * @param client a `Pool` of the package `pg`, or the `sql` function of the package `postgres`
     * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
     */
    constructor(client: Client, options?: PostgresStoreOptions);
    once(key: string, work: (transaction: PostgresTransaction<Client>) => Promise<unknown>): Promise<OnceResult>;
    /** Makes the table unless it exists, and returns the statement that was run. */
    createTable(): Promise<string>;
    /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
    deleteForgotten(): Promise<number>;
}
