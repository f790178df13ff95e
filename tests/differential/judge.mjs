// Judges callbacks with the npm package and with node:crypto, and stops at the first verdict that differs from the core's.

import { createHmac, timingSafeEqual } from "node:crypto";
import { imported } from "../lib/consumer.mjs";

const { Verifier, VerificationError } = imported;

const HEADER = /^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*(?:"([0-9a-f]{64})"|([0-9a-f]{64}))[ \t]*$/i;
// The 25 code points as bytes, each byte a character.
const WHITE_SPACE =
  /[\t-\r ]|\xC2[\x85\xA0]|\xE1\x9A\x80|\xE2\x80[\x80-\x8A\xA8\xA9\xAF]|\xE2\x81\x9F|\xE3\x80\x80/g;
const NOT_AUTHENTIC = new Set([
  "signature-mismatch",
  "malformed-signature",
  "unsupported-algorithm",
  "missing-signature",
]);

/** What the package says: the type of the event, or the code of the error. */
function judge(secret, header, body) {
  const verifier = new Verifier({ secret });
  try {
    return verifier.verify(body, header).type;
  } catch (error) {
    if (error instanceof VerificationError) return error.code;
    throw error;
  } finally {
    verifier[Symbol.dispose]();
  }
}

/** The signature's verdict, by node:crypto. */
function isAuthentic(secret, header, body) {
  const [, quoted, bare] = HEADER.exec(header) ?? [];
  const digits = quoted ?? bare;
  if (digits === undefined) return false;
  const text = body.toString("latin1").replace(/^\xEF\xBB\xBF/, "");
  const signed = Buffer.from(text.replace(WHITE_SPACE, ""), "latin1");
  return timingSafeEqual(createHmac("sha256", secret).update(signed).digest(), Buffer.from(digits, "hex"));
}

/** Each callback of a stream, as the bytes of its four parts. */
async function* read(stream) {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const line = rest.indexOf("\n");
      if (line < 0) break;
      const lengths = rest.toString("latin1", 0, line).split(" ").map(Number);
      const total = lengths.reduce((sum, length) => sum + length, line + 1);
      if (rest.length < total) break;
      let at = line + 1;
      yield lengths.map((length) => rest.subarray(at, (at += length)));
      rest = rest.subarray(total);
    }
  }
  if (rest.length > 0) throw new Error("the last callback is cut off");
}

let count = 0;
for await (const [secret, header, body, expected] of read(process.stdin)) {
  const [verdict, text] = [expected.toString(), header.toString("latin1")];
  // The package takes a header as text, as HTTP does: each character a byte.
  const said = judge(secret, text, body);
  const isRight = said === verdict && isAuthentic(secret, text, body) === !NOT_AUTHENTIC.has(verdict);
  if (!isRight) {
    const shown = [secret, header, body].map((part) => part.toString("hex"));
    console.error(`Node.js differs from ${verdict}: the package says ${said} of`, ...shown);
    process.exit(1);
  }
  count++;
}
console.log(`npm package and node:crypto: ${count} verdicts`);
