// What comes out: events, errors, and nothing that should stay inside.

import { body, bytes, event, payload, secret } from "../../lib/callback.mjs";
import { equal, ok, refused, thrown } from "./assert.mjs";

const CODES = [
  "missing-signature",
  "malformed-signature",
  "unsupported-algorithm",
  "signature-mismatch",
  "altered-whitespace",
  "malformed-event",
  "body-too-large",
];

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* outputs({ pkg, otherCopy }) {
  const { Verifier, VerificationError, sign } = pkg;
  const verifier = new Verifier({ secret });
  const authorization = verifier.sign(body);
  const signed = (text) => verifier.verify(text, verifier.sign(text));

  yield [
    "the package exports what is documented, and nothing else",
    () => {
      // `internals` is for the subpaths of the package, and not declared.
      const unlisted = ["default", "module.exports", "internals"];
      const names = Object.keys(pkg).filter((name) => !unlisted.includes(name));
      equal(names.toSorted(), [
        "VerificationError",
        "Verifier",
        "canonicalId",
        "sameId",
        "sign",
        "signedPieces",
        "verify",
      ]);
    },
  ];

  yield [
    "an event is frozen, to the bottom",
    () => {
      const known = signed(body);
      ok(Object.isFrozen(known) && Object.isFrozen(known.payload), "payment-authorized");
      const unknown = signed('{"type":"refund","payload":{"list":[{"deep":1}]}}');
      ok(Object.isFrozen(unknown.payload.list[0]) && Object.isFrozen(unknown.payload.list), "unknown");
    },
  ];

  yield [
    "an unknown event is passed on with its name and payload",
    () => {
      equal(signed('{"type":"refund","payload":{"a":[1,"x y",null]}}'), {
        type: "unknown",
        name: "refund",
        payload: { a: [1, "x y", null] },
      });
      equal(signed('{"type":"refund"}').payload, undefined);
      equal(signed('{"type":"refund","payload":null}').payload, null);
      equal(signed('{"type":"constructor"}').name, "constructor");
      const polluting = signed('{"type":"x","payload":{"__proto__":{"polluted":1}}}');
      ok(
        {}.polluted === undefined && Object.hasOwn(polluting.payload, "__proto__"),
        "__proto__ is a member like others",
      );
    },
  ];

  yield [
    "ids come out as they are written, whatever their characters",
    () => {
      for (const id of [
        "a",
        "ÅØÆ",
        "支付",
        "💳",
        "\ufeffmark",
        "a\\u0020b".replace("\\u0020", " "),
        'quote"',
        "x".repeat(3000),
      ]) {
        // JSON.stringify leaves spaces as they are; an escape is what keeps one through the signature.
        const text = JSON.stringify({
          type: event.type,
          payload: { amount: 1, paymentId: id, sessionId: `${id}2` },
        }).replaceAll(" ", "\\u0020");
        for (const raw of [text, new TextEncoder().encode(text)]) {
          const { payload } = signed(raw);
          equal([payload.paymentId, payload.sessionId], [id, `${id}2`]);
        }
      }
    },
  ];

  yield [
    "texts that begin at the same place and end at another are told apart",
    () => {
      const raws = ["a", "abc", "ab", "å"].map((type) => new TextEncoder().encode(JSON.stringify({ type })));
      const headers = raws.map((raw) => verifier.sign(raw));
      equal(
        raws.map((raw, at) => verifier.verify(raw, headers[at]).name),
        ["a", "abc", "ab", "å"],
      );
    },
  ];

  yield [
    "amounts are exact to 2^53 - 1",
    () => {
      for (const amount of [0, 1, 2000, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
        equal(
          signed(JSON.stringify({ type: event.type, payload: { ...payload, amount } })).payload.amount,
          amount,
        );
      }
    },
  ];

  yield [
    "a refusal is a VerificationError with a code of the closed union",
    () => {
      const refusals = [
        [body, null],
        [body, "junk"],
        [body, "Bearer abc"],
        [`${body}x`, authorization],
        [body.replace("e7db", "e7 db"), authorization],
        ["{}", verifier.sign("{}")],
        [new Uint8Array(2 ** 20 + 1), authorization],
      ];
      equal(
        refusals.map(([raw, header]) => {
          const error = thrown(() => verifier.verify(raw, header));
          ok(
            error instanceof VerificationError && error instanceof Error && !(error instanceof TypeError),
            String(error),
          );
          equal(
            [error.name, typeof error.message, error.message.length > 60],
            ["VerificationError", "string", true],
          );
          ok(String(error.stack).includes("VerificationError"), "the stack names it");
          return error.code;
        }),
        CODES,
      );
    },
  ];

  yield [
    "a refusal's name can be changed, as any error's",
    () => {
      const error = thrown(() => verifier.verify(body, null));
      error.name = "Refused";
      equal(error.name, "Refused");
      const { value, ...rest } = Object.getOwnPropertyDescriptor(VerificationError.prototype, "name") ?? {};
      equal([value, rest], ["VerificationError", { writable: true, enumerable: false, configurable: true }]);
    },
  ];

  yield [
    "instanceof holds across copies, and only for these errors",
    () => {
      const error = thrown(() => verifier.verify(body, null));
      if (otherCopy) {
        ok(otherCopy.VerificationError !== VerificationError, "two copies");
        ok(error instanceof otherCopy.VerificationError, "of the other copy");
        ok(
          thrown(() => otherCopy.verify(body, null, { secret })) instanceof VerificationError,
          "from the other copy",
        );
      }
      for (const other of [
        new Error("x"),
        new TypeError("x"),
        { code: "missing-signature" },
        null,
        undefined,
        7,
        "x",
      ]) {
        ok(!(other instanceof VerificationError), String(other));
      }
      const Narrower = /** @type {any} */ (class Narrower extends VerificationError {});
      ok(
        !(error instanceof Narrower) && new Narrower("x", "y") instanceof Narrower,
        "subclasses keep their meaning",
      );
    },
  ];

  yield [
    "nothing that is thrown or shown holds the secret, the body or a computed signature",
    () => {
      const forged = `HMAC-SHA256 Signature=${"0".repeat(64)}`;
      const digits = authorization.slice(-64);
      const seen = [
        () => verifier.verify(body, forged),
        () => verifier.verify(body, `${forged}x`),
        () => verifier.verify(event, forged),
        () => new Verifier({ secret: `${secret}\n` }),
        () => verifier.verify(body, { headers: { authorization: secret } }),
        () => new Verifier({ secret: secret, [secret.slice(0, 3)]: 1 }),
      ]
        .map((call) => thrown(call))
        .flatMap((error) => [
          error.message,
          error.stack,
          JSON.stringify(error),
          ...Object.values(error).map(String),
        ]);
      seen.push(JSON.stringify(verifier), String(verifier), Object.getOwnPropertyNames(verifier).join());
      for (const text of seen) {
        for (const inside of [secret, digits, payload.paymentId])
          ok(!String(text).includes(inside), `${inside} in ${text}`);
      }
    },
  ];

  yield [
    "where only the payload is signed, a body without one cannot be",
    () => {
      const ofPayload = new pkg.Verifier({ secret, signed: "payload" });
      for (const raw of ["{}", '{"type":"refund"}', "[]", "", '{"payload":1,"payload":2}']) {
        const error = refused(() => ofPayload.sign(raw), "invalid-option");
        ok(error.message.includes("There is nothing to sign"), error.message);
      }
      equal(ofPayload.sign('{"payload":{} }'), sign("{}", { secret }));
    },
  ];

  yield [
    "what is signed is shown under each rule for whitespace",
    () => {
      const raw = '{ "a b" }';
      const pieces = [
        [0, 1],
        [2, 4],
        [5, 7],
        [8, 9],
      ];
      equal(pkg.signedPieces(raw), pieces);
      equal(pkg.signedPieces(raw, {}), pieces);
      equal(pkg.signedPieces(raw, { whitespace: "insignificant" }), [
        [0, 1],
        [2, 7],
        [8, 9],
      ]);
      equal(pkg.signedPieces(raw, { whitespace: "none" }), [[0, 9]]);
      for (const wrong of [null, "none", { whitespace: "some" }, { whiteSpace: "none" }]) {
        refused(() => pkg.signedPieces(raw, wrong), "invalid-option");
      }
    },
  ];

  yield [
    "what is signed is shown of a body up to 1 MiB, counted in bytes",
    () => {
      const most = 2 ** 20;
      // The first and the last character of each length in UTF-8, and surrogates without their other half.
      const characters =
        "💳\x7f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}\udc00\udc00a\udc00\ud800\ue000\ud800";
      const length = new TextEncoder().encode(characters).length;
      const mixed = characters.repeat(most / length) + "x".repeat(most % length);
      for (const fits of [new Uint8Array(most).fill(0x78), "x".repeat(most), mixed]) {
        equal(pkg.signedPieces(fits), [[0, most]]);
      }
      for (const tooLong of [new Uint8Array(most + 1), `${mixed}x`]) {
        const { message } = refused(() => pkg.signedPieces(tooLong), "invalid-option");
        ok(message.includes("up to 1 MiB"), message);
      }
    },
  ];

  yield [
    "sign writes the header's value, in lower case",
    () => {
      ok(/^HMAC-SHA256 Signature=[0-9a-f]{64}$/.test(sign(body, { secret })), "the form");
      equal(sign(bytes, { secret: [secret, "older"] }), authorization, "with the newest secret");
    },
  ];
}
