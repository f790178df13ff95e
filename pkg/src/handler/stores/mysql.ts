// Handled payments in MariaDB or MySQL: the note and the order in one transaction.

import type { DeliveryStore, OnceResult } from "checkout-signature/handler";
import { checkOptionNames, invalidOption } from "../../shared/caller-error.ts";
import { checkDuration } from "./durations.ts";
import { refuseStatements } from "./late-statements.ts";
import { checkName, encodeKey, TABLE_NAME, transactionUndone } from "./sql.ts";

/** A connection that a pool of `mysql2/promise` lends. */
export interface MysqlConnection {
  // biome-ignore lint/suspicious/noExplicitAny: mysql2's results are typed by the caller.
  query(sql: { sql: string; rowsAsArray?: boolean }, values?: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  execute(sql: { sql: string; rowsAsArray?: boolean }, values?: any): Promise<any>;
  release(): void;
  destroy(): void;
}

/** A pool of `mysql2/promise`. */
export interface MysqlPromisePool {
  // biome-ignore lint/suspicious/noExplicitAny: what is lent is typed by `MysqlTransaction`.
  getConnection(): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: mysql2's results are typed by the caller.
  query(sql: { sql: string }): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  execute(sql: { sql: string }, values?: any): Promise<any>;
}

/** A pool of `mysql2`, whose functions take callbacks. */
export interface MysqlCallbackPool {
  promise(): MysqlPromisePool;
}

export type MysqlPool = MysqlPromisePool | MysqlCallbackPool;

/** What statements run on inside a transaction: the connection of `mysql2/promise` that the pool lends. */
export type MysqlTransaction<Pool extends MysqlPool> = Pool extends { promise(): infer Promised }
  ? Promised extends { getConnection(): Promise<infer Connection> }
    ? Connection
    : never
  : Pool extends { getConnection(): Promise<infer Connection> }
    ? Connection
    : never;

export interface MysqlStoreOptions {
  /** The table's name: `checkout_deliveries` by default. ASCII letters, digits and `_`. */
  table?: string;
  /** The database of the table; by default that of the connection. */
  schema?: string;
  /** How long a handled payment is remembered, in milliseconds; for ever by default. */
  forgetAfterMs?: number;
}

interface ErrorEvents {
  on?(event: "error", listener: () => void): unknown;
  off?(event: "error", listener: () => void): unknown;
}

/**
 * A statement tells of a broken connection too. mysql2 itself listens to a connection's first error alone, and the next one
 * would end the process: such as the network's, after the server has said that it closes the connection.
 */
const ignoreError = () => {};

const DUPLICATE_KEY = 1062;
const LOCK_NAME = "SHA2(CONCAT_WS('.', DATABASE(), ?), 256)";
const IS_FORGOTTEN = "handled_at <= CURRENT_TIMESTAMP(3) - INTERVAL ? MICROSECOND";

/**
 * Handled payments in MariaDB 10.6 or newer, or MySQL 8: the order that your function writes and the note that it was
 * handled are one transaction, so that both are there or neither, whatever dies. The tests run with MariaDB; MySQL's own
 * server was not run.
 *
 * Your function gets the connection of that transaction (of `mysql2/promise`), and must write with it. Do not commit or
 * roll back there, and change no tables: MySQL commits before such a statement. A second delivery at the same time does
 * not wait: it tries the lock of `GET_LOCK`, and is answered with 503. There is no lease.
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
export class MysqlStore<Pool extends MysqlPool = MysqlPool> implements DeliveryStore<MysqlTransaction<Pool>> {
  /** The statement that makes the table, for your migrations. */
  readonly createTableStatement: string;
  readonly #pool: MysqlPromisePool;
  readonly #table: string;
  readonly #ageMicroseconds: number | undefined;

  /**
   * @param pool a pool of the package `mysql2` or of `mysql2/promise`
   * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
   */
  constructor(pool: Pool, options: MysqlStoreOptions = {}) {
    this.#pool = toPromisePool(pool);
    const {
      table = TABLE_NAME,
      schema,
      forgetAfterMs,
    } = checkOptionNames(options, ["table", "schema", "forgetAfterMs"], "{ table }");
    const quoted = `\`${checkName("table", table)}\``;
    this.#table = schema === undefined ? quoted : `\`${checkName("schema", schema)}\`.${quoted}`;
    this.#ageMicroseconds =
      forgetAfterMs === undefined ? undefined : checkDuration("forgetAfterMs", forgetAfterMs) * 1000;
    this.createTableStatement =
      `CREATE TABLE IF NOT EXISTS ${this.#table} ` +
      "(delivery_key VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, " +
      "handled_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)) ENGINE = InnoDB";
  }

