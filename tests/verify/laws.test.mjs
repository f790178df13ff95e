// The laws of the design, each as a property of random callbacks, held against node:crypto and plain models.
//
// LAW_RUNS and LAW_SEED choose how many cases each law is tried with, and which.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { imported, required } from "../lib/consumer.mjs";
import { verdictOf } from "../lib/verdict.mjs";
import { bodies, callbacks, insert, places, texts } from "./lib/arbitraries.mjs";
import { ENCODER, headerOf, macOf, strip } from "./lib/models.mjs";

const { canonicalId, sameId, sign, signedPieces, Verifier, verify } = imported;

const RUNS = Number(process.env.LAW_RUNS ?? 500);
const SEED = Number(process.env.LAW_SEED ?? 20_261_127);
const secret = "a secret of the laws";
const verifier = new Verifier({ secret });
/** The size of a chunk, in which a long body goes to the module. */
const CHUNK_BYTES = 16 * 1024;

let laws = 0;
after(() => console.log(`seen: ${laws} laws, ${RUNS} random cases each, seed ${SEED}`));

/** @param {string} name @param {fc.IProperty<any>} property @param {number} [share] of the cases, for a slow law */
function law(name, property, share = 1) {
  test(name, () => {
    fc.assert(property, { numRuns: Math.ceil(RUNS * share), seed: SEED });
    laws += 1;
  });
}

// ── the laws ──

law(
  "whitespace anywhere changes no signature",
  fc.property(texts, places(), (text, insertions) => {
    // A byte order mark is one only while it stands first.
    const [mark, rest] = text.startsWith("\ufeff") ? ["\ufeff", text.slice(1)] : ["", text];
    const spaced = insert(rest, insertions);
    fc.pre(!rest.startsWith("\ufeff") && !spaced.startsWith("\ufeff"));
    // A lone surrogate is three bytes alone, and a half of four bytes beside its other half.
    fc.pre(text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text));
    assert.equal(verifier.sign(mark + spaced), verifier.sign(text));
    assert.equal(verifier.verifySignature(mark + spaced, verifier.sign(text)), undefined);
  }),
);

law(
  "any other change of any byte changes the signature",
  fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, place, change) => {
    fc.pre(body.length > 0);
    const changed = body.slice();
    changed[place % body.length] ^= change;
    const isSame = strip(body).equals(strip(changed));
    assert.equal(verifier.sign(body) === verifier.sign(changed), isSame);
    const verdict = verdictOf(() => verifier.verifySignature(changed, verifier.sign(body)));
    assert.equal(verdict, isSame ? undefined : "signature-mismatch");
  }),
);

law(
  "the signature is node:crypto's of the plainly stripped body, in bytes and in text",
  fc.property(bodies, texts, (body, text) => {
    assert.equal(verifier.sign(body), headerOf(secret, body));
    assert.equal(verifier.sign(text), headerOf(secret, ENCODER.encode(text)));
  }),
);

law(
  "the pieces that are signed are what the plain model and \\p{White_Space} leave",
  fc.property(bodies, texts, (body, text) => {
    const kept = signedPieces(body).map(([start, end]) => body.subarray(start, end));
    assert.deepEqual(Buffer.concat(kept), strip(body));
    fc.pre(!/\p{Surrogate}/u.test(text));
    const bytes = ENCODER.encode(text);
    const left = Buffer.concat(signedPieces(text).map(([start, end]) => bytes.subarray(start, end)));
    assert.equal(left.toString(), text.replace(/^\ufeff/, "").replaceAll(/\p{White_Space}/gu, ""));
  }),
);

