// What must compile, and (after each @ts-expect-error) what must not.

import type { IncomingMessage } from "node:http";
import type { CallerErrorCode, CheckoutEvent, VerificationErrorCode } from "checkout-signature";
import { canonicalId, sameId, sign, VerificationError, Verifier, verify } from "checkout-signature";

declare const incoming: IncomingMessage;
declare const secret: string;

const event: CheckoutEvent = verify("{}", new Headers(), { secret });
verify(new Uint8Array(), incoming.headers, { secret: [secret, new Uint8Array()] });
verify(Buffer.from(""), incoming.headersDistinct, {
  secret,
  whitespace: "none",
  signed: "payload",
  maxBodyBytes: 1,
});
verify(new ArrayBuffer(0), incoming.headers.authorization, { secret });
verify("", null, { secret });

const header: string = sign("{}", { secret });
const same: boolean = sameId("a", "b");
const key: string = canonicalId("4e0d7dd3-c124-41fb-a029-81f60732a13f");
// @ts-expect-error an order may have no payment yet
canonicalId(undefined);

using verifier = new Verifier({ secret });
const nothing: void = verifier.verifySignature("{}", header);

switch (event.type) {
  case "payment-authorized": {
    const amount: number = event.payload.amount;
    const ids: string = event.payload.paymentId + event.payload.sessionId;
    // @ts-expect-error an event is read-only
    event.payload.amount = 1;
    // @ts-expect-error only unknown events have a name
    event.name;
    break;
  }
  case "unknown": {
    const name: string = event.name;
    const payload: unknown = event.payload;
    // @ts-expect-error the payload of an unknown event has no type
    event.payload.amount;
    break;
  }
  default: {
    const never: never = event;
  }
}

try {
  verifier.verify("{}", header);
} catch (error) {
  if (error instanceof VerificationError) {
    const code: VerificationErrorCode = error.code;
    const message: string = error.message;
    if (error.code === "signature-mismatch") console.log(message);
    // @ts-expect-error the union of codes is closed
    if (error.code === "signature-missmatch") console.log(code);
  }
}
const callers: CallerErrorCode[] = ["empty-secret", "padded-secret", "body-not-raw", "invalid-option"];

// @ts-expect-error a parsed body is not raw
verify({ type: "payment-authorized" }, header, { secret });
// @ts-expect-error without a secret nothing can be verified
verify("{}", header, {});
// @ts-expect-error an environment variable may be missing
verify("{}", header, { secret: process.env.SECRET });
// @ts-expect-error there is no such rule
verify("{}", header, { secret, whitespace: "some" });
// @ts-expect-error there is no such option
verify("{}", header, { secret, maxBytes: 1 });
// @ts-expect-error the request is not its headers
verify("{}", 7, { secret });
// @ts-expect-error it returns nothing to forget to look at
if (verifier.verifySignature("{}", header)) console.log();
// @ts-expect-error only the package makes these
new VerificationError("signature-mismatch", "…");
