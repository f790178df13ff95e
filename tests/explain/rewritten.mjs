// A body that was parsed and written again: what arrives, what the sender has written, and what is said.

import { body, event, header, ids, rich, says, stripped } from "./harness.mjs";

/** Characters as JSON's escapes, as different writers of JSON write them. */
const asEscapes = (json, characters, turn = (digits) => digits) =>
  json.replace(characters, (unit) => `\\u${turn(unit.charCodeAt(0).toString(16).padStart(4, "0"))}`);
const ascii = (json, turn) => asEscapes(json, /[^\x00-\x7f]/g, turn);
const upper = (digits) => digits.toUpperCase();
const { type, payload } = event;
const hyphenated = body
  .replace(ids.paymentId, "e7dbc6b9-fc25-42c6-9eb5-3f9e9b978294")
  .replace(ids.sessionId, "4e0d7dd3-c124-41fb-a029-81f60732a13f");

/** @type {[name: string, arrived: string, written: string, finding: string][]} */
const cases = [
  ["slashes that PHP escapes", rich, rich.replaceAll("/", "\\/"), "with slashes as \\/, as PHP does"],
  ["letters that Python escapes", rich, ascii(rich), "beyond ASCII as \\u and small digits, as Python does"],
  [
    "all that PHP escapes",
    rich,
    ascii(rich.replaceAll("/", "\\/")),
    "with slashes as \\/ and characters beyond ASCII as \\u, as PHP does",
  ],
  ["what Go escapes", rich, asEscapes(rich, /[<>&]/g), "as Go and Rails do"],
  ["what Gson escapes", rich, asEscapes(rich, /[<>&=']/g), "as Gson does"],
  [
    "what .NET escapes",
    rich,
    asEscapes(rich.replaceAll('\\"', "\\u0022"), /[<>&+'`\x7f-\uffff]/g, upper),
    "as .NET's System.Text.Json does",
  ],
  ["what Jackson can escape", rich, ascii(rich, upper), "as Jackson can"],
  [
    "escapes that were put in",
    ascii(rich.replaceAll("/", "\\/")),
    rich,
    "with no character escaped that need not be",
  ],
  ["escapes of one kind for those of another", rich.replaceAll("/", "\\/"), ascii(rich), "as Python does"],
  ["an integer for a float", body, body.replace("2000", "2000.0"), "otherwise: with whole numbers as 2000.0"],
  ["a float for an integer", body.replace("2000", "2000.0"), body, "as JSON.stringify leaves them"],
  [
    "members sorted by name",
    JSON.stringify({ type: "a", payload: { b: 1, a: [{ d: 1, c: 2 }] } }),
    '{"payload":{"a":[{"c":2,"d":1}],"b":1},"type":"a"}',
    "with its members sorted by name",
  ],
  [
    "the payload first",
    JSON.stringify({ type: "a", payload: { b: 1, a: 1 } }),
    '{"payload":{"b":1,"a":1},"type":"a"}',
    "with its payload before its type",
  ],
  [
    "the documented order",
    JSON.stringify({ payload: { ...ids, amount: 2000 }, type }),
    body,
    "in the order of the API's documentation",
  ],
  [
    "members that were added",
    JSON.stringify({ receivedAt: 1, type, payload: { ...payload, note: "x" } }),
    body,
    "without the members that something on the way has added",
  ],
  [
    "members that are null",
    JSON.stringify({ type: "a", error: null, payload: { b: null, c: 1 } }),
    '{"type":"a","payload":{"c":1}}',
    "without the members that are null",
  ],
  [
    "PascalCase",
    body,
    JSON.stringify({
      Type: type,
      Payload: { Amount: 2000, PaymentId: ids.paymentId, SessionId: ids.sessionId },
    }),
    "in PascalCase, as .NET",
  ],
  [
    "camelCase",
    JSON.stringify({ Type: type, Payload: { payment_id: "a" } }),
    JSON.stringify({ type, payload: { paymentId: "a" } }),
    "in camelCase",
  ],
  [
    "snake_case",
    JSON.stringify({ type, payload: { paymentId: "a" } }),
    JSON.stringify({ type, payload: { payment_id: "a" } }),
    "in snake_case",
  ],
  ["ids with hyphens", hyphenated, body, "with ids that have no hyphens"],
  ["ids without hyphens", body, hyphenated, "with ids that have hyphens"],
  ["ids in capital letters", body.replace(/[0-9a-f]{32}/g, upper), body, "with ids in small letters"],
  ["ids in small letters", body, body.replace(/[0-9a-f]{32}/g, upper), "with ids in capital letters"],
  ["numbers for strings", body, body.replace("2000", '"2000"'), "with numbers as strings"],
  ["strings for numbers", body.replace("2000", '"2000"'), body, "with strings of digits as numbers"],
  [
    "another order and other escapes",
    JSON.stringify({ type: "a", payload: { b: "1/2" } }),
    '{"payload":{"b":"1\\/2"},"type":"a"}',
    "with its members sorted by name, and with slashes as \\/",
  ],
  [
    "another order and floats",
    body,
    JSON.stringify({ payload, type }).replace("2000", "2000.0"),
    "and with whole numbers as 2000.0",
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
  [body]: "in the order of the API's documentation",
  [JSON.stringify({ payload, type })]: "with its members sorted by name",
};

/** What counts only where whitespace is signed: what arrives, what was signed, and what is said. */
const spaces = [
  [
    "Python's spaces",
    body,
    body.replace(/([,:])/g, "$1 "),
    "with a space after each comma and colon, as Python does",
  ],
  ["two spaces", body, JSON.stringify(event, null, 2), "with lines indented by two spaces."],
  [
    "two spaces on Windows",
    body,
    JSON.stringify(event, null, 2).replaceAll("\n", "\r\n"),
    "with lines indented by two spaces that end as on Windows",
  ],
  ["four spaces", body, JSON.stringify(event, null, 4), "with lines indented by four spaces"],
  ["tabs", body, JSON.stringify(event, null, "\t"), "with lines indented by tabs"],
  ["a newline", body, `${body}\n`, "with a newline at its end"],
  ["Windows' newline", body, `${body}\r\n`, "with a carriage return and a newline at its end"],
  ["no newline", `{"a": 1 }\n`, '{"a": 1 }', "without the whitespace at its ends"],
  [
    "Unix' line breaks",
    '{"a": 1,\r\n"b": 2}',
    '{"a": 1,\n"b": 2}',
    "with line breaks of one character, as on Unix",
  ],
  [
    "Windows' line breaks",
    '{"a": 1,\n"b": 2}',
    '{"a": 1,\r\n"b": 2}',
    "with line breaks of two characters, as on Windows",
  ],
];

/** @type {[name: string, run: () => void][]} */
export const rewritten = [
  ...cases.map(([name, arrived, written, finding]) => [
    name,
    () => says({ body: arrived, authorization: header(stripped(written)) }, [finding, "express.raw"]),
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
      () =>
        says(
          { body: arrived, authorization: header(written) },
          named[written] ?? "with its members in another order",
        ),
    ]),
  ...spaces.map(([name, arrived, written, finding]) => [
    `where whitespace is signed: ${name}`,
    () =>
      says({ body: arrived, authorization: header(written), options: { whitespace: "none" } }, [
        finding,
        "every character counts",
      ]),
  ]),
];