  async once(
    key: string,
    work: (transaction: MysqlTransaction<Pool>) => Promise<unknown>,
  ): Promise<OnceResult> {
    const encoded = await encodeKey(key);
    const connection: MysqlConnection & ErrorEvents = await this.#pool.getConnection();
    connection.on?.("error", ignoreError);
    // Locks are the whole server's, so the name says of which table. MySQL's limit is the hash's 64 characters.
    const lock = [`${this.#table}:${encoded}`];
    let [isClean, isOver] = [false, false];
    const end = async (statement: "COMMIT" | "ROLLBACK") => {
      await connection.query({ sql: statement });
      await connection.execute({ sql: `DO RELEASE_LOCK(${LOCK_NAME})` }, lock).then(
        () => {
          isClean = true;
        },
        () => {},
      );
    };
    try {
      const sql = `SELECT GET_LOCK(${LOCK_NAME}, 0)`;
      const [[[locked]]] = await connection.execute({ sql, rowsAsArray: true }, lock);
      if (Number(locked) !== 1) {
        isClean = true;
        return "in-progress";
      }
      await connection.query({ sql: "START TRANSACTION" });
      if (!(await this.#note(connection, encoded))) {
        await end("ROLLBACK");
        return "already-handled";
      }
      try {
        const transaction = refuseStatements(connection, ["query", "execute", "prepare"], () => isOver);
        await work(transaction as MysqlTransaction<Pool>);
        // After a deadlock the transaction is gone, and COMMIT would still succeed.
        if (!(await this.#isNoted(connection, encoded))) throw transactionUndone("The database");
      } catch (error) {
        isOver = true;
        await end("ROLLBACK").catch(() => {});
        throw error;
      }
      await end("COMMIT");
      return "handled";
    } finally {
      // A lock belongs to its connection, and ends with it: one that may still hold it is not lent again.
      if (isClean) {
        connection.off?.("error", ignoreError);
        connection.release();
      } else connection.destroy();
    }
  }

  /** Makes the table unless it exists, and returns the statement that was run. */
  async createTable(): Promise<string> {
    await this.#pool.query({ sql: this.createTableStatement });
    return this.createTableStatement;
  }

  /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
  async deleteForgotten(): Promise<number> {
    if (this.#ageMicroseconds === undefined) return 0;
    const sql = `DELETE FROM ${this.#table} WHERE ${IS_FORGOTTEN}`;
    const [{ affectedRows }] = await this.#pool.execute({ sql }, [this.#ageMicroseconds]);
    return affectedRows;
  }

  /** Whether the key was not noted before: then it is noted, in this transaction. */
  async #note(connection: MysqlConnection, key: string): Promise<boolean> {
    try {
      await connection.execute({ sql: `INSERT INTO ${this.#table} (delivery_key) VALUES (?)` }, [key]);
      return true;
    } catch (error) {
      if ((error as { errno?: number }).errno !== DUPLICATE_KEY) throw error;
    }
    if (this.#ageMicroseconds === undefined) return false;
    const sql = `UPDATE ${this.#table} SET handled_at = CURRENT_TIMESTAMP(3) WHERE delivery_key = ? AND ${IS_FORGOTTEN}`;
    // Found rows or changed rows, as the connection counts: here every row that is found changes.
    const [{ affectedRows }] = await connection.execute({ sql }, [key, this.#ageMicroseconds]);
    return affectedRows > 0;
  }

  async #isNoted(connection: MysqlConnection, key: string): Promise<boolean> {
    const sql = `SELECT 1 FROM ${this.#table} WHERE delivery_key = ?`;
    const [rows] = await connection.execute({ sql, rowsAsArray: true }, [key]);
    return rows.length === 1;
  }
}

function toPromisePool(pool: unknown): MysqlPromisePool {
  const { promise, getConnection } = Object(pool) as Record<string, unknown>;
  if (typeof promise === "function" && typeof getConnection === "function") {
    return (pool as MysqlCallbackPool).promise();
  }
  if (typeof getConnection === "function") return pool as MysqlPromisePool;
  throw invalidOption(
    "MysqlStore needs a pool: mysql.createPool(…) of the package mysql2 or mysql2/promise.",
  );
}
