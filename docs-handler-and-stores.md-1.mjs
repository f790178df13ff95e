import { sign } from "checkout-signature";
import { createHandler } from "checkout-signature/handler";

const [notes, running] = [new Set(), new Set()];
const store = {
  async once(key, work) {
    if (notes.has(key)) return "already-handled";
    if (running.has(key)) return "in-progress";
    running.add(key);
    try {
      await work();
      notes.add(key); // a database does this in the transaction that it has passed to work
      return "handled";
    } finally {
      running.delete(key);
    }
  },
};

const secret = "the secret key for callbacks";
const handler = createHandler({
  secret,
  store,
  onPaymentAuthorized: ({ payload }) => console.log("paid", payload.amount),
});

const body = '{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}';
const headers = { Authorization: sign(body, { secret }) };
const post = () => handler(new Request("https://shop.test/callback", { method: "POST", body, headers }));
await post(); // → paid 2000
console.log((await post()).status); // → 200
