// What verifying came to, as plain data for the view: { tone, headline, code, text?, facts }.

import { VerificationError } from "checkout-signature";

const RETRIES = "and the sender tries again for 24 hours.";

const UNAUTHORIZED = ["Your handler answers", "401 Unauthorized", `with an empty body, ${RETRIES}`];
const BAD_REQUEST = ["Your handler answers", "400 Bad Request", RETRIES];

/** By the code of a VerificationError. */
const ANSWERS = {
  "missing-signature": UNAUTHORIZED,
  "malformed-signature": UNAUTHORIZED,
  "unsupported-algorithm": UNAUTHORIZED,
  "signature-mismatch": UNAUTHORIZED,
  "altered-whitespace": BAD_REQUEST,
  "malformed-event": BAD_REQUEST,
  "body-too-large": ["Your handler answers", "413 Content Too Large", RETRIES],
};

/** @param {import("checkout-signature").CheckoutEvent} event */
export function accepted(event) {
  const known = event.type === "payment-authorized";
  return {
    tone: "verified",
    headline: "Verified",
    code: known ? event.type : event.name,
    text: known
      ? undefined
      : "An event that this version does not know. Whitespace inside the strings of its payload is not signed.",
    facts: known ? paymentFacts(event.payload) : unknownFacts(event.payload),
  };
}

function paymentFacts({ amount, paymentId, sessionId }) {
  return [
    ["Amount", String(amount), "in minor units"],
    ["Payment", paymentId],
    ["Session", sessionId],
    ["Your handler answers", "200 OK", "once it has recorded the payment."],
  ];
}

function unknownFacts(payload) {
  return [
    ["Payload", payload === undefined ? "none" : JSON.stringify(payload, null, 2)],
    ["Your handler answers", "200 OK", "so that it is not sent again."],
  ];
}

export function refused(error) {
  if (error instanceof VerificationError) {
    return {
      tone: "refused",
      headline: "Refused",
      code: error.code,
      text: error.message,
      facts: [ANSWERS[error.code]],
    };
  }
  // The package's own TypeErrors have a code; anything else is the browser's.
  if (error instanceof TypeError && "code" in error) {
    return {
      tone: "mistake",
      headline: "Not checked",
      code: error.code,
      text: error.message,
      facts: [["Your handler answers", "nothing", "since it refuses to start with this secret."]],
    };
  }
  return {
    tone: "mistake",
    headline: "Not checked",
    code: error?.name ?? "error",
    text: "The verifier could not run. It needs a browser of 2023 or later with WebAssembly switched on.",
    facts: [],
  };
}
