// Handled payments in SQLite: the note and the order in one transaction, of one writer.

import type { DeliveryStore, OnceResult } from "checkout-signature/handler";
import { checkOptionNames, invalidOption } from "../../shared/caller-error.ts";
import { MAX_TIMEOUT_MS } from "../../shared/deadline.ts";
import { checkDuration } from "./durations.ts";
import { checkName, encodeKey, TABLE_NAME, transactionUndone } from "./sql.ts";

/** A database of `node:sqlite`, `better-sqlite3` or `bun:sqlite`. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): {
    // biome-ignore lint/suspicious/noExplicitAny: each client types its parameters and rows in its own way.
    get(...values: any[]): unknown;
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    run(...values: any[]): { changes: number | bigint };
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

const SQLITE_BUSY = 5;
const BUSY_TIMEOUT_MS = 2000;
const PAUSE_BEFORE_RETRY_MS = 5;
const NOW_MS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

/** One transaction at a time on a connection, also where several stores were made with it. */
const connections = new WeakMap<object, Connection>();

interface Connection {
  /** Settles when the connection is free. */
  free: Promise<unknown>;
  /** What is being handled or waits for the connection, by table and key. */
  readonly running: Set<string>;
  /** Whether a transaction of ours could not be rolled back, and is still open. */
  isStuck: boolean;
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
export class SqliteStore<Database extends SqliteDatabase = SqliteDatabase>
  implements DeliveryStore<Database>
{
  /** The statement that makes the table, for your migrations. */
  readonly createTableStatement: string;
  readonly #database: Database;
  readonly #table: string;
  readonly #note: string;
  readonly #forget: string | undefined;
  readonly #busyTimeoutMs: number;

  /**
   * @param database a connection for this store alone
   * @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong
   */
  constructor(database: Database, options: SqliteStoreOptions = {}) {
    const { exec, prepare } = Object(database) as Record<string, unknown>;
    if (typeof exec !== "function" || typeof prepare !== "function") {
      throw invalidOption("SqliteStore needs a database of node:sqlite, better-sqlite3 or bun:sqlite.");
    }
    const {
      table = TABLE_NAME,
      schema,
      forgetAfterMs,
      busyTimeoutMs = BUSY_TIMEOUT_MS,
    } = checkOptionNames(options, ["table", "schema", "forgetAfterMs", "busyTimeoutMs"], "{ table }");
    this.#database = database;
    const quoted = `"${checkName("table", table)}"`;
    this.#table = schema === undefined ? quoted : `"${checkName("schema", schema)}".${quoted}`;
    this.#busyTimeoutMs = Math.min(checkDuration("busyTimeoutMs", busyTimeoutMs), MAX_TIMEOUT_MS);
    this.createTableStatement =
      `CREATE TABLE IF NOT EXISTS ${this.#table} ` +
      `(delivery_key TEXT NOT NULL PRIMARY KEY, handled_at INTEGER NOT NULL DEFAULT (${NOW_MS})) WITHOUT ROWID`;
    let onConflict = "DO NOTHING";
    if (forgetAfterMs !== undefined) {
      const isForgotten = `handled_at <= ${NOW_MS} - ${checkDuration("forgetAfterMs", forgetAfterMs)}`;
      onConflict = `DO UPDATE SET handled_at = ${NOW_MS} WHERE ${isForgotten}`;
      this.#forget = `DELETE FROM ${this.#table} WHERE ${isForgotten}`;
    }
    this.#note = `INSERT INTO ${this.#table} (delivery_key) VALUES (?) ON CONFLICT (delivery_key) ${onConflict}`;
  }

  async once(key: string, work: (transaction: Database) => Promise<unknown>): Promise<OnceResult> {
    const encoded = await encodeKey(key);
    const connection = connectionOf(this.#database);
    const name = `${this.#table}:${encoded}`;
    if (connection.running.has(name)) return "in-progress";
    connection.running.add(name);
    try {
      return await this.#inTurn(() => this.#inTransaction(encoded, work));
    } finally {
      connection.running.delete(name);
    }
  }

  /** Makes the table unless it exists, and returns the statement that was run. */
  async createTable(): Promise<string> {
    await this.#inTurn(async () => {
      if (!(await this.#runUnlessBusy(this.createTableStatement))) throw stayedBusy();
    });
    return this.createTableStatement;
  }

  /** Deletes what is older than `forgetAfterMs`; returns how many notes that were. */
  async deleteForgotten(): Promise<number> {
    const sql = this.#forget;
    if (sql === undefined) return 0;
    const { changes } = await this.#inTurn(async () => this.#database.prepare(sql).run());
    return Number(changes);
  }

  /** Runs when the connection is free: what is written on it meanwhile would be part of the open transaction. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const connection = connectionOf(this.#database);
    const turn = connection.free.then(() => {
      if (connection.isStuck) this.#rollBack();
      return run();
    });
    connection.free = turn.catch(() => {});
    return turn;
  }

  async #inTransaction(key: string, work: (transaction: Database) => Promise<unknown>): Promise<OnceResult> {
    if (!(await this.#runUnlessBusy("BEGIN IMMEDIATE"))) return "in-progress";
    let isOpen = true;
    try {
      const { changes } = this.#database.prepare(this.#note).run(key);
      if (Number(changes) === 0) return "already-handled";
      await work(this.#database);
      if (!this.#isNoted(key)) throw transactionUndone("SQLite");
      if (!(await this.#runUnlessBusy("COMMIT"))) throw stayedBusy();
      isOpen = false;
      return "handled";
    } finally {
      if (isOpen) this.#rollBack();
    }
  }

  #isNoted(key: string): boolean {
    const row = this.#database.prepare(`SELECT 1 FROM ${this.#table} WHERE delivery_key = ?`).get(key);
    return row !== undefined && row !== null;
  }

  #rollBack(): void {
    const connection = connectionOf(this.#database);
    connection.isStuck = false;
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back itself, and what is thrown must be what the work threw. Only better-sqlite3 refuses: while
      // rows are still read.
      connection.isStuck = isInTransaction(this.#database as { inTransaction?: unknown });
    }
  }

  /**
   * Runs a statement that needs a lock of the file, and tries again while another connection holds it.
   *
   * SQLite's own waiting would hold the whole program, and with it the one who has the lock, if it is in this process.
   */
  async #runUnlessBusy(sql: string): Promise<boolean> {
    const until = performance.now() + this.#busyTimeoutMs;
    for (;;) {
      if (this.#tryOnce(sql)) return true;
      if (performance.now() >= until) return false;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_RETRY_MS));
    }
  }

