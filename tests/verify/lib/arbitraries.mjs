// Random bodies and callbacks, in which whitespace and its like come up more often than by chance.

import fc from "fast-check";
import { SPACES } from "./models.mjs";

const spaces = fc.string({ unit: fc.constantFrom(...SPACES), minLength: 1, maxLength: 3 });
const pieces = fc.oneof(
  { arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 8 }), weight: 4 },
  { arbitrary: spaces, weight: 2 },
  {
    arbitrary: fc.constantFrom("\u200b", "\u00a1", "\u167f", "\u2027", "\u3001", "\ufeff", "💳", "å"),
    weight: 1,
  },
  { arbitrary: fc.string({ unit: "binary", maxLength: 4 }), weight: 1 },
);
export const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
/** Bytes in which sequences of whitespace come up whole, broken and side by side. */
export const bodies = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Buffer.from(' \t\n"\\a{}\xC2\x85\xA0\xE1\x9A\x80\xE2\x81\x9F\xA8\xAF\xE3\xEF\xBB\xBF', "latin1"),
      ),
      fc.nat(255),
    ),
    { maxLength: 80 },
  )
  .map((bytes) => Uint8Array.from(bytes));
export const places = (maxLength = 5) => fc.array(fc.tuple(fc.nat(), spaces), { minLength: 1, maxLength });

/** Puts whitespace between characters. */
export function insert(text, insertions) {
  const characters = [...text];
  for (const [at, space] of insertions) characters.splice(at % (characters.length + 1), 0, space);
  return characters.join("");
}

const values = fc.oneof(
  fc.maxSafeNat().map(String),
  fc.constantFrom(
    "9007199254740991",
    "9007199254740992",
    "-1",
    "1.0",
    "1e3",
    "01",
    "null",
    "[]",
    '{"type":1}',
  ),
  fc
    .string({ unit: fc.constantFrom(..."abcdef0123456789 \u00a0"), maxLength: 6 })
    .map((id) => JSON.stringify(id)),
  fc.constantFrom('"\\u0020a"', '"\\u00a0"', '"\\\\"', '"\\ud83e"', '""', '" "'),
);
const names = fc.constantFrom("amount", "paymentId", "sessionId", "am ount", "note", "pay\\u006Dent");
const kinds = fc.constantFrom(
  "payment-authorized",
  "payment- authorized",
  "refund",
  "pay\\u006Dent-authorized",
);
/** Callbacks, almost callbacks, and their like with whitespace anywhere. */
export const callbacks = fc
  .tuple(
    kinds,
    values,
    values,
    fc.array(fc.tuple(names, values), { maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(), spaces), { maxLength: 2 }),
  )
  .map(([kind, amount, id, more, insertions]) => {
    const members = more.map(([name, value]) => `,"${name}":${value}`).join("");
    const payload = `{"amount":${amount},"paymentId":${id},"sessionId":"s"${members}}`;
    return insert(`{"type":"${kind}","payload":${payload}}`, insertions);
  });
