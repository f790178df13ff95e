// What secrets and options may be, and that they are read once.

import { body, event, secret } from "../../lib/callback.mjs";
import { equal, ok, refused, thrown } from "./assert.mjs";

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* options({ pkg }) {
  const { Verifier, VerificationError, sign, verify } = pkg;
  const verifier = new Verifier({ secret });
  const authorization = verifier.sign(body);

  yield [
    "secrets are checked when they are read",
    () => {
      for (const empty of ["", new Uint8Array(), [], undefined, null, [secret, ""]]) {
        refused(() => new Verifier({ secret: empty }), "empty-secret");
      }
      // HMAC pads a key with zeros to a block of 64 bytes: these are all the empty key.
      for (const length of [1, 32, 63, 64]) {
        const zeros = new Uint8Array(length);
        for (const empty of [zeros, "\0".repeat(length), [secret, zeros], [zeros, secret]]) {
          refused(() => new Verifier({ secret: empty }), "empty-secret");
          refused(() => verify(body, authorization, { secret: empty }), "empty-secret");
          refused(() => sign(body, { secret: empty }), "empty-secret");
        }
      }
      for (const own of [new Uint8Array(65), new Uint8Array([0, 0, 1]), new Uint8Array([1, 0, 0])]) {
        ok(sign(body, { secret: own }) !== "", "another key than the empty one");
      }
      for (const padded of [
        `${secret}\n`,
        `${secret}\r\n`,
        ` ${secret}`,
        `${secret}\u00a0`,
        `\u3000${secret}`,
        "\n",
        [secret, "older\n"],
      ]) {
        refused(() => new Verifier({ secret: padded }), "padded-secret");
      }
      for (const other of [7, {}, true, [7], [[secret]], new Uint16Array(4), () => secret]) {
        refused(() => new Verifier({ secret: other }), "invalid-option");
      }
      const { message } = refused(() => new Verifier({ secret: Array(9).fill(secret) }), "invalid-option");
      ok(message.includes("at most 8"), message);
      new Verifier({ secret: Array(8).fill(secret) });
    },
  ];

  yield [
    "whitespace in a secret of bytes belongs to it",
    () => {
      const options = { secret: new TextEncoder().encode(`${secret}\n`) };
      ok(sign(body, options) !== authorization, "it is another secret");
      equal(verify(body, sign(body, options), options), event);
    },
  ];

  yield [
    "a secret is its UTF-8 bytes, in every form",
    () => {
      for (const text of ["s", "pässwörd", "🔑", "x".repeat(200)]) {
        const forms = [text, new TextEncoder().encode(text), [text], new TextEncoder().encode(text).buffer];
        const signatures = new Set(forms.map((form) => sign(body, { secret: form })));
        equal(signatures.size, 1, text);
      }
    },
  ];

  yield [
    "the caller's secret is left as it is, also where slice() gives a view as a Buffer's does",
    () => {
      class Viewed extends Uint8Array {
        slice(...range) {
          return this.subarray(...range);
        }
      }
      const key = new Viewed(new TextEncoder().encode(secret));
      const before = String(key);
      equal(sign(body, { secret: key }), authorization);
      verify(body, authorization, { secret: key });
      new Verifier({ secret: [key] })[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
      equal(String(key), before);
    },
  ];

  yield [
    "calls with other options, one within another too, have nothing to do with each other",
    () => {
      const other = sign(body, { secret: "another" });
      const nested = {
        get() {
          equal(verify(body, other, { secret: "another" }), event);
          return authorization;
        },
      };
      for (let attempt = 0; attempt < 3; attempt += 1) {
        equal(verify(body, nested, { secret }), event);
        equal(thrown(() => verify(body, nested, { secret, maxBodyBytes: 1 })).code, "body-too-large");
        equal(thrown(() => verify(body, other, { secret })).code, "signature-mismatch");
        equal(verify(`${body} `, authorization, { secret }), event);
        equal(
          thrown(() => verify(`${body} `, authorization, { secret, whitespace: "none" })).code,
          "signature-mismatch",
        );
      }
      class Settings {
        get secret() {
          return secret;
        }
      }
      equal(verify(body, authorization, new Settings()), event, "a getter of a class");
    },
  ];

  yield [
    "secrets and options are read once",
    () => {
      const key = new TextEncoder().encode(secret);
      const secrets = [key];
      const options = { secret: secrets, maxBodyBytes: 1000 };
      const own = new Verifier(options);
      key.fill(0);
      secrets.length = 0;
      options.maxBodyBytes = 1;
      equal(own.verify(body, authorization), event);
    },
  ];

  yield [
    "an option that does not exist, or a value that it cannot have, is refused",
    () => {
      for (const wrong of [
        undefined,
        null,
        "secret",
        7,
        { secret, whiteSpace: "all" },
        { secret, whitespace: "some" },
        { secret, whitespace: null },
        { secret, signed: "header" },
        { secret, maxBodyBytes: 0 },
        { secret, maxBodyBytes: 1.5 },
        { secret, maxBodyBytes: "1000" },
        { secret, maxBodyBytes: Infinity },
        { secret, maxBodyBytes: 2 ** 30 + 1 },
        { secret, maxBodyBytes: 2 ** 40 },
      ]) {
        refused(() => new Verifier(wrong), "invalid-option");
        refused(() => verify(body, authorization, wrong), "invalid-option");
      }
      const { message } = refused(() => new Verifier({ secret, whitespace: "some" }), "invalid-option");
      equal(message, 'whitespace must be one of "all", "insignificant", "none".');
      new Verifier({ secret, whitespace: undefined, signed: undefined, maxBodyBytes: undefined });
      new Verifier({ secret, maxBodyBytes: 2 ** 30 });
    },
  ];

  yield [
    "a verifier that was disposed of says so",
    () => {
      const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
      const own = new Verifier({ secret });
      own[dispose]();
      own[dispose]();
      refused(() => own.verify(body, authorization), "invalid-option");
      refused(() => own.sign(body), "invalid-option");
      equal(verifier.verify(body, authorization), event, "another one");
    },
  ];

  yield [
    "a method that lost its verifier throws a TypeError",
    () => {
      const { verify: lost } = verifier;
      const error = thrown(() => lost(body, authorization));
      ok(error instanceof TypeError && !(error instanceof VerificationError), String(error));
    },
  ];
}
