// A transaction of the package `postgres`, which must send nothing once its connection has closed.

import { refuse, transactionOver } from "./late-statements.ts";

// biome-ignore lint/suspicious/noExplicitAny: whatever a function of the package postgres takes and gives.
type Method = (...args: any[]) => any;

/**
 * Guards the scopes of one transaction: all of it, and each savepoint.
 *
 * The package `postgres` (3.4.9) takes statements for a connection that has closed. They end the process, or go outside of
 * the transaction where the connection is opened again. So each scope's function gets an `sql` that refuses them, and
 * a scope whose connection has closed does not end: its end would be a statement too, and `begin` rejects without it.
 */
export class PostgresJsTransaction {
  /** Set once the connection has closed. */
  isClosed = false;
  /** Set once the merchant's function has thrown. */
  isOver = false;

  /**
   * Runs the function of a scope.
   *
   * @param abandon called with the error, where the scope does not end
   */
  async run<Sql extends object, T>(
    sql: Sql,
    run: (guarded: Sql) => T | Promise<T>,
    abandon: (error: unknown) => void = () => {},
  ): Promise<T> {
    let error: unknown;
    try {
      const given = run(this.#guard(sql));
      const result = await (Array.isArray(given) ? Promise.all(given) : given);
      if (!this.isClosed) return result;
      error = connectionClosed();
    } catch (thrown) {
      // Where the connection has broken, `begin` rejects in this turn.
      await new Promise((resolve) => setTimeout(resolve));
      if (!this.isClosed) throw thrown;
      error = thrown;
    }
    abandon(error);
    return new Promise(() => {});
  }

  /** The same `sql`, which refuses statements once the connection has closed. */
  #guard<Sql extends object>(sql: Sql): Sql {
    return new Proxy(sql, {
      apply: (target, self, args) => this.#send(() => Reflect.apply(target as unknown as Method, self, args)),
      get: (target, name) => {
        const member = Reflect.get(target, name) as Method;
        if (name === "savepoint")
          return (...args: unknown[]) => this.#send(() => this.#runSavepoint(member, args));
        if (name === "unsafe" || name === "file")
          return (...args: unknown[]) => this.#send(() => member(...args));
        return member;
      },
    });
  }

  #send(call: () => unknown): unknown {
    const error = this.#refusal();
    if (error) return refuseQuery(error);
    const query = call();
    this.#refuseLater(query);
    return this.#watch(query);
  }

  /** A query is sent where it is first waited for, which may be long after it was made. */
  #refuseLater(query: unknown): void {
    const { handler } = Object(query) as { handler?: Method };
    if (typeof handler !== "function") return;
    (query as { handler: Method }).handler = new Proxy(handler, {
      apply: (send, self, [sent]) => {
        const error = this.#refusal();
        return error ? sent.reject(error) : send.call(self, sent);
      },
    });
  }

  #refusal(): Error | undefined {
    if (this.isClosed) return connectionClosed();
    return this.isOver ? transactionOver() : undefined;
  }

  /** `savepoint(run)`, `savepoint(name, run)`, or a statement as a template. */
  #runSavepoint(savepoint: Method, args: unknown[]): Promise<unknown> {
    const last = args.at(-1);
    const isTemplate = Array.isArray(args[0]);
    const name = isTemplate ? [] : args.slice(0, -1);
    const run: Method = isTemplate ? (sql) => sql(...args) : (last as Method);
    return new Promise((resolve, reject) => {
      const saved = savepoint(...name, (sql: Method) => this.run(sql, run, reject));
      this.#watch(saved).then(resolve, reject);
    });
  }

  /** Learns of a rejection before the merchant does: `begin` rejects only after the merchant's next step. */
  #watch<Result>(result: Result): Result {
    if (result instanceof Promise) {
      // Not a query's own `then`, which sends the statement.
      Promise.prototype.then.call(result, undefined, (error) => {
        if (error?.code === "CONNECTION_CLOSED") this.isClosed = true;
      });
    }
    return result;
  }
}

/** What a query can be told before it is waited for. */
const QUERY_METHODS = ["simple", "execute", "describe", "values", "raw", "cursor", "forEach", "cancel"];

/** Rejects where it is waited for, as a query does: a throw would end the process where a timer's function sends it. */
function refuseQuery(error: Error): Promise<never> {
  const refused = refuse(error);
  return Object.assign(refused, Object.fromEntries(QUERY_METHODS.map((name) => [name, () => refused])));
}

function connectionClosed(): Error {
  return new Error("The connection was closed, so this transaction is over.");
}
