// What the buttons of "Break it" do, each to the genuine callback, and what that teaches.

import { sign } from "checkout-signature";
import { onOneLine, withAmount, withSpaceInPaymentId } from "./edits.js";
import { GOODS, money } from "./order.js";

/** A secret that the callback was not signed with. */
const ANOTHER_SECRET = "the secret of another environment";

/**
 * By the end of the button's id. `change` makes the fields out of the genuine callback's; `did` says what was done;
 * `teaches` stands instead of what the code teaches.
 *
 * @typedef {{ body: string, header: string, secret: string, amount: number }} Genuine
 * @type {Record<string, { did: string | ((genuine: Genuine) => string), change?: (genuine: Genuine) => object, how?: "parsed" | "replayed", teaches?: string }>}
 */
export const BREAKAGES = {
  amount: {
    did: ({ amount }) => `The amount is ${amount + 1} instead of ${amount}: one minor unit more.`,
    change: ({ body, amount }) => ({ body: withAmount(body, amount + 1) }),
    teaches:
      "One changed digit makes another signature altogether, and without the secret nobody can say which. Look at both in the stages below.",
  },
  reformat: {
    did: "The same JSON stands on one line.",
    change: ({ body }) => ({ body: onOneLine(body) }),
    teaches:
      "Whitespace is not signed, so it may change on the way. Anything else may not: a body that was parsed and written again can have other escapes and other numbers.",
  },
  space: {
    did: "There is a space inside paymentId. Nobody needs the secret for that.",
    change: ({ body }) => ({ body: withSpaceInPaymentId(body) }),
    teaches:
      "The signature still holds, since whitespace is struck out before hashing. But your shop would read another id, and could handle the same payment twice. So the event is read with its whitespace and without, and refused where the two differ.",
  },
  uppercase: {
    did: "The signature's digits are in upper case.",
    change: ({ header }) => ({ header: header.replace(/[0-9a-f]{64}$/i, (digits) => digits.toUpperCase()) }),
    teaches:
      "Hexadecimal digits mean the same in either case. The module compares the 32 bytes that they stand for.",
  },
  algorithm: {
    did: "The header names HMAC-SHA512.",
    change: ({ header }) => ({ header: header.replace("HMAC-SHA256", "HMAC-SHA512") }),
  },
  two: {
    did: "The header holds two signatures, as when a proxy joins two lines.",
    change: ({ header }) => ({ header: `${header}, ${header}` }),
    teaches:
      "With two, somebody has to choose, and two programs on the way may choose differently. So exactly one is accepted, even where both are right.",
  },
  missing: {
    did: "There is no Authorization header.",
    change: () => ({ header: "" }),
  },
  malformed: {
    did: "The body is {}, signed with the right secret.",
    change: ({ secret }) => ({ body: "{}", header: sign("{}", { secret }) }),
  },
  unexpected: {
    did: (genuine) =>
      `The amount is that of another order, ${money(otherAmount(genuine))}, signed with the right secret.`,
    change: (genuine) => {
      const body = withAmount(genuine.body, otherAmount(genuine));
      return { body, header: sign(body, { secret: genuine.secret }) };
    },
  },
  secret: {
    did: "Your shop has another secret than the API.",
    change: () => ({ secret: ANOTHER_SECRET }),
    teaches:
      "The callback is genuine, and your shop cannot know it. The usual reasons: the secret of another environment, or the API key in its place.",
  },
  parsed: {
    did: "The framework has parsed the body before the handler gets it, as express.json() does.",
    how: "parsed",
  },
  replay: {
    did: "The same callback came twice, to the same handler.",
    how: "replayed",
  },
};

function otherAmount({ amount }) {
  const [one, another] = GOODS.map(({ unitPrice }) => unitPrice);
  return amount === one ? another : one;
}

/** What each code teaches. */
export const LESSONS = {
  handled:
    "The signature is right, the event is whole, and it fits the order: your function runs, and then the API hears 200.",
  "already-handled":
    "The API repeats a callback until it hears 200, and whoever has recorded one can send it again. Each payment is claimed once, so your function ran once; the answer is 200 all the same, or the API would go on.",
  "unknown-event":
    "Authentic, and of a type that this version does not know: answered with 200, so that it is not sent again and again.",
  "missing-signature": "Without a signature anybody can have sent it. No header must never mean no check.",
  "malformed-signature":
    "The header is read strictly: where a lenient reader guesses, two programs can see two signatures in one header.",
  "unsupported-algorithm":
    "Which algorithm is right is for your shop to say, never for the header: a forger who may choose chooses a weak one.",
  "signature-mismatch":
    "This body, this secret and this signature do not belong together. Which of them is wrong cannot be told from here, so the answer says nothing at all.",
  "altered-whitespace":
    "Whitespace is not signed, so the signature holds. But the event says something else with it than without, and so it is refused.",
  "malformed-event":
    "A right signature says who wrote the body, not that it makes sense. The JSON is parsed only once the signature has held.",
  unexpected:
    "Authentic is not enough: the amount and the session have to be your order's. The answer is 409 and not 200, since an order that is stored late can still match when the API sends the callback again.",
  "body-not-raw":
    "This is the shop's mistake and not the sender's, so the answer is 500 and not 401. The bytes that were signed are gone, and writing the object as JSON again need not bring them back. Mend the route, and the API's next attempt is handled.",
  "body-too-large":
    "A callback has a few hundred bytes. A longer body is not read to its end, so that nobody can fill your memory.",
  "empty-secret":
    "With an empty secret anybody could sign. The shop's mistake has to show when the shop starts, and not as a 401 for its first customer.",
  "padded-secret":
    "The newline of a file or a variable would make every signature wrong. The mistake shows when the shop starts, and not with its first customer.",
};
