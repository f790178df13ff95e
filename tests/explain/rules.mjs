// Other rules for what is signed: what arrives, what was signed to the byte, and what is said.

import { body, event, finds, header, stripped } from "./harness.mjs";

const utf8 = (text) => Buffer.from(text);
const spaced = JSON.stringify({ type: "payment-noted", payload: { note: "a b" } });
/** A byte order mark. */
const MARK = "\ufeff";

/** @type {[name: string, arrived: string, signed: string | Buffer, code: string, options?: any][]} */
const cases = [
  ["the payload alone", body, JSON.stringify(event.payload), "signed-payload"],
  ["the whole body after all", body, body, "signed-body", { signed: "payload" }],
  ["whitespace and all", `${spaced}\n`, `${spaced}\n`, "whitespace-none"],
  ["whitespace in strings", `${spaced}\n`, spaced, "whitespace-insignificant"],
  ["no whitespace after all", spaced, stripped(spaced), "whitespace-all", { whitespace: "none" }],
  [
    "the payload alone, and its whitespace",
    '{"type":"a","payload":{ "a": "b c" }}',
    '{"a":"b c"}',
    "signed-payload + whitespace-insignificant",
  ],
  ["ASCII's whitespace", '{ "note":\t"a\u00a0b c" }', '{"note":"a\u00a0bc"}', "rule-ascii"],
  ["spaces", '{ "note":\n\t"a b" }', '{"note":\n\t"ab"}', "rule-spaces"],
  ["line breaks", '{ "note":\r\n\t"a b" }', '{ "note":\t"a b" }', "rule-line-breaks"],
  ["no tabs", '{ "note":\r\n\t"a b" }', '{"note":\t"ab"}', "rule-keeps-tabs"],
  ["the ends", ' { "a": "b c" }\n', '{ "a": "b c" }', "rule-trim"],
  ["JavaScript's", '{ "a": "b\u0085c\ufeffd" }', '{"a":"b\u0085cd"}', "rule-javascript"],
  ["Python's", '{ "a": "b\u001cc d" }', '{"a":"bcd"}', "rule-python"],
  ["Java's", '{ "a": "b\u001cc\u00a0d" }', '{"a":"bc\u00a0d"}', "rule-java"],
  ["invisible characters", '{ "a": "b\u200bc d" }', '{"a":"bcd"}', "rule-invisible"],
  ["nothing but an invisible character", "\u2060", "", "body-invisible-start"],
  ["escapes", '{ "a": "b\\nc d" }', '{"a":"bcd"}', "rule-escapes"],
  [
    "bytes of Latin-1",
    '{ "a": "à la carte" }',
    Buffer.from([...utf8('{"a":"'), 0xc3, ...utf8('lacarte"}')]),
    "rule-latin1",
  ],
  ["a mark that stays", MARK + spaced, MARK + stripped(spaced), "rule-keeps-mark"],
  ["a mark that stays, and was dropped by text()", spaced, MARK + stripped(spaced), "rule-keeps-mark"],
  [
    "ASCII's whitespace of the payload",
    '{"type":"a","payload":{ "note":\t"a\u00a0b c" }}',
    '{"note":"a\u00a0bc"}',
    "rule-ascii + signed-payload",
  ],
];

/** @type {any[][]} each a name, and what to run */
export const rules = [
  ...cases.map(([name, arrived, signed, code, options = {}]) => [
    name,
    () => finds({ body: arrived, authorization: header(signed), options }, code),
  ]),
  [
    "two options that come to the same are both told, since one callback cannot tell them apart",
    () =>
      finds({ body: spaced, authorization: header(spaced) }, "whitespace-insignificant", "whitespace-none"),
  ],
];
