// Deliveries in D1, Cloudflare's SQL database; in another one the statements are the same.
//   CREATE TABLE deliveries (id TEXT PRIMARY KEY, until INTEGER NOT NULL, done BOOLEAN NOT NULL);

// One statement, so that of any number of callers one wins. A row whose time is up is as good as none.
const CLAIM = `
  INSERT INTO deliveries (id, until, done) VALUES (?1, ?2, FALSE)
  ON CONFLICT (id) DO UPDATE SET until = ?2, done = FALSE WHERE until <= ?3`;
const LOOK = "SELECT done FROM deliveries WHERE id = ?";
const COMPLETE = `
  INSERT INTO deliveries (id, until, done) VALUES (?1, ?2, TRUE)
  ON CONFLICT (id) DO UPDATE SET until = ?2, done = TRUE`;
const RELEASE = "DELETE FROM deliveries WHERE id = ? AND NOT done";

const LEASE_MS = 60_000;
/** The API gives up after 24 hours; clocks and queues are late. */
const REMEMBER_MS = 72 * 60 * 60 * 1000;

export class D1Store {
  #db;

  constructor(db) {
    this.#db = db;
  }

  async once(key, work) {
    const claim = await this.#claim(key, LEASE_MS);
    if (claim !== "acquired") return claim;
    try {
      await work();
    } catch (error) {
      await this.#release(key);
      throw error;
    }
    await this.#complete(key, REMEMBER_MS);
    return "handled";
  }

  async #claim(key, leaseMs) {
    const now = Date.now();
    const { meta } = await this.#db
      .prepare(CLAIM)
      .bind(key, now + leaseMs, now)
      .run();
    if (meta.changes > 0) return "acquired";
    return (await this.#db.prepare(LOOK).bind(key).first("done")) ? "already-handled" : "in-progress";
  }

  async #complete(key, ttlMs) {
    await this.#db
      .prepare(COMPLETE)
      .bind(key, Date.now() + ttlMs)
      .run();
  }

  async #release(key) {
    await this.#db.prepare(RELEASE).bind(key).run();
  }
}
