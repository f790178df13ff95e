// Verifies a callback through the built package and prints what it saw.

import { VerificationError, Verifier } from "../../pkg/dist/index.js";

const verifier = new Verifier({ secret: "an example secret, known to nobody's shop" });
const body = `{
  "type": "payment-authorized",
  "payload": {
    "amount": 2000,
    "paymentId": "e7dbc6b9fc2542c69eb53f9e9b978294",
    "sessionId": "4e0d7dd3c12441fba02981f60732a13f"
  }
}`;
const authorization = verifier.sign(body);

console.log(`\nA callback arrives:\n\nAuthorization: ${authorization}\n\n${body}\n`);
console.log("It is authentic, and says:", verifier.verify(body, authorization));

try {
  verifier.verify(body.replace("2000", "20"), authorization);
  throw new Error("a changed amount was accepted");
} catch (error) {
  if (!(error instanceof VerificationError)) throw error;
  console.log(`\nWith the amount changed to 20, it is refused: ${error.code}\n${error.message}`);
}
