import { VerificationError, verify } from "checkout-signature";

try {
  verify("{}", null, { secret: "the secret key for callbacks" });
} catch (error) {
  if (!(error instanceof VerificationError)) throw error;
  console.log(error.code); // → missing-signature
}
