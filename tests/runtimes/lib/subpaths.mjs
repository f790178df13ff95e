// One payment through the subpaths, where they were imported: the sandbox sends its callback to the handler.

import { secret } from "../../lib/callback.mjs";
import { order } from "../../lib/order.mjs";

const API = "https://sandbox.test";

/**
 * Adds to what the suite counted.
 *
 * @param {object} subpaths each as the runtime loaded it
 * @param {typeof import("checkout-signature/handler")} subpaths.handler
 * @param {typeof import("checkout-signature/sandbox")} subpaths.sandbox
 * @param {typeof import("checkout-signature/explain")} subpaths.explain
 * @param {{ passed: number, failed: string[] }} outcome
 */
export async function checkSubpaths({ handler, sandbox, explain }, outcome) {
  const expect = (what, isSo) => (isSo ? (outcome.passed += 1) : outcome.failed.push(`subpaths: ${what}`));
  try {
    await pay(handler, sandbox, explain, expect);
  } catch (error) {
    outcome.failed.push(`subpaths: ${error?.stack ?? error}`);
  }
  return outcome;
}

async function pay({ createHandler }, { createSandbox }, { explain, signedPieces }, expect) {
  const [paid, codes] = [[], []];
  const receive = createHandler({
    secret,
    expect: ({ amount }) => amount === 2000,
    onPaymentAuthorized({ payload }) {
      if (codes.length === 0) throw new Error("the warehouse is closed");
      paid.push(payload.amount);
    },
    onAnswer: ({ code }) => codes.push(code),
  });
  const api = createSandbox({ secret, speed: 0, fetch: receive });
  const post = (path, body, headers = {}) =>
    api(new Request(new URL(path, API), { method: "POST", body, headers }));
  const credentials = {
    grant_type: "client_credentials",
    client_id: "1001",
    client_secret: "sandbox-api-key",
    scope: "merchant",
  };
  const { access_token } = await (await post("/token", new URLSearchParams(credentials))).json();
  const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" };
  const { id, products } = await (await post("/checkout", JSON.stringify(order), headers)).json();
  const payment = await (
    await post(`/checkout/${id}/payment`, JSON.stringify({ productId: products[0].id }), headers)
  ).json();
  const decided = await post(payment.redirects[0].url, new URLSearchParams({ decision: "approve" }));
  expect(
    "the page redirects to the shop",
    decided.status === 303 && decided.headers.get("location") === order.merchantUrls.accept,
  );
  await api.advance(60_000);
  const [{ state, attempts, request }] = api.deliveries();
  expect(
    "the callback is delivered on the second attempt",
    state === "delivered" && String(attempts.map(({ status }) => status)) === "500,200",
  );
  expect(
    "the payment is handled once",
    String(paid) === "2000" && String(codes) === "handler-failed,handled",
  );
  const forged = request.body.replace("2000", "1");
  const answer = await receive(
    new Request(request.url, { method: "POST", headers: request.headers, body: forged }),
  );
  expect("a changed body is refused", answer.status === 401 && codes.at(-1) === "signature-mismatch");
  const [{ code }] = explain(request.body, request.headers, { secret: `${secret}\n` });
  expect("explain names a padded secret", code === "secret-whitespace");
  expect("the pieces that are signed", JSON.stringify(signedPieces("a b")) === "[[0,1],[2,3]]");
  api.close();
}
