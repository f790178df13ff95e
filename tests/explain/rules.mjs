// Other rules for what is signed: what arrives, what was signed to the byte, and what is said.

import { body, event, header, says, stripped } from "./harness.mjs";

const utf8 = (text) => Buffer.from(text);
const spaced = JSON.stringify({ type: "payment-noted", payload: { note: "a b" } });
/** A byte order mark. */
const MARK = "\ufeff";

/** @type {[name: string, arrived: string, signed: string | Buffer, finding: string, change?: string, options?: object][]} */
const cases = [
  [
    "the payload alone",
    body,
    JSON.stringify(event.payload),
    "over the member payload alone",
    'signed: "payload"',
  ],
  [
    "the whole body after all",
    body,
    body,
    "over the whole body",
    "Leave the option signed out",
    { signed: "payload" },
  ],
  ["whitespace and all", spaced + "\n", spaced + "\n", "exactly as it was sent", 'whitespace: "none"'],
  [
    "whitespace in strings",
    spaced + "\n",
    spaced,
    "with whitespace removed only outside of strings",
    'whitespace: "insignificant"',
  ],
  [
    "no whitespace after all",
    spaced,
    stripped(spaced),
    "with all whitespace removed, inside strings too",
    "Leave the option whitespace out",
    { whitespace: "none" },
  ],
  [
    "the payload alone, and its whitespace",
    '{"type":"a","payload":{ "a": "b c" }}',
    '{"a":"b c"}',
    "Two things come together. The signature was made over the member payload alone. " +
      "The signature was made over the body with whitespace removed only outside",
    'signed: "payload"',
  ],
  [
    "ASCII's whitespace",
    '{ "note":\t"a\u00a0b c" }',
    '{"note":"a\u00a0bc"}',
    "with only ASCII's whitespace removed",
    "25 characters",
  ],
  ["spaces", '{ "note":\n\t"a b" }', '{"note":\n\t"ab"}', "with only spaces removed"],
  ["line breaks", '{ "note":\r\n\t"a b" }', '{ "note":\t"a b" }', "with only line breaks removed"],
  ["no tabs", '{ "note":\r\n\t"a b" }', '{"note":\t"ab"}', "and tabs left"],
  ["the ends", ' { "a": "b c" }\n', '{ "a": "b c" }', "with only the whitespace at its ends removed"],
  ["JavaScript's", '{ "a": "b\u0085c\ufeffd" }', '{"a":"b\u0085cd"}', "what JavaScript's \\s matches"],
  ["Python's", '{ "a": "b\u001cc d" }', '{"a":"bcd"}', "what Python's split() parts at"],
  ["Java's", '{ "a": "b\u001cc\u00a0d" }', '{"a":"bc\u00a0d"}', "what Java's isWhitespace names"],
  ["invisible characters", '{ "a": "b\u200bc d" }', '{"a":"bcd"}', "invisible characters such as U+200B"],
  ["nothing but an invisible character", "\u2060", "", "invisible characters such as U+200B"],
  ["escapes", '{ "a": "b\\nc d" }', '{"a":"bcd"}', "the escapes \\n, \\r and \\t"],
  [
    "bytes of Latin-1",
    '{ "a": "à la carte" }',
    Buffer.from([...utf8('{"a":"'), 0xc3, ...utf8('lacarte"}')]),
    "byte by byte as in Latin-1",
  ],
  ["a mark that stays", MARK + spaced, MARK + stripped(spaced), "a byte order mark left at its beginning"],
  [
    "a mark that stays, and was dropped by text()",
    spaced,
    MARK + stripped(spaced),
    "a byte order mark left at its beginning",
  ],
  [
    "ASCII's whitespace of the payload",
    '{"type":"a","payload":{ "note":\t"a\u00a0b c" }}',
    '{"note":"a\u00a0bc"}',
    "Two things come together. The signature was made over the body with only ASCII's whitespace removed. " +
      "The signature was made over the member payload alone.",
  ],
];

/** @type {[name: string, run: () => void][]} */
export const rules = [
  ...cases.map(([name, arrived, signed, finding, change = "", options = {}]) => [
    name,
    () => says({ body: arrived, authorization: header(signed), options }, [finding, change]),
  ]),
  [
    "two options that come to the same are both told, since one callback cannot tell them apart",
    () =>
      says(
        { body: spaced, authorization: header(spaced) },
        ["with whitespace removed only outside of strings", 'whitespace: "insignificant"'],
        ["exactly as it was sent", 'whitespace: "none"'],
      ),
  ],
];
