// The subpaths as users write them, and (after each @ts-expect-error) what must not compile.

import { createServer } from "node:http";
import type { Finding, Piece } from "checkout-signature/explain";
import { explain, signedPieces } from "checkout-signature/explain";
import type { DeliveryStore, HandlerAnswer } from "checkout-signature/handler";
import { createHandler, MemoryStore, nodeHandler } from "checkout-signature/handler";
import type { RedisClient } from "checkout-signature/redis";
import { RedisStore } from "checkout-signature/redis";
import type { Delivery } from "checkout-signature/sandbox";
import { BACK_OFF, createSandbox } from "checkout-signature/sandbox";

declare const secret: string;
declare const client: RedisClient;

const store: DeliveryStore = new MemoryStore();
const post: (request: Request) => Promise<Response> = createHandler({
  secret,
  store,
  expect: async ({ sessionId }) => (sessionId === "" ? null : { amount: 2000, sessionId }),
  onPaymentAuthorized: ({ payload }) => payload.amount,
  onUnknown: ({ name }) => name,
  onAnswer({ status, code, message, error }: HandlerAnswer) {
    if (code === "already-handled") console.log(status, message, error);
    // @ts-expect-error the union of codes is closed
    if (code === "already handled") console.log();
  },
});
createServer(
  nodeHandler({
    secret: [secret, new Uint8Array()],
    onPaymentAuthorized() {},
    store: new RedisStore(client, { leaseMs: 30_000 }),
  }),
);
createHandler({ secret: process.env.CHECKOUT_SECRET, onPaymentAuthorized() {} });
// @ts-expect-error without a secret nothing can be verified
createHandler({ onPaymentAuthorized() {} });
// @ts-expect-error what is done for a payment has to be said
createHandler({ secret });
// @ts-expect-error there is no such option
createHandler({ secret, onPaymentAuthorized() {}, onPaid() {} });
// @ts-expect-error a store has the function `once`
createHandler({ secret, onPaymentAuthorized() {}, store: { claim: async () => "done" } });
declare const sql: DeliveryStore<{ query(text: string): Promise<unknown> }>;
createHandler({
  secret,
  store: sql,
  expect: (_, { transaction }) => transaction.query("select").then(() => true),
  onPaymentAuthorized: (_, { transaction, signal }) => signal?.aborted || transaction.query("insert"),
});
createHandler({
  secret,
  // @ts-expect-error the memory has no transaction
  onPaymentAuthorized: (_, { transaction }) => transaction.query("insert"),
});

const findings: readonly Finding[] = explain("{}", null, { secret });
explain({ parsed: true }, new Headers(), { secret, whitespace: "none" });
const sentences: string[] = findings.map(({ finding, change }) => `${finding} ${change}`);
// @ts-expect-error a finding is no verdict
findings[0]?.verified;
const pieces: Piece[] = signedPieces(new Uint8Array(), { whitespace: "all" });

using sandbox = Object.assign(createSandbox({ secret, fetch: post, speed: 60 }), { [Symbol.dispose]() {} });
const answer: Promise<Response> = sandbox(new Request("https://sandbox.test/token", { method: "POST" }));
const deliveries: Delivery[] = sandbox.deliveries();
const first: number | undefined = BACK_OFF[0];
const moved: Promise<void> = sandbox.advance(24 * 60 * 60 * 1000);
sandbox.speed = 0;
sandbox.close();
// @ts-expect-error without a secret nothing can be signed
createSandbox({});
// @ts-expect-error the log is not to be changed
deliveries[0]!.state = "delivered";
console.log(sentences, pieces, answer, first, moved);
