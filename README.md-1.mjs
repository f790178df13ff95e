import { sign, verify } from "checkout-signature";

const secret = "the secret key for callbacks";
const body = '{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}';
const authorization = sign(body, { secret }); // in production: the request's Authorization header

const event = verify(body, authorization, { secret }); // or throws a VerificationError
console.log(event.type, event.payload.amount); // → payment-authorized 2000
