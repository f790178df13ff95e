// Bodies and headers that nobody would send: only our errors ever come out.

import fc from "fast-check";
import { body, secret } from "../../lib/callback.mjs";
import { ok } from "./assert.mjs";

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* random({ pkg, thorough = false }) {
  const runs = thorough ? 10_000 : 1000;
  const verifier = new pkg.Verifier({ secret });
  const authorization = verifier.sign(body);

  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
    fc.json(),
  );
  // Callbacks with a few characters changed reach further than noise does.
  const mutated = (text) =>
    fc
      .array(fc.tuple(fc.nat(text.length), fc.nat(3), fc.string({ maxLength: 3 })), { maxLength: 4 })
      .map((edits) =>
        edits.reduce((now, [at, cut, add]) => now.slice(0, at) + add + now.slice(at + cut), text),
      );
  const bodies = fc.oneof(
    texts,
    mutated(body),
    fc.uint8Array({ maxLength: 300 }),
    mutated(body).map((text) => new TextEncoder().encode(text)),
  );
  const headers = fc.oneof(
    texts,
    mutated(authorization),
    fc.constant(null),
    fc.constant(authorization),
    mutated(authorization).map((line) => ({ authorization: line })),
    fc.array(texts, { maxLength: 3 }).map((lines) => ({ authorization: lines })),
  );

  yield [
    `${runs} random bodies and headers give an event or a VerificationError`,
    () => {
      fc.assert(
        fc.property(bodies, headers, (raw, header) => {
          for (const call of [
            () => verifier.verify(raw, header),
            () => verifier.verifySignature(raw, header),
          ]) {
            try {
              call();
            } catch (error) {
              ok(error instanceof pkg.VerificationError, `${error?.stack ?? error}`);
            }
          }
        }),
        { numRuns: runs },
      );
    },
  ];

  yield [
    `${runs} random bodies that are signed give an event, malformed-event or altered-whitespace`,
    () => {
      fc.assert(
        fc.property(bodies, (raw) => {
          try {
            const { type } = verifier.verify(raw, verifier.sign(raw));
            ok(type === "payment-authorized" || type === "unknown", type);
          } catch (error) {
            ok(error instanceof pkg.VerificationError, `${error?.stack ?? error}`);
            ok(["malformed-event", "altered-whitespace"].includes(error.code), error.code);
          }
        }),
        { numRuns: runs },
      );
    },
  ];

  yield [
    `${runs} values of any kind give a TypeError of ours, or what they are worth`,
    () => {
      const codes = ["empty-secret", "padded-secret", "body-not-raw", "invalid-option"];
      const any = fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSet: true,
        withTypedArray: true,
      });
      fc.assert(
        fc.property(any, any, any, (raw, header, options) => {
          for (const call of [
            () => verifier.verify(raw, header),
            () => pkg.verify(raw, header, options),
            () => new pkg.Verifier({ secret: raw }),
          ]) {
            try {
              call();
            } catch (error) {
              const ours =
                error instanceof pkg.VerificationError ||
                (error instanceof TypeError && codes.includes(error.code));
              ok(ours, `${error?.stack ?? error}`);
            }
          }
        }),
        { numRuns: runs },
      );
    },
  ];
}
