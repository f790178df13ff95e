// Laws, for whatever is thrown at explain.

import assert from "node:assert/strict";
import fc from "fast-check";
import { body, digits, explain, header, rich, stripped } from "./harness.mjs";

const RUNS = { numRuns: 150 };
/** The codes that say that the signature matches as everything is. */
const MATCHING = new Set(["signature-valid", "altered-whitespace", "malformed-event"]);

/** Secrets long enough that no sentence has one by chance. */
const secret = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 16, maxLength: 40 }),
    fc.uint8Array({ minLength: 16, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    fc
      .uint8Array({ minLength: 16, maxLength: 40 })
      .map((bytes) => `"${Buffer.from(bytes).toString("hex")}"\n`),
  )
  .filter((text) => text.trim().length >= 16);

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.json(),
  fc.constantFrom(body, rich, `payload=${encodeURIComponent(rich)}`, btoa(body), JSON.stringify(body)),
);
const object = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withTypedArray: true,
});
const given = fc.oneof(text, fc.uint8Array({ maxLength: 60 }), object);
const letters = fc.string({
  unit: fc.constantFrom(..."HMAC-SHA256 Signature=\"',;:%{}\t0af+/="),
  maxLength: 120,
});

/** The header for a body, written right or nearly so, or anything. */
const authorization = (signed, key) => {
  const right = header(Buffer.from(signed), key);
  const hex = right.slice(-64);
  return fc.oneof(
    fc.constantFrom(
      right,
      hex,
      `sha256=${hex}`,
      `"${right}"`,
      `${right}, ${right}`,
      `${right.slice(0, -1)}!`,
    ),
    fc.constantFrom(Buffer.from(hex, "hex").toString("base64"), right.slice(0, -10)),
    letters,
    fc.string(),
    fc.anything(),
    fc.constantFrom(right, hex).map((value) => ({ headers: { authorization: value } })),
  );
};

const options = fc.record(
  {
    whitespace: fc.constantFrom("all", "insignificant", "none"),
    signed: fc.constantFrom("body", "payload"),
    maxBodyBytes: fc.constantFrom(1, 100, 2 ** 20),
  },
  { requiredKeys: [] },
);

/** A callback that somebody could have sent, with a signature of what the sender takes for the body, by one of two secrets. */
const situation = fc.tuple(given, secret, secret, fc.nat(2)).chain(([body, shops, senders, which]) => {
  const signed = typeof body === "string" ? stripped(body) : "";
  const key = [shops, shops.trim(), senders][which];
  return fc.tuple(fc.constant(body), fc.constant(shops), authorization(signed, key), options);
});

/** @type {any[][]} each a name, and what to run */
export const properties = [
  [
    "there is a finding, and nothing is thrown",
    () => {
      fc.assert(
        fc.property(situation, ([body, shops, value, rest]) => {
          const found = explain(body, value, { secret: shops, ...rest });
          assert.ok(found.length > 0 && Object.isFrozen(found));
          for (const { finding, change } of found)
            assert.ok(finding.endsWith(".") && change.endsWith("."), `${finding} ${change}`);
        }),
        RUNS,
      );
    },
  ],
  [
    "no finding holds the secret, or 16 characters of the body or of the right signature",
    () => {
      fc.assert(
        fc.property(situation, ([body, shops, value, rest]) => {
          const found = explain(body, value, { secret: [shops, Buffer.from(`${shops} older`)], ...rest });
          const sentences = found.flatMap(sentencesOf).join("\n");
          for (const piece of [shops, shops.trim()]) assert.ok(!sentences.includes(piece), "the secret");
          if (typeof body !== "string") return;
          for (const piece of windows(body))
            assert.ok(!sentences.includes(piece), `a piece of the body: ${piece}`);
          for (const key of [shops, shops.trim(), `${shops} older`]) {
            for (const signed of [body, stripped(body)]) {
              for (const piece of windows(digits(signed, key)))
                assert.ok(!sentences.includes(piece), "a piece of the signature");
            }
          }
        }),
        RUNS,
      );
    },
  ],
  [
    "a signature that holds is always said to hold, and another one never is",
    () => {
      fc.assert(
        fc.property(
          text.filter((body) => body.isWellFormed()),
          secret,
          fc.boolean(),
          (body, key, isRight) => {
            const trimmed = key.trim();
            const value = header(
              stripped(body.replace(/^\ufeff/, "")),
              isRight ? trimmed : `${trimmed}, another secret altogether`,
            );
            const [{ code, finding }] = explain(body, value, { secret: trimmed });
            assert.equal(MATCHING.has(code), isRight, finding);
          },
        ),
        RUNS,
      );
    },
  ],
];

/** Every piece of 16 characters. @param {string} whole */
function windows(whole) {
  return Array.from({ length: Math.max(0, whole.length - 15) }, (_, at) => whole.slice(at, at + 16));
}

/** Everything that a finding says, and that its parts say. @returns {string[]} */
function sentencesOf({ finding, change, parts = [] }) {
  return [finding, change, ...parts.flatMap(sentencesOf)];
}
