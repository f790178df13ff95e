// A callback that the first screen and the form can show at once: signed here, with a secret that is no secret.

import { sign } from "checkout-signature";

export const SAMPLE_SECRET = "an example secret, known to nobody's shop";

/** In øre: 627.00 NOK. */
const SAMPLE_AMOUNT = 62700;

export const SAMPLE_BODY = `{
  "type": "payment-authorized",
  "payload": {
    "amount": ${SAMPLE_AMOUNT},
    "paymentId": "e7dbc6b9fc2542c69eb53f9e9b978294",
    "sessionId": "4e0d7dd3c12441fba02981f60732a13f"
  }
}`;

export const SAMPLE_ORDER = { sessionId: "4e0d7dd3-c124-41fb-a029-81f60732a13f", amount: SAMPLE_AMOUNT };

export const sampleHeader = () => sign(SAMPLE_BODY, { secret: SAMPLE_SECRET });
