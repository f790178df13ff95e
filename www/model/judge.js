// What a shop answers to a callback: the package's own handler, on a real Request, with a store of its own.

import { sameId, VerificationError, verify } from "checkout-signature";
import { createHandler, MemoryStore } from "checkout-signature/handler";

/**
 * @typedef {object} Verdict
 * @property {string} code
 * @property {string} message
 * @property {number} [status] absent where there was no answer
 * @property {Record<string, string>} [headers] the answer's
 * @property {number} runs how often the shop's function ran
 * @property {string} [absence] why there was no answer
 * @property {{ status: number, code: string }} [before] the answer to the first delivery, of two
 */

/**
 * @param {{ body: string, header: string, secret: string }} callback
 * @param {object} options
 * @param {string} options.url the callback URL
 * @param {{ sessionId: string, amount: number }[]} options.orders
 * @param {"parsed" | "replayed"} [options.how] the body was parsed before the handler had it; the callback came twice
 * @returns {Promise<Verdict>}
 */
export async function judge({ body, header, secret }, { url, orders, how }) {
  let runs = 0;
  let told;
  const options = {
    secret,
    store: new MemoryStore(),
    expect: ({ sessionId }) => orders.find((order) => sameId(order.sessionId, sessionId)),
    onPaymentAuthorized: () => {
      runs += 1;
    },
    onAnswer: ({ status, code, message }) => {
      told = { status, code, message };
    },
  };
  const verdict = (headers) => ({ ...told, headers, runs });
  try {
    if (how === "parsed") return verdict(await parsed(createHandler(options), { body, header }));
    const handler = createHandler(options);
    let request = requested(url, { body, header });
    if (!request) verify(body, header, { secret });
    let before;
    if (how === "replayed") {
      await handler(request);
      before = told;
      request = requested(url, { body, header });
    }
    const { headers } = await handler(request);
    return { ...verdict(Object.fromEntries(headers)), before };
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (!(error instanceof VerificationError || "code" in error)) throw error;
    // A header that cannot be sent is verified without a request; a shop with a wrong secret does not start.
    const absence =
      error instanceof VerificationError ? "No client can send this" : "The handler does not start";
    return { code: error.code, message: error.message, runs: 0, absence };
  }
}

/** The request, or undefined where no client could send it. */
function requested(url, { body, header }) {
  try {
    const headers = new Headers({ "Content-Type": "application/json; charset=utf-8" });
    if (header !== "") headers.set("Authorization", header);
    return new Request(url, { method: "POST", headers, body });
  } catch {
    return undefined;
  }
}

/** The request as Express hands it on after express.json(), and the answer's headers. @param {any} handler */
async function parsed(handler, { body, header }) {
  let answer = {};
  const request = {
    method: "POST",
    headers: { authorization: header },
    body: JSON.parse(body),
    app: {},
    complete: true,
  };
  const response = {
    writeHead(_, headers) {
      answer = headers;
    },
    end() {},
    once() {},
  };
  await handler(request, response);
  return answer;
}
