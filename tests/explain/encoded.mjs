// A body that was encoded, decoded or wrapped: what arrives, what the sender signs, and what is said.

import { body, event, header, rich, says, stripped } from "./harness.mjs";

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
 * @type {[name: string, arrived: any, signed: any, finding: string, change?: string, options?: object][]}
 */
const cases = [
  ["base64", btoa(body), body, "is base64 of what was signed", "isBase64Encoded"],
  ["a form", `payload=${encodeURIComponent(body)}&from=gateway`, body, "is a form", "application/json"],
  [
    "a form with plus signs",
    `data=${encodeURIComponent(spaced).replaceAll("%20", "+")}`,
    spaced,
    "is a form",
  ],
  [
    "the name of a field",
    `${encodeURIComponent(body)}=`,
    body,
    "turned into the name of a field",
    "Content-Type",
  ],
  ["percent signs", encodeURIComponent(body), body, "is percent-encoded"],
  ["a JSON string", JSON.stringify(rich), rich, "made into JSON twice", "JSON.stringify"],
  ["text inside JSON", JSON.stringify(body).slice(1, -1), body, "backslashes before its quotes"],
  ["character references", body.replaceAll('"', "&quot;"), body, "HTML character references"],
  [
    "UTF-8 encoded twice",
    utf8(utf8(accented).toString("latin1")),
    utf8(accented),
    "read as Latin-1 on the way, and so encoded twice",
    "UTF-8",
  ],
  [
    "UTF-8 encoded twice by Windows",
    utf8(JSON.stringify({ type: "payment-noted", payload: { note: "50 â‚¬ â€“ blÃ¥bÃ¦r" } })),
    windows,
    "read as Latin-1 on the way, and so encoded twice",
  ],
  ["Latin-1", latin1(accented), utf8(accented), "is in Latin-1, and what was signed is UTF-8"],
  [
    "Windows-1252",
    Buffer.from([...latin1(accented.slice(0, -3)), 0x80, ...latin1(accented.slice(-3))]),
    utf8(`${accented.slice(0, -3)}€${accented.slice(-3)}`),
    "is in Windows-1252",
  ],
  ["UTF-16", Buffer.from(body, "utf16le"), body, "is in UTF-16, and what was signed is UTF-8"],
  [
    "UTF-16 with a mark, the high byte first",
    Buffer.from(MARK + body, "utf16le").swap16(),
    body,
    "is in UTF-16, and what was signed is UTF-8",
  ],
  [
    "a sender that signs Latin-1",
    accented,
    latin1(accented),
    "What was signed is in Latin-1",
    "sign the bytes that it sends",
  ],
  [
    "a sender that signs UTF-16",
    body,
    Buffer.from(body, "utf16le"),
    "What was signed is in UTF-16",
    "sign the bytes that it sends",
  ],
  [
    "a sender that encodes twice",
    accented,
    utf8(utf8(accented).toString("latin1")),
    "read as Latin-1 once and encoded again; the body that was given is right",
  ],
  [
    "a sender that encodes twice on Windows",
    JSON.stringify({ note: "–blåbær" }),
    utf8('{"note":"â€“blÃ¥bÃ¦r"}'),
    "read as Windows-1252 once",
  ],
  [
    "a zero byte",
    Buffer.concat([utf8(body), Buffer.alloc(3)]),
    body,
    "a zero byte at the end of the body",
    "not the whole buffer",
  ],
  ["a sender with a zero byte", body, `${body}\0`, "What was signed has a zero byte at its end"],
  ["two byte order marks", MARK + MARK + body, body, "more than one byte order mark"],
  [
    "a mark that counts",
    `${MARK}{ "note": "a b" }`,
    '{ "note": "a b" }',
    "begins with a byte order mark, and what was signed does not",
    "Take it off",
    { whitespace: "none" },
  ],
  [
    "a mark that was dropped",
    body,
    MARK + body,
    "What was signed begins with a byte order mark, and the body that was given does not",
    "arrayBuffer",
    { whitespace: "none" },
  ],
  [
    "the request's head",
    `POST /callback HTTP/1.1\r\nHost: shop.example\r\n\r\n${body}`,
    body,
    "with the request's headers before it",
  ],
  [
    "chunks",
    `10\r\n${body.slice(0, 16)}\r\n${(body.length - 16).toString(16)}\r\n${body.slice(16)}\r\n0\r\n\r\n`,
    body,
    "the sizes of its chunks in between",
    "not a socket",
  ],
  ["typographic quotes", body.replace(/"([^"]*)"/g, "“$1”"), body, "replaced by typographic ones"],
  ["accents apart", accented.normalize("NFD"), accented, "and were joined where it was signed"],
  ["accents joined", accented, accented.normalize("NFD"), "and were apart where it was signed"],
  [
    "text in a queue's message",
    JSON.stringify({ Records: [{ messageId: "1", body }] }),
    body,
    "stands inside the JSON that was given",
  ],
  [
    "an event in a bus's message",
    JSON.stringify({ source: "gateway", detail: event }),
    body,
    "stands inside the JSON that was given",
  ],
  [
    "base64 in a topic's message",
    JSON.stringify({ message: { data: btoa(body) } }),
    body,
    "stands inside the JSON that was given",
  ],
];

/** @type {[name: string, run: () => void][]} */
export const encoded = cases.map(([name, arrived, signed, finding, change = "", options = {}]) => [
  name,
  () => {
    const isExact = typeof signed !== "string" || options.whitespace === "none";
    says({ body: arrived, authorization: header(isExact ? signed : stripped(signed)), options }, [
      finding,
      change,
    ]);
  },
]);
