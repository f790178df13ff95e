import { sign } from "checkout-signature";
import { explain } from "checkout-signature/explain";

const body = '{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}';
const authorization = sign(body, { secret: "the secret key for callbacks" });
const [{ code, finding, change }] = explain(body, authorization, { secret: "the secret key for callbacks\n" });
console.log(code); // → secret-whitespace
