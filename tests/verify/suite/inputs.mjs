// What may be handed in, and what is refused before the module sees it.

import { body, bytes, event, secret } from "../../lib/callback.mjs";
import { equal, ok, refused, thrown } from "./assert.mjs";

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* inputs({ pkg }) {
  const { Verifier, VerificationError, canonicalId, sameId, sign, verify } = pkg;
  const verifier = new Verifier({ secret });
  const authorization = verifier.sign(body);

  yield [
    "a body may be a string, bytes, a view or an ArrayBuffer",
    () => {
      const padded = new Uint8Array([1, 2, 3, ...bytes, 4]);
      /** @type {any[]} */
      const views = [body, bytes, padded.subarray(3, -1), bytes.slice().buffer];
      if (typeof Buffer !== "undefined")
        views.push(Buffer.from(body), Buffer.from(padded.buffer, 3, bytes.length));
      if (typeof SharedArrayBuffer !== "undefined") {
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
        shared.set(bytes);
        views.push(shared);
      }
      for (const view of views) {
        equal(verifier.verify(view, authorization), event);
        equal(verifier.sign(view), authorization);
      }
      // Of no bytes, and not gone.
      for (const empty of ["", new Uint8Array(0), new ArrayBuffer(0), padded.subarray(2, 2)]) {
        equal(verifier.sign(empty), verifier.sign(""));
      }
    },
  ];

  yield [
    "a body that is not raw is the caller's mistake, and the message names the fix",
    () => {
      const others = [
        event,
        [..."body"],
        undefined,
        null,
        7,
        true,
        new String(body),
        new Uint16Array(8),
        new DataView(new ArrayBuffer(8)),
        Object.create(Uint8Array.prototype),
        { length: 3, 0: 1 },
        () => body,
        Symbol("b"),
        10n,
      ];
      for (const other of others) {
        for (const call of [
          () => verifier.verify(other, authorization),
          () => verifier.verifySignature(other, authorization),
          () => verifier.verify(other, null),
          () => verifier.sign(other),
          () => verify(other, authorization, { secret }),
        ]) {
          const error = refused(call, "body-not-raw");
          for (const framework of ["Express", "Fastify", "Next", "Lambda"]) {
            ok(error.message.includes(framework), `${framework} in ${error.message}`);
          }
        }
      }
    },
  ];

  yield [
    "what was given instead of a raw body, or of a secret, is named",
    () => {
      for (const [other, name] of [
        [null, "null"],
        [["body"], "an array"],
        [event, "an object"],
        [7, "number"],
        [undefined, "undefined"],
      ]) {
        const { message } = refused(() => verifier.sign(other), "body-not-raw");
        ok(message.includes(`, and is ${name}. `), message);
      }
      for (const [missing, name] of [
        [undefined, "undefined"],
        [null, "null"],
        [[], "an empty array"],
        ["", "empty"],
      ]) {
        const { message } = refused(() => new Verifier({ secret: missing }), "empty-secret");
        ok(message.includes(`What was given is ${name};`), message);
      }
    },
  ];

  yield [
    "an authorization may be a string, Headers, or Node's headers",
    () => {
      const forms = [
        authorization,
        { authorization },
        { host: "shop.example", Authorization: authorization },
        { AUTHORIZATION: [authorization] },
        Object.assign(Object.create(null), { authorization }),
        [authorization],
        new Map([["authorization", authorization]]),
      ];
      if (typeof Headers !== "undefined") forms.push(new Headers({ Authorization: authorization }));
      for (const form of forms) equal(verifier.verify(body, form), event);
    },
  ];

  yield [
    "a stranger may call a header what they like",
    () => {
      // As Node's headersDistinct and API Gateway's multiValueHeaders have them: every value in an array.
      for (const name of ["headers", "get", "length", "constructor", "then"]) {
        equal(verifier.verify(body, { authorization: [authorization], [name]: ["x"] }), event, name);
        equal(thrown(() => verifier.verify(body, { [name]: ["x"] })).code, "missing-signature", name);
      }
    },
  ];

  yield [
    "no authorization in any form is missing-signature",
    () => {
      /** @type {any[]} */
      const forms = [
        null,
        undefined,
        "",
        " \t",
        {},
        [],
        { host: "shop.example" },
        { authorization: undefined },
        { authorization: null },
        [null],
        [undefined],
        new Map(),
      ];
      if (typeof Headers !== "undefined") forms.push(new Headers());
      for (const form of forms) {
        equal(thrown(() => verifier.verify(body, form)).code, "missing-signature", String(form));
      }
    },
  ];

  yield [
    "two Authorization lines are refused, also where both are right",
    () => {
      /** @type {any[]} */
      const forms = [
        { authorization: [authorization, authorization] },
        { authorization, Authorization: authorization },
        [authorization, authorization],
      ];
      if (typeof Headers !== "undefined") {
        const headers = new Headers();
        headers.append("authorization", authorization);
        headers.append("authorization", authorization);
        forms.push(headers);
      }
      for (const form of forms) equal(thrown(() => verifier.verify(body, form)).code, "malformed-signature");
    },
  ];

  yield [
    "what cannot be an authorization is the caller's mistake",
    () => {
      for (const other of [
        7,
        true,
        10n,
        () => authorization,
        Symbol("a"),
        { authorization: 7 },
        { headers: { authorization } },
        [7],
      ]) {
        refused(() => verifier.verify(body, other), "invalid-option");
      }
    },
  ];

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
      refused(() => new Verifier({ secret: Array(9).fill(secret) }), "invalid-option");
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
        { secret, maxBodyBytes: 2 ** 40 },
      ]) {
        refused(() => new Verifier(wrong), "invalid-option");
        refused(() => verify(body, authorization, wrong), "invalid-option");
      }
      new Verifier({ secret, whitespace: undefined, signed: undefined, maxBodyBytes: undefined });
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

  yield [
    "ids of 32 hexadecimal digits are the same in any case, with a UUID's hyphens or none",
    () => {
      const id = "4e0d7dd3c12441fba02981f60732a13f";
      const spellings = [
        id,
        id.toUpperCase(),
        "4e0d7dd3-c124-41fb-a029-81f60732a13f",
        "4E0D7DD3-C124-41FB-A029-81F60732A13F",
        "4e0d7dd3-C124-41fb-A029-81F60732a13f",
        "4E0d7dd3C12441fba02981f60732a13F",
      ];
      for (const spelling of spellings) {
        equal(canonicalId(spelling), id, spelling);
        ok(sameId(id, spelling) && sameId(spelling, id), spelling);
      }
    },
  ];

  yield [
    "every other id stays as it is, so that no two payments share a key",
    () => {
      const id = "4e0d7dd3c12441fba02981f60732a13f";
      const others = [
        "",
        "-",
        "--",
        "abc",
        "ab-c",
        "ABC",
        "k",
        "\u212a",
        id.slice(1),
        `${id}0`,
        `${id.slice(1)}g`,
        `${id.slice(1)}\uff11`,
        `${id}\n`,
        ` ${id}`,
        `{${id}}`,
        `urn:uuid:${id}`,
        "4e0d-7dd3c124-41fb-a029-81f60732a13f",
        "4e0d7dd3-c124-41fb-a02981f60732a13f",
        "4e0d7dd3-c12441fba02981f60732a13f",
        "4e0d7dd3--c124-41fb-a029-81f60732a13f",
        "-4e0d7dd3c12441fba02981f60732a13f",
        "4e0d7dd3-c124-41fb-a029-81f60732a13f-",
        "4E0D7DD3\u2010C124\u201041FB\u2010A029\u201081F60732A13F",
      ];
      for (const a of others) {
        equal(canonicalId(a), a);
        for (const b of [...others, id]) equal(sameId(a, b), a === b && a !== "", `${a} and ${b}`);
      }
    },
  ];

  yield [
    "what is not a string is no id",
    () => {
      for (const a of [
        undefined,
        null,
        7,
        10n,
        {},
        ["4e0d7dd3c12441fba02981f60732a13f"],
        new String("abc"),
      ]) {
        ok(!sameId(a, a) && !sameId(a, "abc") && !sameId("abc", a), String(a));
        refused(() => canonicalId(a), "invalid-option");
      }
    },
  ];
}
