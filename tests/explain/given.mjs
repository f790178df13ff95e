// What was handed over for the body, where it was no raw one; and what can be seen in a raw one that matches nothing.

import { IncomingMessage } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { body, digits, event, header, rich, says, secret, stripped } from "./harness.mjs";

const PARSED = ["The body was parsed before it came here", "express.raw"];
const MATCHES = ["happens to match the signature", "Do not rely on it"];
const NOTHING_ELSE = ["With that put right, the signature holds", "verify decides"];
const NEXT = ["Nothing that was tried matches", "bytes now", "another delivery", "may not come from"];
const bytes = Buffer.from(body);

/** A body of which something can be made; the signature is right. @type {[name: string, given: any, ...expected: any[]][]} */
const made = [
  ["a parsed object", event, PARSED, MATCHES],
  [
    "a request of Express with a parsed body",
    { headers: {}, body: event },
    "The whole request was given",
    PARSED,
    MATCHES,
  ],
  [
    "an event of Lambda",
    { headers: {}, body, isBase64Encoded: false },
    ["The whole request was given", "event.body"],
    NOTHING_ELSE,
  ],
  [
    "an event of Lambda in base64",
    { headers: {}, body: btoa(body), isBase64Encoded: true },
    "The whole request was given",
    ["in base64 (isBase64Encoded)", "Decode it"],
    NOTHING_ELSE,
  ],
  [
    "a Buffer that went through JSON",
    JSON.parse(JSON.stringify(bytes)),
    ["as a list of numbers", "Buffer.from(list)"],
    NOTHING_ELSE,
  ],
  [
    "a Uint8Array that went through JSON",
    JSON.parse(JSON.stringify(new Uint8Array(bytes))),
    "as a list of numbers",
    NOTHING_ELSE,
  ],
  ["a list of bytes", [...bytes], "as a list of numbers", NOTHING_ELSE],
  [
    "a DataView",
    new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    "another kind of array than a Uint8Array",
    NOTHING_ELSE,
  ],
  ["a SharedArrayBuffer", shared(), "as a SharedArrayBuffer", NOTHING_ELSE],
  ["a String object", new String(body), "as a String object", NOTHING_ELSE],
  [
    "JSON that was read as a form",
    { [body]: "" },
    ["as a form, and its JSON has become the name of a field", "Content-Type"],
    NOTHING_ELSE,
  ],
];

/** A body of which nothing can be made. @type {[name: string, given: any, ...expected: any[]][]} */
const lost = [
  ["undefined", undefined, "The body is undefined: nothing has read it"],
  ["null", null, "The body is null: nothing has read it"],
  ["a function", () => body, ["A function was given", "await request.text()"]],
  ["a number", 7, "A number was given for the body"],
  ["a promise", Promise.resolve(body), ["A promise was given", "Await it"]],
  ["a stream", new Blob([body]).stream(), "A stream was given"],
  [
    "a request",
    new Request("http://localhost/", { method: "POST", body }),
    ["A request, or a Blob, was given", "arrayBuffer"],
  ],
  ["a form", new FormData(), "parsed into a map or a form"],
  [
    "a request that was read into nothing",
    { headers: {}, body: undefined },
    "The whole request was given",
    "The body is undefined",
  ],
  [
    "a request of Node",
    Object.assign(new IncomingMessage(), { method: "POST" }),
    "The whole request was given",
    "The body is undefined",
  ],
  ["an object in a circle", circle(), "an object that cannot be read"],
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
    "an object that cannot be read",
  ],
];

/** A raw body that matches nothing, and shows why. @type {[name: string, given: any, ...expected: any[]][]} */
const seen = [
  ["an empty one", "", ["The body is empty", "It can be read once"]],
  [
    "bytes that were lost in decoding",
    rich.replace("ä", "\ufffd\ufffd"),
    ["U+FFFD", "Nothing brings them back"],
  ],
  ["half of a pair", '{"type":"a","payload":"\ud83d"}', "U+FFFD"],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x95, 0xff]), "compressed (zstd)"],
  ["zip", Buffer.from("PK\x03\x04\x14\0"), "compressed (zip)"],
  ["gzip", gzipSync(body), ["compressed (gzip)", "Content-Encoding"]],
  ["deflate", deflateSync(body), "compressed (deflate)"],
  ["Brotli", brotliCompressSync(body.repeat(9)), "is not UTF-8: it is binary, or compressed"],
  ["an object as text", "[object Object]", "the text that JavaScript makes of an object"],
  ["undefined as text", "undefined", "the text of a value that was not there"],
  ["a page", "<!doctype html><p>502 Bad Gateway", "HTML or XML"],
  ["a masked one", body.replace(/e7d[0-9a-f]*/, "********"), "seems to be masked"],
  ["one that was cut off", body.slice(0, 100), ["ends before its JSON does", "cut off"]],
  ["one that is no JSON", "type=payment", "is not JSON"],
  ["another JSON", '{"hello":"world"}', "has no type and payload"],
];

/** @type {[name: string, run: () => void][]} */
export const given = [
  ...made.map(([name, body, ...expected]) => [`for the body ${name}`, () => says({ body }, ...expected)]),
  ...lost.map(([name, given, ...expected]) => [
    `for the body ${name}`,
    () => says({ body: given }, ...expected),
  ]),
  ...seen.map(([name, body, ...expected]) => [
    `a body that matches nothing: ${name}`,
    () => says({ body }, ...expected, ...NEXT),
  ]),
  [
    "an empty object matches nothing",
    () =>
      says({ body: {} }, "an empty object: no parser of the framework", "has no type and payload", ...NEXT),
  ],
  [
    "a parsed object with a member called headers",
    () => {
      const parsed = { ...event, headers: {} };
      says({ body: parsed, authorization: header(JSON.stringify(parsed)) }, PARSED, MATCHES);
    },
  ],
  [
    "a parsed object that matches nothing",
    () => says({ body: { ...event, type: "other" } }, PARSED, ...NEXT),
  ],
  [
    "a parsed object that the sender wrote in another way",
    () => {
      const authorization = header(stripped(rich.replaceAll("/", "\\/")));
      says({ body: JSON.parse(rich), authorization }, PARSED, "with slashes as \\/, as PHP does");
    },
  ],
  [
    "a parsed object, a padded secret and a signature in base64",
    () => {
      const authorization = Buffer.from(digits(body), "hex").toString("base64");
      const options = { secret: `${secret}\n` };
      says(
        { body: event, authorization, options },
        PARSED,
        "Two things come together. The signature is written in base64",
      );
    },
  ],
  [
    "no header, and a parsed body",
    () => says({ body: event, authorization: null }, "There is no Authorization header", PARSED),
  ],
  [
    "a body that is too long",
    () => {
      const expected = ["101 bytes, more than maxBodyBytes allows (100)", "Raise maxBodyBytes only"];
      says({ body: "x".repeat(101), options: { maxBodyBytes: 100 } }, expected);
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
