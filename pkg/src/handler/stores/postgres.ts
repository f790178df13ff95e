// Handled payments in PostgreSQL: the note and the order in one transaction.

import type { DeliveryStore, OnceResult } from "checkout-signature/handler";
import { checkOptionNames } from "../../shared/caller-error.ts";
import { digestText } from "./digest.ts";
import { checkDuration } from "./durations.ts";
import {
  type PostgresClient,
  type PostgresDriver,
  type PostgresTransaction,
  toPostgresDriver,
} from "./postgres-clients.ts";
import { checkName, encodeKey, TABLE_NAME } from "./sql.ts";

export type {
  PgPool,
  PgPoolClient,
  PgRow,
  PostgresClient,
  PostgresJs,
  PostgresTransaction,
} from "./postgres-clients.ts";

export interface PostgresStoreOptions {
  /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
  table?: string;
  /** The schema of the table, which must exist; by default the first one of the connection's `search_path`. */
  schema?: string;
  /** How long a handled payment is remembered, in milliseconds; for ever by default. */
  forgetAfterMs?: number;
}

/** "Already exists", of the table or its type: `IF NOT EXISTS` of two processes at once can end with any of them. */
const CREATED_MEANWHILE = ["23505", "42P07", "42710"];

/** "No such prepared statement", and "it exists already": a proxy has changed the connection between two transactions. */
const STATEMENT_LOST = ["26000", "42P05"];

/**
 * Handled payments in PostgreSQL 12 or newer: the order that your function writes and the note that it was handled are
 * one transaction, so that both are there or neither, whatever dies.
 *
 * Your function gets the client of that transaction, and must write with it: pg's `PoolClient`, or the `sql` of the
 * package `postgres`. Do not commit or roll back there. A second delivery at the same time does not wait: it
 * tries an advisory lock, and is answered with 503. There is no lease.
 *
 * A payment is remembered for ever, unless `forgetAfterMs` says otherwise.
 *
 * @example
 * const pool = new Pool({ connectionString });
 * pool.on("error", log); // a connection that broke while it was idle
 * const store = new PostgresStore(pool);
 * await store.createTable();
 * createHandler({
 *   secret,
 *   store,
 *   onPaymentAuthorized: ({ payload }, { transaction }) =>
 *     transaction.query("UPDATE orders SET paid_at = now() WHERE session_id = $1", [payload.sessionId]),
 * });
 */
export class PostgresStore<Client extends PostgresClient = PostgresClient>
  implements DeliveryStore<PostgresTransaction<Client>>
{
  /** The statement that makes the table, for your migrations. */
  readonly createTableStatement: string;
  readonly #driver: PostgresDriver<PostgresTransaction<Client>>;
  readonly #note: string;
  readonly #find: string;
  readonly #forget: string | undefined;
  readonly #table: string;
  /**
   * Made from the statement, so that behind a proxy it is never the statement of another table, and so that stores which
   * are made again and again prepare it once on each connection.
   */
  #noteName: string | undefined;
  /** Whether the note is prepared: not any more, once a proxy has lost it. */
  #isPrepared = true;

  /**
   * @param client a `Pool` of the package `pg`, or the `sql` function of the package `postgres`
   * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
   */
  constructor(client: Client, options: PostgresStoreOptions = {}) {
    this.#driver = toPostgresDriver(client);
    const {
      table = TABLE_NAME,
      schema,
      forgetAfterMs,
    } = checkOptionNames(options, ["table", "schema", "forgetAfterMs"], "{ table }");
    const quoted = `"${checkName("table", table)}"`;
    this.#table = schema === undefined ? quoted : `"${checkName("schema", schema)}".${quoted}`;
    this.createTableStatement =
      `CREATE TABLE IF NOT EXISTS ${this.#table} ` +
      "(delivery_key text PRIMARY KEY, handled_at timestamptz NOT NULL DEFAULT now())";
    let [onConflict, isKnown] = ["DO NOTHING", "delivery_key = $1::text"];
    if (forgetAfterMs !== undefined) {
      const age = `now() - ${checkDuration("forgetAfterMs", forgetAfterMs)} * interval '1 millisecond'`;
      onConflict = `DO UPDATE SET handled_at = now() WHERE known.handled_at <= ${age}`;
      isKnown += ` AND handled_at > ${age}`;
      this.#forget = `DELETE FROM ${this.#table} WHERE handled_at <= ${age}`;
    }
    // Where the lock is held by another transaction nothing is inserted, so nothing waits for that one. Two keys with
    // the same hash share a lock: one of them is "in progress" while the other is.
    this.#note = `
      INSERT INTO ${this.#table} AS known (delivery_key)
      SELECT $1::text WHERE pg_try_advisory_xact_lock(hashtextextended($2::text, 0))
      ON CONFLICT (delivery_key) ${onConflict}`;
    this.#find = `SELECT 1 FROM ${this.#table} WHERE ${isKnown}`;
  }

  async once(
    key: string,
    work: (transaction: PostgresTransaction<Client>) => Promise<unknown>,
  ): Promise<OnceResult> {
    const encoded = await encodeKey(key);
    let hasBegun = false;
    const run = (transaction: PostgresTransaction<Client>) => {
      hasBegun = true;
      return work(transaction);
    };
    const isPrepared = this.#isPrepared;
    try {
      return await this.#inTransaction(encoded, isPrepared, run);
    } catch (error) {
      const isLost = STATEMENT_LOST.includes((error as { code?: string } | undefined)?.code ?? "");
      if (hasBegun || !isLost || !isPrepared) throw error;
      this.#isPrepared = false;
      return this.#inTransaction(encoded, false, run);
    }
  }

  async #inTransaction(
    key: string,
    isPrepared: boolean,
    work: (transaction: PostgresTransaction<Client>) => Promise<unknown>,
  ): Promise<OnceResult> {
    this.#noteName ??= `checkout-${(await digestText("SHA-256", this.#note)).slice(0, 32)}`;
    const name = isPrepared ? this.#noteName : undefined;
    let result: OnceResult = "handled";
    await this.#driver.transaction(async (query, transaction) => {
      const { rowCount } = await query(this.#note, [key, `${this.#table}:${key}`], name);
      if (rowCount === 1) {
        await work(transaction);
        return true;
      }
      const known = await query(this.#find, [key]);
      result = known.rowCount === 1 ? "already-handled" : "in-progress";
      return false;
    });
    return result;
  }

  /** Makes the table unless it exists, and returns the statement that was run. */
  async createTable(): Promise<string> {
    try {
      await this.#driver.query(this.createTableStatement);
    } catch (error) {
      if (!CREATED_MEANWHILE.includes((error as { code?: string }).code ?? "")) throw error;
    }
    return this.createTableStatement;
  }

  /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
  async deleteForgotten(): Promise<number> {
    return this.#forget === undefined ? 0 : (await this.#driver.query(this.#forget)).rowCount;
  }
}
