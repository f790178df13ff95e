// What was handed over for the body, where it was no raw one; and what can be seen in a raw one that matches nothing.

import { IncomingMessage } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { body, digits, event, finds, header, NEXT, rich, secret, stripped } from "./harness.mjs";

const PARSED = "body-parsed";
const MATCHES = "matches-serialized-again";
const NOTHING_ELSE = "nothing-else";
const bytes = Buffer.from(body);

/** A body of which something can be made; the signature is right. @type {[name: string, given: any, ...expected: any[]][]} */
const made = [
  ["a parsed object", event, PARSED, MATCHES],
  [
    "a request of Express with a parsed body",
    { headers: {}, body: event },
    "body-whole-request",
    PARSED,
    MATCHES,
  ],
  ["an event of Lambda", { headers: {}, body, isBase64Encoded: false }, "body-whole-request", NOTHING_ELSE],
  [
    "an event of Lambda in base64",
    { headers: {}, body: btoa(body), isBase64Encoded: true },
    "body-whole-request",
    "body-is-base64-encoded",
    NOTHING_ELSE,
  ],
  ["a Buffer that went through JSON", JSON.parse(JSON.stringify(bytes)), "body-byte-list", NOTHING_ELSE],
  [
    "a Uint8Array that went through JSON",
    JSON.parse(JSON.stringify(new Uint8Array(bytes))),
    "body-byte-list",
    NOTHING_ELSE,
  ],
  ["a list of bytes", [...bytes], "body-byte-list", NOTHING_ELSE],
  [
    "a DataView",
    new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    "body-other-array",
    NOTHING_ELSE,
  ],
  ["a SharedArrayBuffer", shared(), "body-shared-buffer", NOTHING_ELSE],
  ["a String object", new String(body), "body-string-object", NOTHING_ELSE],
  ["JSON that was read as a form", { [body]: "" }, "body-parsed-as-form", NOTHING_ELSE],
];

/** A body of which nothing can be made. @type {[name: string, given: any, ...expected: any[]][]} */
const lost = [
  ["undefined", undefined, "body-missing"],
  ["null", null, "body-missing"],
  ["a function", () => body, "body-function"],
  ["a number", 7, "body-not-bytes"],
  ["a promise", Promise.resolve(body), "body-promise"],
  ["a stream", new Blob([body]).stream(), "body-stream"],
  ["a request", new Request("http://localhost/", { method: "POST", body }), "body-request"],
  ["a form", new FormData(), "body-form"],
  [
    "a request that was read into nothing",
    { headers: {}, body: undefined },
    "body-whole-request",
    "body-missing",
  ],
  [
    "a request of Node",
    Object.assign(new IncomingMessage(undefined), { method: "POST" }),
    "body-whole-request",
    "body-missing",
  ],
  ["an object in a circle", circle(), "body-unreadable"],
  [
    "an object that throws",
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error("no");
        },
      },
    ),
    "body-unreadable",
  ],
];

/** A raw body that matches nothing, and shows why. @type {[name: string, given: any, ...expected: any[]][]} */
const seen = [
  ["an empty one", "", "body-empty"],
  ["bytes that were lost in decoding", rich.replace("ä", "\ufffd\ufffd"), "body-lossy-decoding"],
  ["half of a pair", '{"type":"a","payload":"\ud83d"}', "body-lossy-decoding"],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x95, 0xff]), "body-compressed"],
  ["zip", Buffer.from("PK\x03\x04\x14\0"), "body-compressed"],
  ["gzip", gzipSync(body), "body-compressed"],
  ["deflate", deflateSync(body), "body-compressed"],
  ["Brotli", brotliCompressSync(body.repeat(9)), "body-not-utf8"],
  ["an object as text", "[object Object]", "body-object-as-text"],
  ["undefined as text", "undefined", "body-missing-as-text"],
  ["a page", "<!doctype html><p>502 Bad Gateway", "body-markup"],
  ["a masked one", body.replace(/e7d[0-9a-f]*/, "********"), "body-masked"],
  ["one that was cut off", body.slice(0, 100), "body-cut"],
  ["one that is no JSON", "type=payment", "body-not-json"],
  ["another JSON", '{"hello":"world"}', "body-not-an-event"],
];

/** @type {any[][]} each a name, and what to run */
export const given = [
  ...made.map(([name, body, ...expected]) => [`for the body ${name}`, () => finds({ body }, ...expected)]),
  ...lost.map(([name, given, ...expected]) => [
    `for the body ${name}`,
    () => finds({ body: given }, ...expected),
  ]),
  ...seen.map(([name, body, ...expected]) => [
    `a body that matches nothing: ${name}`,
    () => finds({ body }, ...expected, ...NEXT),
  ]),
  [
    "an empty object matches nothing",
    () => finds({ body: {} }, "body-empty-object", "body-not-an-event", ...NEXT),
  ],
  [
    "a parsed object with a member called headers",
    () => {
      const parsed = { ...event, headers: {} };
      finds({ body: parsed, authorization: header(JSON.stringify(parsed)) }, PARSED, MATCHES);
    },
  ],
  [
    "a parsed object that matches nothing",
    () => finds({ body: { ...event, type: "other" } }, PARSED, ...NEXT),
  ],
  [
    "a parsed object that the sender wrote in another way",
    () => {
      const authorization = header(stripped(rich.replaceAll("/", "\\/")));
      finds({ body: JSON.parse(rich), authorization }, PARSED, "json-escaped-slashes");
    },
  ],
  [
    "a parsed object, a padded secret and a signature in base64",
    () => {
      const authorization = Buffer.from(digits(body), "hex").toString("base64");
      const options = { secret: `${secret}\n` };
      finds({ body: event, authorization, options }, PARSED, "header-base64 + secret-whitespace");
    },
  ],
  [
    "no header, and a parsed body",
    () => finds({ body: event, authorization: null }, "header-missing", PARSED),
  ],
  [
    "a long body that matches nothing",
    () =>
      finds(
        { body: JSON.stringify(["x".repeat(70_000)]) },
        "body-not-an-event",
        ...NEXT,
        "search-incomplete",
      ),
  ],
  [
    "a body that is too long",
    () => {
      const expected = "body-too-large";
      finds({ body: "x".repeat(101), options: { maxBodyBytes: 100 } }, expected);
    },
  ],
];

function shared() {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

function circle() {
  const object = {};
  object.self = object;
  return object;
}