law(
  "a body that goes to the module in chunks is the body, wherever it is cut",
  fc.property(bodies, texts, (body, text) => {
    const bytes = ENCODER.encode(text);
    for (const [piece, raw] of /** @type {const} */ ([
      [body, (before) => Buffer.concat([Buffer.alloc(before, "x"), body, Buffer.alloc(99, "y")])],
      [bytes, (before) => "x".repeat(before) + text + "y".repeat(99)],
    ])) {
      // A string is cut at characters, and each of them is one byte at least.
      for (let cut = 0; cut <= piece.length; cut += 1) {
        const long = raw(CHUNK_BYTES - cut);
        const header = headerOf(secret, typeof long === "string" ? ENCODER.encode(long) : long);
        assert.equal(verifier.verifySignature(long, header), undefined, `cut at ${cut}`);
        assert.equal(verifier.sign(long), header);
      }
    }
  }),
  1 / 25,
);

law(
  "what is signed verifies, and under another secret or with another body it does not",
  fc.property(
    fc.uint8Array({ minLength: 1, maxLength: 100 }),
    bodies,
    bodies,
    fc.nat(),
    (key, body, other, at) => {
      fc.pre(key.some((byte) => byte !== 0));
      const header = sign(body, { secret: key });
      assert.equal(header, headerOf(key, body));
      const under = (one, raw) => verdictOf(() => new Verifier({ secret: one }).verifySignature(raw, header));
      assert.equal(under(key, body), undefined);
      assert.equal(under(key, other), strip(other).equals(strip(body)) ? undefined : "signature-mismatch");
      const next = key.slice();
      next[at % key.length] ^= 1;
      fc.pre(next.some((byte) => byte !== 0));
      assert.equal(under(next, body), "signature-mismatch");
    },
  ),
);

/** An event as far as two of them may differ. */
const essence = (event) =>
  event?.type === "unknown" ? { name: event.name, hasPayload: event.payload !== undefined } : event;

law(
  "an event is what the law says: read from the body as sent and without its whitespace, it is the same",
  fc.property(callbacks, (body) => {
    // Each parsed alone: there is nothing to remove from the one, and nothing is removed from the other.
    const literal = new Verifier({ secret, whitespace: "none" });
    const read = (text) => verdictOf(() => literal.verify(text, literal.sign(text)));
    const signed = read(strip(ENCODER.encode(body)));
    const sent = read(body);
    const verdict = verdictOf(() => verifier.verify(body, verifier.sign(body)));
    if (typeof signed === "string") assert.equal(verdict, "malformed-event");
    else if (typeof sent === "string") assert.equal(verdict, "altered-whitespace");
    else {
      const isSame = JSON.stringify(essence(signed)) === JSON.stringify(essence(sent));
      assert.deepEqual(verdict, isSame ? sent : "altered-whitespace");
    }
    // And what the language's own parser makes of an accepted body is the event.
    if (typeof verdict === "string") return;
    const { type, payload } = JSON.parse(body);
    if (verdict.type === "unknown") return assert.equal(verdict.name, type);
    const { amount, paymentId, sessionId } = payload;
    assert.deepEqual(verdict, { type, payload: { amount, paymentId, sessionId } });
  }),
);

law(
  "a header is read as it is written, in any case, with its whitespace and its quotes",
  fc.property(
    bodies,
    fc.infiniteStream(fc.boolean()),
    fc.array(fc.constantFrom("", " ", "\t \t"), { minLength: 5, maxLength: 5 }),
    fc.boolean(),
    (body, upper, [a, b, c, d, e], isQuoted) => {
      const written = verifier.sign(body);
      assert.match(written, /^HMAC-SHA256 Signature=[0-9a-f]{64}$/);
      const recased = [...written]
        .map((one) => (upper.next().value ? one.toUpperCase() : one.toLowerCase()))
        .join("");
      const [, scheme, name, digits] = /^(\S+) (\w+)=(\w+)$/.exec(recased);
      const quote = isQuoted ? '"' : "";
      const free = `${a}${scheme} ${b}${name}${c}=${d}${quote}${digits}${quote}${e}`;
      assert.equal(verifier.verifySignature(body, free), undefined, free);
    },
  ),
);

