// What the buttons of "Break it" do, each to the genuine callback, and what that teaches.

import { sign } from "checkout-signature";
import { FORGERIES, REWRITES } from "checkout-signature/sandbox";
import { withAmount } from "./edits.js";
import { GOODS } from "./order.js";

/** A secret that the callback was not signed with. */
const ANOTHER_SECRET = "the secret of another environment";

/**
 * @typedef {{ body: string, header: string, secret: string, amount: number }} Genuine
 *
 * @typedef {object} Breakage
 * @property {string} [did] what was done; what the fields show of it is marked in the verdict
 * @property {string} [forgery] the name of the package's own forgery, or rewrite by a proxy, that makes it
 * @property {(genuine: Genuine) => Partial<Genuine>} [change] makes the fields out of the genuine callback's
 * @property {"parsed" | "replayed"} [how] what happens beside the fields
 * @property {string} [teaches] stands instead of what the code teaches
 */

/** By the end of the button's id. @type {Record<string, Breakage>} */
export const BREAKAGES = {
  amount: {
    forgery: "amount-changed",
    teaches:
      "Change one digit and the signature is entirely different, and without the secret nobody can compute it.",
  },
  reformat: {
    did: "The same JSON on one line.",
    forgery: "reformatted",
    teaches: "Whitespace isn't signed, so it may change on the way. Nothing else may.",
  },
  space: {
    forgery: "space-in-payment-id",
    teaches:
      "The signature still matches, but your shop would read another id and could handle one payment twice. So the event is read with and without whitespace, and refused if the two differ.",
  },
  uppercase: {
    did: "The digits are uppercase.",
    forgery: "digits-uppercased",
    teaches: "Hex digits mean the same in either case: the 32 bytes behind them are compared.",
  },
  algorithm: { forgery: "algorithm-changed" },
  two: {
    did: "Two signatures, as when a proxy merges two header lines.",
    forgery: "headers-joined",
    teaches: "With two, someone has to pick, and two programs may pick differently. Exactly one is accepted.",
  },
  missing: { did: "There is no Authorization header.", forgery: "header-removed" },
  malformed: {
    did: "The body is {}, signed with the right secret.",
    change: ({ secret }) => ({ body: "{}", header: sign("{}", { secret }) }),
  },
  unexpected: {
    did: "Another order's amount, signed with the right secret.",
    change: (genuine) => {
      const body = withAmount(genuine.body, otherAmount(genuine));
      return { body, header: sign(body, { secret: genuine.secret }) };
    },
  },
  secret: {
    did: "Your shop and the API have different secrets.",
    change: () => ({ secret: ANOTHER_SECRET }),
    teaches:
      "The callback is genuine, but your shop can't know. Usual reasons: another environment's secret, or the API key.",
  },
  parsed: { did: "The framework parsed the body first, as express.json() does.", how: "parsed" },
  replay: { did: "The same callback came twice.", how: "replayed" },
};

/**
 * The fields as a breakage makes them.
 *
 * @param {Breakage} breakage
 * @param {Genuine} genuine
 */
export function broken({ forgery, change }, genuine) {
  if (!forgery) return { ...genuine, ...change?.(genuine) };
  const { body, header: authorization } = genuine;
  const forged = [...FORGERIES, ...REWRITES]
    .find(({ name }) => name === forgery)
    .forge({ body, authorization }, (text, secret) => sign(text, { secret }));
  return { ...genuine, body: forged.body, header: forged.authorization ?? "" };
}

function otherAmount({ amount }) {
  const [one, another] = GOODS.map(({ unitPrice }) => unitPrice);
  return amount === one ? another : one;
}

/** What each code teaches. */
export const LESSONS = {
  handled:
    "The signature is right and the event matches the order: your function runs, then the API gets 200.",
  "already-handled":
    "The API repeats a callback until it gets 200, and anyone who recorded one can send it again. Your function ran once; the response is 200 all the same.",
  "unknown-event":
    "Authentic, but of a type this version doesn't know: answered 200, so that it isn't sent again.",
  "missing-signature": "Without a signature, anyone can have sent it. No header must never mean no check.",
  "malformed-signature":
    "The header is read strictly: where one program guesses, two programs can see two signatures.",
  "unsupported-algorithm":
    "Your shop chooses the algorithm, never the header: an attacker who can choose will choose a weak one.",
  "signature-mismatch":
    "This body, this secret and this signature don't belong together. Which is wrong can't be told from here, so the response says nothing.",
  "altered-whitespace":
    "Whitespace isn't signed, so the signature matches. But the event says something else with it than without.",
  "malformed-event": "A valid signature says who wrote the body, not that it makes sense.",
  unexpected:
    "Authentic is not enough: amount and session must be your order's. It is 409 and not 200, because an order that is stored late can still match on the next attempt.",
  "body-not-raw":
    "Your shop's mistake, so it is 500 and not 401. The signed bytes are gone, and serializing the object again may not restore them. Fix the route, and the next attempt will be handled.",
  "body-too-large":
    "A callback has a few hundred bytes. A longer body isn't read to its end, so nobody can fill your memory.",
  "empty-secret": "With an empty secret anyone could sign. The package refuses it when your shop starts.",
  "padded-secret":
    "A line break from a file or a variable would make every signature wrong. The package refuses it when your shop starts.",
};
