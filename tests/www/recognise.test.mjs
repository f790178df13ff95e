// What people paste: the body and the header are found in it, and what is a body or a header already is left alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise } from "../../www/model/recognise.js";

const HEADER = `HMAC-SHA256 Signature=${"ab".repeat(32)}`;
const BODY = '{\n  "type": "payment-authorized",\n  "payload": { "amount": 1, "paymentId": "it\'s" }\n}';
const JSON_LINE = JSON.stringify({ level: "info", headers: { Authorization: HEADER }, body: BODY });
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * What was pasted, what it is called, and what has to be found in it.
 *
 * @type {Record<string, [pasted: string, kind: string, found: { header?: string, body?: string }]>}
 */
const PASTED = {
  "curl for a shell": [
    `curl -X POST https://shop.example/callback \\\n  -H 'Content-Type: application/json' \\\n  -H 'Authorization: ${HEADER}' \\\n  --data-raw ${quoted(BODY)}`,
    "a curl command",
    { header: HEADER, body: BODY },
  ],
  "curl with double quotes and short options": [
    `$ curl "https://shop.example" -H "authorization: ${HEADER}" -d "{\\"type\\":\\"a\\"}"`,
    "a curl command",
    { header: HEADER, body: '{"type":"a"}' },
  ],
  "curl as browsers copy it": [
    `curl 'https://shop.example' -H 'authorization: ${HEADER}' --data-raw $'{"type":"\\u0041\\n"}'`,
    "a curl command",
    { header: HEADER, body: '{"type":"A\n"}' },
  ],
  "curl with options joined to their values": [
    `curl --header='Authorization: ${HEADER}' --data-binary=${quoted(BODY)} https://shop.example`,
    "a curl command",
    { header: HEADER, body: BODY },
  ],
  "a raw request": [
    `POST /callback HTTP/1.1\r\nHost: shop.example\r\nAuthorization: ${HEADER}\r\n\r\n${BODY}`,
    "a raw HTTP request",
    { header: HEADER, body: BODY },
  ],
  "all headers of a request": [
    `Host: shop.example\nAuthorization: ${HEADER}\nContent-Type: application/json`,
    "a block of headers",
    { header: HEADER, body: undefined },
  ],
  "another header first": [
    `content-type: application/json\nauthorization: ${HEADER}`,
    "a block of headers",
    { header: HEADER, body: undefined },
  ],
  "a header that was wrapped": [
    `Authorization: HMAC-SHA256\n  Signature=${"ab".repeat(32)}`,
    "a header with its name",
    { header: HEADER, body: undefined },
  ],
  "headers and a body": [
    `Authorization: ${HEADER}\n\n${BODY}`,
    "a block of headers",
    { header: HEADER, body: BODY },
  ],
  "a log line": [
    `2026-11-02T09:00:00Z POST /callback authorization="${HEADER}" body={"type":"a","payload":{"x":1}}`,
    "a log line",
    { header: HEADER, body: '{"type":"a","payload":{"x":1}}' },
  ],
  "a log line in JSON": [JSON_LINE, "a log line in JSON", { header: HEADER, body: BODY }],
};

for (const [name, [text, kind, found]] of Object.entries(PASTED)) {
  test(name, () =>
    assert.deepEqual({ header: undefined, body: undefined, ...recognise(text) }, { kind, ...found }),
  );
}

test("a body, a header's value and what is neither are left as they are", () => {
  const plain = [
    "",
    BODY,
    HEADER,
    ` ${HEADER} `,
    `${HEADER}, ${HEADER}`,
    "Bearer abc",
    "no JSON",
    "https://shop.example",
  ];
  for (const text of plain) assert.equal(recognise(text), undefined, text);
});
