// Handled payments in Cloudflare D1: a claim with a token and a lease, and the note in one batch with the work's statements.

import type { DeliveryStore, OnceResult } from "checkout-signature/handler";
import { checkOptionNames, invalidOption } from "../../shared/caller-error.ts";
import { checkDuration, checkLease, FORGET_AFTER_MS, LEASE_MS } from "./durations.ts";
import { type LeaseSteps, onceUnderLease } from "./lease.ts";
import { checkName, encodeKey, TABLE_NAME } from "./sql.ts";

/** A prepared statement of D1, with its values bound. */
export interface D1Statement {
  bind(...values: unknown[]): D1Statement;
  run(): Promise<D1StatementResult>;
}

/** What a statement of D1 resolves with. */
export interface D1StatementResult {
  // biome-ignore lint/suspicious/noExplicitAny: rows, as the statement selects them.
  results: any[];
  meta: { changes?: number };
}

/** D1, as it is bound to a Worker. */
export interface D1Client {
  // biome-ignore lint/suspicious/noExplicitAny: the Worker's own declarations have a class here.
  prepare(sql: string): any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
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

/** The database's clock: those of Workers differ. */
const NOW_MS = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

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
export class D1Store implements DeliveryStore {
  /** The statement that makes the table, for your migrations. */
  readonly createTableStatement: string;
  readonly #database: D1Client;
  readonly #table: string;
  readonly #leaseMs: number;
  readonly #forgetAfterMs: number;

  /** @throws {TypeError} with the code `invalid-option`, where the client is not known or an option is wrong */
  constructor(database: D1Client, options: D1StoreOptions = {}) {
    const { prepare, batch } = Object(database) as Record<string, unknown>;
    if (typeof prepare !== "function" || typeof batch !== "function") {
      throw invalidOption("D1Store needs a D1 database: the binding of your Worker, such as env.DB.");
    }
    const {
      table = TABLE_NAME,
      leaseMs = LEASE_MS,
      forgetAfterMs = FORGET_AFTER_MS,
    } = checkOptionNames(options, ["table", "leaseMs", "forgetAfterMs"], "{ table }");
    this.#database = database;
    this.#table = `"${checkName("table", table)}"`;
    this.#leaseMs = checkLease(leaseMs);
    this.#forgetAfterMs = checkDuration("forgetAfterMs", forgetAfterMs);
    // A row without a token is the note of a handled payment.
    this.createTableStatement =
      `CREATE TABLE IF NOT EXISTS ${this.#table} ` +
      "(delivery_key TEXT NOT NULL PRIMARY KEY, token TEXT, expires_at INTEGER NOT NULL) WITHOUT ROWID";
  }

  async once(
    key: string,
    work: (transaction: undefined, signal: AbortSignal) => Promise<unknown>,
  ): Promise<OnceResult> {
    return onceUnderLease(this.#steps(await encodeKey(key)), this.#leaseMs, work);
  }

  /** Makes the table unless it exists, and returns the statement that was run. */
  async createTable(): Promise<string> {
    await this.#statement(this.createTableStatement).run();
    return this.createTableStatement;
  }

  /** Deletes notes and claims whose time is over; returns how many that were. */
  async deleteForgotten(): Promise<number> {
    const sql = `DELETE FROM ${this.#table} WHERE expires_at <= ${NOW_MS}`;
    return (await this.#statement(sql).run()).meta.changes ?? 0;
  }

  #steps(key: string): LeaseSteps {
    const table = this.#table;
    return {
      claim: async (token) => {
        const upsert = this.#statement(
          `INSERT INTO ${table} (delivery_key, token, expires_at) VALUES (?1, ?2, ${NOW_MS} + ?3)
           ON CONFLICT (delivery_key) DO UPDATE SET token = ?2, expires_at = ${NOW_MS} + ?3 WHERE expires_at <= ${NOW_MS}`,
          [key, token, this.#leaseMs],
        );
        const select = this.#statement(`SELECT token FROM ${table} WHERE delivery_key = ?`, [key]);
        const [, held] = await this.#batch([upsert, select]);
        const holder = held?.results[0]?.token;
        if (holder === token) return "acquired";
        return holder === null ? "done" : "busy";
      },
      renew: async (token) => {
        const sql = `UPDATE ${table} SET expires_at = ${NOW_MS} + ?3 WHERE delivery_key = ?1 AND token = ?2 RETURNING 1`;
        return (await this.#statement(sql, [key, token, this.#leaseMs]).run()).results.length === 1;
      },
      note: (token, result) => this.#note(key, token, toStatements(result)),
      release: (token) => this.#release(key, token),
    };
  }

  /** Commits the statements and the note together, unless another one has the claim. */
  async #note(key: string, token: string, statements: D1Statement[]): Promise<boolean> {
    const table = this.#table;
    // A batch ends with the first statement that fails: this one breaks NOT NULL, and only where the claim is not ours.
    const guard = this.#statement(
      `INSERT INTO ${table} (delivery_key, token, expires_at) SELECT ?1, ?2, NULL
       WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE delivery_key = ?1 AND token = ?2)`,
      [key, token],
    );
    const note = this.#statement(
      `UPDATE ${table} SET token = NULL, expires_at = ${NOW_MS} + ?2 WHERE delivery_key = ?1`,
      [key, this.#forgetAfterMs],
    );
    try {
      await this.#batch([guard, ...statements, note]);
      return true;
    } catch (error) {
      if (isGuard(error, this.#table)) return false;
      // Nothing of the batch was written. Without statements the work has written by itself, and must not run at once again.
      if (statements.length > 0) await this.#release(key, token).catch(() => {});
      throw error;
    }
  }

  #release(key: string, token: string): Promise<unknown> {
    const sql = `DELETE FROM ${this.#table} WHERE delivery_key = ? AND token = ?`;
    return this.#statement(sql, [key, token]).run();
  }

  #statement(sql: string, values: unknown[] = []): D1Statement {
    const statement: D1Statement = this.#database.prepare(sql);
    return values.length === 0 ? statement : statement.bind(...values);
  }

  #batch(statements: D1Statement[]): Promise<D1StatementResult[]> {
    return this.#database.batch(statements);
  }
}

/** What the merchant's function returned, so far as it is statements of D1. */
function toStatements(result: unknown): D1Statement[] {
  if (isStatement(result)) return [result];
  if (!Array.isArray(result) || !result.some(isStatement)) return [];
  if (result.every(isStatement)) return result;
  throw new TypeError(
    "onPaymentAuthorized returned an array of which some are statements of D1 and some are not; nothing was noted.",
  );
}

function isStatement(value: unknown): value is D1Statement {
  const { bind, run, raw } = Object(value) as Record<string, unknown>;
  return [bind, run, raw].every((member) => typeof member === "function");
}

function isGuard(error: unknown, quotedTable: string): boolean {
  const table = quotedTable.slice(1, -1);
  return String((error as Error)?.message).includes(`NOT NULL constraint failed: ${table}.expires_at`);
}
