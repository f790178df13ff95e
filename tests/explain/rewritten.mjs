// A body that was parsed and written again: what arrives, what the sender has written, and what is said.

import { body, event, finds, header, ids, rich, stripped } from "./harness.mjs";

/** Characters as JSON's escapes, as different writers of JSON write them. */
const asEscapes = (json, characters, turn = (digits) => digits) =>
  json.replace(characters, (unit) => `\\u${turn(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`);
const ascii = (json, turn) => asEscapes(json, /[^\x00-\x7f]/g, turn);
const upper = (digits) => digits.toUpperCase();
const { type, payload } = event;
const hyphenated = body
  .replace(ids.paymentId, "e7dbc6b9-fc25-42c6-9eb5-3f9e9b978294")
  .replace(ids.sessionId, "4e0d7dd3-c124-41fb-a029-81f60732a13f");

/** @type {[name: string, arrived: string, written: string, code: string][]} */
const cases = [
  ["slashes that PHP escapes", rich, rich.replaceAll("/", "\\/"), "json-escaped-slashes"],
  ["letters that Python escapes", rich, ascii(rich), "json-escaped-python"],
  ["all that PHP escapes", rich, ascii(rich.replaceAll("/", "\\/")), "json-escaped-php"],
  ["what Go escapes", rich, asEscapes(rich, /[<>&]/g), "json-escaped-go"],
  ["what Gson escapes", rich, asEscapes(rich, /[<>&=']/g), "json-escaped-gson"],
  [
    "what .NET escapes",
    rich,
    asEscapes(rich.replaceAll('\\"', "\\u0022"), /[<>&+'`\x7f-\uffff]/g, upper),
    "json-escaped-dotnet",
  ],
  ["what Jackson can escape", rich, ascii(rich, upper), "json-escaped-jackson"],
  ["escapes that were put in", ascii(rich.replaceAll("/", "\\/")), rich, "json-unescaped"],
  [
    "escapes of one kind for those of another",
    rich.replaceAll("/", "\\/"),
    ascii(rich),
    "json-escaped-python",
  ],
  ["an integer for a float", body, body.replace("2000", "2000.0"), "json-floats"],
  ["a float for an integer", body.replace("2000", "2000.0"), body, "json-stringified"],
  [
    "members sorted by name",
    JSON.stringify({ type: "a", payload: { b: 1, a: [{ d: 1, c: 2 }] } }),
    '{"payload":{"a":[{"c":2,"d":1}],"b":1},"type":"a"}',
    "json-sorted",
  ],
  [
    "the payload first",
    JSON.stringify({ type: "a", payload: { b: 1, a: 1 } }),
    '{"payload":{"b":1,"a":1},"type":"a"}',
    "json-payload-first",
  ],
  [
    "the documented order",
    JSON.stringify({ payload: { ...ids, amount: 2000 }, type }),
    body,
    "json-documented-order",
  ],
  [
    "members that were added",
    JSON.stringify({ receivedAt: 1, type, payload: { ...payload, note: "x" } }),
    body,
    "json-without-added-members",
  ],
  [
    "members that are null",
    JSON.stringify({ type: "a", error: null, payload: { b: null, c: 1 } }),
    '{"type":"a","payload":{"c":1}}',
    "json-without-null-members",
  ],
  [
    "PascalCase",
    body,
    JSON.stringify({
      Type: type,
      Payload: { Amount: 2000, PaymentId: ids.paymentId, SessionId: ids.sessionId },
    }),
    "json-pascal-case",
  ],
  [
    "camelCase",
    JSON.stringify({ Type: type, Payload: { payment_id: "a" } }),
    JSON.stringify({ type, payload: { paymentId: "a" } }),
    "json-camel-case",
  ],
  [
    "snake_case",
    JSON.stringify({ type, payload: { paymentId: "a" } }),
    JSON.stringify({ type, payload: { payment_id: "a" } }),
    "json-snake-case",
  ],
  ["ids with hyphens", hyphenated, body, "json-ids-without-hyphens"],
  ["ids without hyphens", body, hyphenated, "json-ids-with-hyphens"],
  ["ids in capital letters", body.replace(/[0-9a-f]{32}/g, upper), body, "json-ids-lower-case"],
  ["ids in small letters", body, body.replace(/[0-9a-f]{32}/g, upper), "json-ids-upper-case"],
  ["numbers for strings", body, body.replace("2000", '"2000"'), "json-numbers-as-strings"],
  ["strings for numbers", body.replace("2000", '"2000"'), body, "json-strings-as-numbers"],
  [
    "another order and other escapes",
    JSON.stringify({ type: "a", payload: { b: "1/2" } }),
    '{"payload":{"b":"1\\/2"},"type":"a"}',
    "json-sorted + json-escaped-slashes",
  ],
  [
    "another order and floats",
    body,
    JSON.stringify({ payload, type }).replace("2000", "2000.0"),
    "json-sorted + json-floats",
  ],
];

/** Every order that a payment's members can be written in, its type first or last. */
const names = Object.keys(payload);
const orders = names.flatMap((first) =>
  names
    .filter((name) => name !== first)
    .map((second) => [first, second, ...names.filter((name) => name !== first && name !== second)]),
);
const inOrder = (members) => Object.fromEntries(members.map((name) => [name, payload[name]]));
/** The orders that have a name of their own. */
const named = {
  [body]: "json-documented-order",
  [JSON.stringify({ payload, type })]: "json-sorted",
};

/** What counts only where whitespace is signed: what arrives, what was signed, and what is said. @type {any[][]} */
const spaces = [
  ["Python's spaces", body, body.replace(/([,:])/g, "$1 "), "json-spaced-python"],
  ["two spaces", body, JSON.stringify(event, null, 2), "json-indented-2"],
  [
    "two spaces on Windows",
    body,
    JSON.stringify(event, null, 2).replaceAll("\n", "\r\n"),
    "json-indented-2-crlf",
  ],
  ["four spaces", body, JSON.stringify(event, null, 4), "json-indented-4"],
  ["tabs", body, JSON.stringify(event, null, "\t"), "json-indented-tabs"],
  ["a newline", body, `${body}\n`, "json-final-newline"],
  ["Windows' newline", body, `${body}\r\n`, "json-final-crlf"],
  ["no newline", `{"a": 1 }\n`, '{"a": 1 }', "json-trimmed"],
  ["Unix' line breaks", '{"a": 1,\r\n"b": 2}', '{"a": 1,\n"b": 2}', "json-lf"],
  ["Windows' line breaks", '{"a": 1,\n"b": 2}', '{"a": 1,\r\n"b": 2}', "json-crlf"],
];

/** @type {any[][]} each a name, and what to run */
export const rewritten = [
  ...cases.map(([name, arrived, written, code]) => [
    name,
    () => finds({ body: arrived, authorization: header(stripped(written)) }, code),
  ]),
  ...orders
    .flatMap((members) => {
      const [inner, arrived] = [inOrder(members), inOrder(members.toReversed())];
      // What arrives has nothing in the place where it was.
      return [
        [
          { type, payload: inner },
          { payload: arrived, type },
        ],
        [
          { payload: inner, type },
          { type, payload: arrived },
        ],
      ];
    })
    .map(([written, arrived]) => [JSON.stringify(written), JSON.stringify(arrived)])
    .map(([written, arrived], at) => [
      `members in another order: ${at + 1} of 12`,
      () => finds({ body: arrived, authorization: header(written) }, named[written] ?? "json-reordered"),
    ]),
  ...spaces.map(([name, arrived, written, code]) => [
    `where whitespace is signed: ${name}`,
    () => finds({ body: arrived, authorization: header(written), options: { whitespace: "none" } }, code),
  ]),
];