law(
  "a header that is accepted says the signature and nothing else",
  fc.property(
    bodies,
    fc.array(
      fc.tuple(
        fc.nat(90),
        fc.nat(2),
        fc.string({ unit: fc.constantFrom(...' \t"=,;0aAsSé\u0000\u212a'), maxLength: 2 }),
      ),
      { maxLength: 3 },
    ),
    (body, edits) => {
      const written = verifier.sign(body);
      const edited = edits.reduce(
        (now, [at, cut, add]) => now.slice(0, at) + add + now.slice(at + cut),
        written,
      );
      const verdict = verdictOf(() => verifier.verifySignature(body, edited));
      if (verdict !== undefined) return;
      const [, digits] =
        /^[ \t]*hmac-sha256[ \t]+signature[ \t]*=[ \t]*(?:([0-9a-f]{64})|"(?:[0-9a-f]{64})")[ \t]*$/i.exec(
          edited,
        ) ?? [];
      assert.equal((digits ?? /"(\w+)"/.exec(edited)?.[1])?.toLowerCase(), macOf(secret, body), edited);
    },
  ),
);

law(
  "a rotation accepts exactly the listed secrets, in both copies of the package",
  fc.property(fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 8 }), bodies, (listed, body) => {
    const secrets = Array.from({ length: 12 }, (_, n) => `secret ${n}`);
    const chosen = { secret: listed.map((n) => secrets[n]) };
    for (const copy of [imported, required]) {
      const rotating = new copy.Verifier(chosen);
      secrets.forEach((one, n) => {
        const verdict = verdictOf(() => rotating.verifySignature(body, headerOf(one, body)));
        assert.equal(verdict, listed.includes(n) ? undefined : "signature-mismatch");
      });
      assert.equal(rotating.sign(body), headerOf(secrets[listed[0]], body), "signed with the newest");
      rotating[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
    }
  }),
  1 / 5,
);

/** @type {fc.Arbitrary<string>} */
const HEX = fc.constantFrom(
  "e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a",
  "E7DBC6B94F0A4E0D8D7D6A7F5C1E2B3A",
  "e7DBc6b94f0a4e0d8d7d6a7f5c1e2b3f",
);
const hyphens = fc.oneof(fc.constantFrom([8, 13, 18, 23], []), fc.subarray([0, 8, 9, 13, 14, 18, 23, 36]));
const ids = fc.oneof(
  {
    arbitrary: fc
      .tuple(HEX, hyphens)
      .map(([id, ats]) => ats.reduce((now, at) => `${now.slice(0, at)}-${now.slice(at)}`, id)),
    weight: 4,
  },
  {
    arbitrary: fc.string({ unit: fc.constantFrom(..."abcdefgABCDEFG0123456789-"), maxLength: 40 }),
    weight: 1,
  },
  { arbitrary: fc.string({ unit: "binary", maxLength: 40 }), weight: 1 },
);

law(
  "canonicalId is idempotent, and merges nothing but the forms of one UUID",
  fc.property(ids, ids, (a, b) => {
    const digitsOf = (id) => {
      const lengths = id
        .split("-")
        .map((part) => part.length)
        .join();
      const digits = id.replaceAll("-", "");
      const isUuid = (lengths === "8,4,4,4,12" || lengths === "32") && /^[0-9a-fA-F]*$/.test(digits);
      return isUuid ? digits.toLowerCase() : undefined;
    };
    assert.equal(canonicalId(a), digitsOf(a) ?? a);
    assert.equal(canonicalId(canonicalId(a)), canonicalId(a));
    const isOne = a === b || (digitsOf(a) !== undefined && digitsOf(a) === digitsOf(b));
    assert.equal(canonicalId(a) === canonicalId(b), isOne);
    assert.equal(sameId(a, b), isOne && a !== "");
  }),
);

test("verify() and a Verifier agree", () => {
  fc.assert(
    fc.property(callbacks, (body) => {
      const header = sign(body, { secret });
      assert.deepEqual(
        verdictOf(() => verify(body, header, { secret })),
        verdictOf(() => verifier.verify(body, header)),
      );
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
