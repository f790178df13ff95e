// What may be handed in as a body and as an authorization, and what is refused before the module sees it.

import { body, bytes, event, secret } from "../../lib/callback.mjs";
import { equal, ok, refused, thrown } from "./assert.mjs";

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* inputs({ pkg }) {
  const { Verifier, verify } = pkg;
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
      // Node's headersDistinct and API Gateway's multiValueHeaders have every value in an array.
      for (const value of [["x"], "x", null, undefined]) {
        for (const name of ["headers", "get", "length", "constructor", "then"]) {
          equal(verifier.verify(body, { authorization: [authorization], [name]: value }), event, name);
          equal(thrown(() => verifier.verify(body, { [name]: value })).code, "missing-signature", name);
        }
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
}
