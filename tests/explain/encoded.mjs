// A body that was encoded, decoded or wrapped: what arrives, what the sender signs, and what is said.

import { body, event, finds, header, rich, stripped } from "./harness.mjs";

const utf8 = (text) => Buffer.from(text);
const latin1 = (text) => Buffer.from(text, "latin1");
const accented = JSON.stringify({ type: "payment-noted", payload: { note: "blåbær" } });
const windows = JSON.stringify({ type: "payment-noted", payload: { note: "50 € – blåbær" } });
const spaced = JSON.stringify({ type: "payment-noted", payload: { note: "a b" } });
/** A byte order mark. */
const MARK = "\ufeff";

/**
 * Text is signed as the API signs it, bytes as they are.
 *
 * @type {[name: string, arrived: any, signed: any, code: string, options?: any][]}
 */
const cases = [
  ["base64", btoa(body), body, "body-base64"],
  ["a form", `payload=${encodeURIComponent(body)}&from=gateway`, body, "body-form-field"],
  [
    "a form with plus signs",
    `data=${encodeURIComponent(spaced).replaceAll("%20", "+")}`,
    spaced,
    "body-form-field",
  ],
  ["the name of a field", `${encodeURIComponent(body)}=`, body, "body-form-name"],
  ["percent signs", encodeURIComponent(body), body, "body-percent-encoded"],
  ["a JSON string", JSON.stringify(rich), rich, "body-json-string"],
  ["text inside JSON", JSON.stringify(body).slice(1, -1), body, "body-backslashes"],
  ["character references", body.replaceAll('"', "&quot;"), body, "body-html"],
  ["UTF-8 encoded twice", utf8(utf8(accented).toString("latin1")), utf8(accented), "body-misread-utf8"],
  [
    "UTF-8 encoded twice by Windows",
    utf8(JSON.stringify({ type: "payment-noted", payload: { note: "50 â‚¬ â€“ blÃ¥bÃ¦r" } })),
    windows,
    "body-misread-utf8",
  ],
  ["Latin-1", latin1(accented), utf8(accented), "body-latin1"],
  [
    "Windows-1252",
    Buffer.from([...latin1(accented.slice(0, -3)), 0x80, ...latin1(accented.slice(-3))]),
    utf8(`${accented.slice(0, -3)}€${accented.slice(-3)}`),
    "body-windows-1252",
  ],
  ["UTF-16", Buffer.from(body, "utf16le"), body, "body-utf16"],
  [
    "UTF-16 with a mark, the high byte first",
    Buffer.from(MARK + body, "utf16le").swap16(),
    body,
    "body-utf16",
  ],
  ["a sender that signs Latin-1", accented, latin1(accented), "sender-latin1"],
  ["a sender that signs UTF-16", body, Buffer.from(body, "utf16le"), "sender-utf16"],
  ["a sender that encodes twice", accented, utf8(utf8(accented).toString("latin1")), "sender-misread-utf8"],
  [
    "a sender that encodes twice on Windows",
    JSON.stringify({ note: "–blåbær" }),
    utf8('{"note":"â€“blÃ¥bÃ¦r"}'),
    "sender-misread-utf8-windows",
  ],
  ["a zero byte", Buffer.concat([utf8(body), Buffer.alloc(3)]), body, "body-zero-bytes"],
  ["a sender with a zero byte", body, `${body}\0`, "sender-zero-byte"],
  ["two byte order marks", MARK + MARK + body, body, "body-repeated-mark"],
  [
    "a mark that counts",
    `${MARK}{ "note": "a b" }`,
    '{ "note": "a b" }',
    "body-mark",
    { whitespace: "none" },
  ],
  ["a mark that was dropped", body, MARK + body, "body-mark-lost", { whitespace: "none" }],
  [
    "the request's head",
    `POST /callback HTTP/1.1\r\nHost: shop.example\r\n\r\n${body}`,
    body,
    "body-with-head",
  ],
  [
    "chunks",
    `10\r\n${body.slice(0, 16)}\r\n${(body.length - 16).toString(16)}\r\n${body.slice(16)}\r\n0\r\n\r\n`,
    body,
    "body-chunked",
  ],
  ["typographic quotes", body.replace(/"([^"]*)"/g, "“$1”"), body, "body-typographic-quotes"],
  ["accents apart", accented.normalize("NFD"), accented, "body-nfd"],
  ["accents joined", accented, accented.normalize("NFD"), "body-nfc"],
  [
    "text in a queue's message",
    JSON.stringify({ Records: [{ messageId: "1", body }] }),
    body,
    "body-wrapped",
  ],
  ["an event in a bus's message", JSON.stringify({ source: "gateway", detail: event }), body, "body-wrapped"],
  ["base64 in a topic's message", JSON.stringify({ message: { data: btoa(body) } }), body, "body-wrapped"],
];

/** @type {any[][]} each a name, and what to run */
export const encoded = cases.map(([name, arrived, signed, code, options = {}]) => [
  name,
  () => {
    const isExact = typeof signed !== "string" || options.whitespace === "none";
    finds({ body: arrived, authorization: header(isExact ? signed : stripped(signed)), options }, code);
  },
]);
