// D1, as the proofs use it: its client for processes that have no workerd, which passes statements on to a Worker.

import { request } from "node:http";

const { D1Store } = (await import("../lib/package.mjs")).d1;

/** The part of D1's client that a store and a shop use, over HTTP. */
export function connectTo(url) {
  async function batch(statements) {
    const body = JSON.stringify(statements.map(({ sql, values }) => ({ sql, values })));
    const { results, error } = JSON.parse(await post(url, body));
    if (error !== undefined) throw new Error(error);
    return results;
  }
  const prepare = (sql, values = []) => ({
    sql,
    values,
    bind: (...bound) => prepare(sql, bound),
    run: async () => (await batch([{ sql, values }]))[0],
    raw() {},
  });
  return { prepare, batch };
}

/** On a connection of its own: workerd ends idle ones, and fails what was just sent on them. */
function post(url, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response
        .on("data", (chunk) => {
          text += chunk;
        })
        .on("end", () => resolve(text))
        .on("error", reject);
    });
    outgoing.on("error", reject).end(body);
  });
}

/** A shop's side of the store: `write` returns the statement, to be committed with the note. */
export async function openShop(name, { url }, options) {
  const client = connectTo(url);
  const statement = (paymentId) =>
    client.prepare("INSERT INTO orders (payment_id, pid) VALUES (?, ?)").bind(paymentId, process.pid);
  const write = {
    "D1, statements returned": async (_, paymentId) => statement(paymentId),
    "D1, statements run": async (_, paymentId) => void (await statement(paymentId).run()),
  }[name];
  return { store: new D1Store(client, options), write, client, close: async () => {} };
}

export async function prepare(settings) {
  const { store, client } = await openShop("D1, statements run", settings, {});
  await client
    .prepare("CREATE TABLE IF NOT EXISTS orders (payment_id TEXT NOT NULL, pid INTEGER NOT NULL)")
    .run();
  await store.createTable();
}

/** What is in the database: the process that wrote each order, and how many payments are noted. */
export async function inspect({ url }) {
  const client = connectTo(url);
  const select = async (sql) => (await client.prepare(sql).run()).results;
  return {
    client,
    orders: async () =>
      (await select("SELECT payment_id, pid FROM orders")).map((row) => [row.payment_id, `${row.pid}`]),
    notes: async () =>
      (await select("SELECT count(*) AS n FROM checkout_deliveries WHERE token IS NULL"))[0].n,
    close: async () => {},
  };
}
