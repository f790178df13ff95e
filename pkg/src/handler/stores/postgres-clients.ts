// The clients of PostgreSQL: which one is given, and how each runs a transaction.

import { invalidOption } from "../../shared/caller-error.ts";
import { refuseStatements } from "./late-statements.ts";
import { PostgresJsTransaction } from "./postgres-js.ts";
import { transactionUndone } from "./sql.ts";

/** A row of a result, by the names of its columns. */
export type PgRow = Record<string, unknown>;

/** A client that a `Pool` of the package `pg` lends. */
export interface PgPoolClient {
  query(
    text: string | { name: string; text: string; values: unknown[] },
    values?: unknown[],
  ): Promise<{ rows: PgRow[]; rowCount: number | null; command: string }>;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
  release(destroy?: Error | boolean): void;
}

/** A `Pool` of the package `pg`, or of one that is made like it, such as `@neondatabase/serverless`. */
export interface PgPool {
  readonly totalCount: number;
  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads; what is lent is typed by `PostgresTransaction`.
  connect(callback?: (error: Error | undefined, client: any) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  query(text: string, values?: unknown[]): Promise<any>;
}

/** The function of the package `postgres`. */
export interface PostgresJs {
  // biome-ignore lint/suspicious/noExplicitAny: the package's types are generic in the user's own.
  begin(options: string, run: (sql: any) => Promise<unknown>): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  unsafe(text: string, values?: any[], options?: { prepare: boolean }): PromiseLike<any>;
}

export type PostgresClient = PgPool | PostgresJs;

/** What the client runs statements on inside a transaction: pg's `PoolClient`, or the `sql` of `sql.begin`. */
export type PostgresTransaction<Client extends PostgresClient> = Client extends {
  begin(options: string, run: (sql: infer Sql) => unknown): unknown;
}
  ? Sql
  : Client extends { connect: { (): Promise<infer Lent>; (callback: never): void } }
    ? Lent
    : Client extends { connect(): Promise<infer Lent> }
      ? Lent
      : never;

/** Runs a statement; under a `name` the server prepares it once for each connection. */
export type Query = (
  text: string,
  values?: unknown[],
  name?: string,
) => Promise<{ rows: PgRow[]; rowCount: number }>;

export interface PostgresDriver<Transaction> {
  query: Query;
  /** Commits when `run` resolves with `true`, and rolls back where it resolves with `false` or rejects. */
  transaction(run: (query: Query, transaction: Transaction) => Promise<boolean>): Promise<void>;
}

/** Each statement must see what another delivery has committed meanwhile, whatever the database's default is. */
const MODE = "ISOLATION LEVEL READ COMMITTED READ WRITE";

/** Made once: an error's stack costs as much as a statement. */
const NOTHING_TO_COMMIT = new Error("nothing to commit");

/** Recognises the client, so that what can never work is refused when the store is made. */
export function toPostgresDriver<Transaction>(client: unknown): PostgresDriver<Transaction> {
  const { begin, unsafe, connect, query, totalCount } = Object(client) as Record<string, unknown>;
  if (typeof begin === "function" && typeof unsafe === "function") {
    return postgresJsDriver(client as PostgresJs);
  }
  if (typeof connect === "function" && typeof query === "function") {
    if (typeof totalCount === "number") return pgDriver(client as PgPool);
    throw invalidOption(
      "PostgresStore was given a single client of pg. Give it a Pool: on one connection the transactions of two payments " +
        "would be one.",
    );
  }
  throw invalidOption(
    "PostgresStore needs a Pool of the package pg, or the sql function of the package postgres.",
  );
}

function pgDriver<Transaction>(pool: PgPool): PostgresDriver<Transaction> {
  return {
    query: async (text, values) => countRows(await pool.query(text, values)),
    async transaction(run) {
      let broken: Error | undefined;
      let isOver = false;
      const onError = (error: Error) => {
        broken = error;
      };
      const client = await lendClient(pool, onError);
      try {
        await client.query(`BEGIN ${MODE}`);
        const query: Query = async (text, values = [], name) =>
          countRows(await (name ? client.query({ name, text, values }) : client.query(text, values)));
        const transaction = refuseStatements(client, ["query"], () => isOver);
        const isDone = await run(query, transaction as Transaction);
        const { command } = await client.query(isDone ? "COMMIT" : "ROLLBACK");
        if (isDone && command !== "COMMIT") throw transactionUndone("PostgreSQL");
      } catch (error) {
        isOver = true;
        // After a failed COMMIT this does nothing, and a connection that cannot do it is not lent again.
        await client.query("ROLLBACK").catch((failure: Error) => {
          broken ??= failure;
        });
        throw error;
      } finally {
        client.off("error", onError);
        client.release(broken);
      }
    },
  };
}

/**
 * Lends a client, whose errors are listened to from then on.
 *
 * pg ends the process where the connection of a lent client breaks and nobody listens. A server that stops can say so in
 * the packet in which it says that it is ready: too early for what waits for a promise, so pg is given a callback.
 */
function lendClient(pool: PgPool, onError: (error: Error) => void): Promise<PgPoolClient> {
  return new Promise((resolve, reject) => {
    let [taken, hasFailed]: [PgPoolClient | undefined, boolean] = [undefined, false];
    const take = (client: PgPoolClient | undefined) => {
      if (!client || client === taken) return;
      if (taken || hasFailed) {
        client.release(true);
        return;
      }
      taken = client;
      client.on("error", onError);
      resolve(client);
    };
    const fail = (error: unknown) => {
      hasFailed = true;
      reject(error);
    };
    const lent = pool.connect((error, client) => (error ? fail(error) : take(client)));
    // A pool that is made like pg's may know promises only; one whose `connect` is async gives a promise of nothing.
    Promise.resolve(lent as PgPoolClient | undefined)
      .then(take)
      .catch(fail);
  });
}

function postgresJsDriver<Transaction>(sql: PostgresJs): PostgresDriver<Transaction> {
  type Result = PgRow[] & { count: number };
  const toQuery =
    (on: { unsafe: PostgresJs["unsafe"] }): Query =>
    async (text, values = []) => {
      // Prepared, unless the client's own option says no: else each statement takes another round trip.
      const rows: Result = await on.unsafe(text, values, { prepare: true });
      return { rows, rowCount: rows.count };
    };
  return {
    query: toQuery(sql),
    async transaction(run) {
      const guarded = new PostgresJsTransaction();
      /** What `run` rejected with: `begin` itself may reject with an error of an earlier statement. */
      let failure: { error: unknown } | undefined;
      try {
        await sql.begin(MODE, async (lent) => {
          const isDone = await guarded.run(lent, async (transaction) => {
            try {
              return await run(toQuery(transaction), transaction);
            } catch (error) {
              guarded.isOver = true;
              failure = { error };
              throw error;
            }
          });
          if (!isDone) throw NOTHING_TO_COMMIT;
        });
      } catch (error) {
        guarded.isClosed = true;
        if (failure) throw failure.error;
        if (error !== NOTHING_TO_COMMIT) throw error;
      }
    },
  };
}

function countRows({ rows, rowCount }: { rows: PgRow[]; rowCount: number | null }) {
  return { rows, rowCount: rowCount ?? 0 };
}