  #tryOnce(sql: string): boolean {
    const row = this.#database.prepare("PRAGMA busy_timeout").get() as { timeout: number };
    this.#database.exec("PRAGMA busy_timeout = 0");
    try {
      this.#database.exec(sql);
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      return false;
    } finally {
      this.#database.exec(`PRAGMA busy_timeout = ${Number(row.timeout)}`);
    }
  }
}

function connectionOf(database: object): Connection {
  let connection = connections.get(database);
  if (connection === undefined) {
    connection = { free: Promise.resolve(), running: new Set(), isStuck: false };
    connections.set(database, connection);
  }
  return connection;
}

/** Whether better-sqlite3 says so; bun:sqlite throws where the database was closed. */
function isInTransaction(database: { inTransaction?: unknown }): boolean {
  try {
    return database.inTransaction === true;
  } catch {
    return false;
  }
}

/** `SQLITE_BUSY`, as each client says it; the upper bits of the number are the extended code. */
function isBusy(error: unknown): boolean {
  const { code, errcode, errno } = Object(error) as Record<string, unknown>;
  if (typeof code === "string" && code.startsWith("SQLITE_BUSY")) return true;
  const number = typeof errcode === "number" ? errcode : errno;
  return typeof number === "number" && (number & 0xff) === SQLITE_BUSY;
}

function stayedBusy(): Error {
  return new Error("Another connection wrote to the SQLite database all the time, so nothing was noted.");
}
