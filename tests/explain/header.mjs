// What can be the matter with the Authorization header.

import { body, digits, finds, header, NEXT, secret, stripped } from "./harness.mjs";

const right = digits(stripped(body));
const bytes = Buffer.from(right, "hex");
const wrong = digits("another body");
const value = `HMAC-SHA256 Signature=${right}`;

/** Where the header is not in its place. The signature is right each time. @type {any[][]} */
const places = [
  ["the whole request", { headers: { authorization: value }, method: "POST" }, "header-whole-request"],
  [
    "a fetch request",
    new Request("http://localhost/", { headers: { authorization: value } }),
    "header-whole-request",
  ],
  ["bytes", Buffer.from(value), "header-bytes"],
  ["Node's rawHeaders", ["Host", "shop.example", "Authorization", value], "headers-unknown-form"],
  [
    "pairs",
    [
      ["Host", "shop.example"],
      ["Authorization", value],
    ],
    "headers-unknown-form",
  ],
  ["CloudFront's headers", { authorization: [{ key: "Authorization", value }] }, "headers-unknown-form"],
  ["CloudFront's list", [{ key: "Authorization", value }], "headers-unknown-form"],
  ["a HAR file's headers", [{ name: "Authorization", value }], "headers-unknown-form"],
  ["a Map with capital letters", new Map([["Authorization", value]]), "headers-unknown-form"],
  ["what API Gateway made of it", { "x-amzn-Remapped-Authorization": value }, "header-renamed"],
  ["what Apache made of it", { REDIRECT_HTTP_AUTHORIZATION: value }, "header-renamed"],
  [
    "what a proxy made of it",
    { "X-Forwarded-Authorization": bytes.toString("base64") },
    "header-renamed + header-base64",
  ],
  ["WSGI's environment", { HTTP_AUTHORIZATION: value }, "header-renamed"],
  ["another header", new Headers({ "X-Checkout-Signature": value }), "header-renamed"],
];

/** How the signature is written otherwise. It is right each time. @type {any[][]} */
const forms = [
  ["base64", `HMAC-SHA256 Signature=${bytes.toString("base64")}`, "header-base64"],
  ["base64 alone", bytes.toString("base64"), "header-base64"],
  [
    "base64url",
    `HMAC-SHA256 Signature=${Buffer.from(digits("2"), "hex").toString("base64url")}`,
    "header-base64url",
    "2",
  ],
  ["base64 of the digits", `HMAC-SHA256 Signature=${btoa(right)}`, "header-base64-of-hex"],
  ["the digits alone", right, "header-digits-alone"],
  ["the digits behind 0x", `0x${right}`, "header-digits-alone"],
  ["sha256=", `sha256=${right}`, "header-other-api"],
  ["v1=", `v1=${right}`, "header-other-api"],
  ["a time stamp", `t=1700000000,v1=${right}`, "header-time-stamp"],
  ["no algorithm", `Signature=${right}`, "header-no-algorithm"],
  ["no Signature=", `HMAC-SHA256 ${right}`, "header-no-parameter"],
  ["another parameter", `HMAC-SHA256 sig=${right}`, "header-other-parameter"],
  ["another spelling of the algorithm", `HMACSHA256 Signature=${right}`, "header-other-algorithm"],
  ["a bearer token", `Bearer ${right}`, "header-other-scheme"],
  ["single quotes", `HMAC-SHA256 Signature='${right}'`, "header-other-quotes"],
  ["angle brackets", `HMAC-SHA256 Signature=<${right}>`, "header-other-quotes"],
  ["groups of colons", `HMAC-SHA256 Signature=${right.match(/../g).join(":")}`, "header-grouped-digits"],
  ["groups of spaces", right.match(/.{8}/g).join(" "), "header-grouped-digits"],
  ["groups that begin like a word", digits("0").match(/.{8}/g).join(" "), "header-grouped-digits", "0"],
  ["something behind it", `${value}; keyId=1`, "header-something-after"],
  ["something else before it", `the signature is ${right}`, "header-something-before"],
  ["quotes around all of it", `"${value}"`, "header-quoted"],
  ["its name", `Authorization: ${value}`, "header-with-name"],
  ["its name as JSON has it", `"authorization": "${value}"`, "header-with-name + header-quoted"],
  ["a newline at its end", `${value}\n`, "header-line-break"],
  ["percent signs", encodeURIComponent(value), "header-percent-encoded"],
  ["character references", `HMAC-SHA256 Signature=&quot;${right}&quot;`, "header-html"],
  ["backslashes", `HMAC-SHA256 Signature=\\"${right}\\"`, "header-backslashes"],
  ["a no-break space", `HMAC-SHA256\u00a0Signature=${right}`, "header-lookalikes"],
  ["a zero width space", `HMAC-SHA256 Signature=\u200b${right}`, "header-lookalikes"],
  ["typographic quotes", `HMAC-SHA256 Signature=\u201c${right}\u201d`, "header-lookalikes"],
  ["two lines", { authorization: [`HMAC-SHA256 Signature=${wrong}`, value] }, "header-several-signatures"],
  ["two lines joined", `${value}, HMAC-SHA256 Signature=${wrong}`, "header-several-signatures"],
  ["65 digits", `${value}0`, "header-wrong-length"],
  ["a part of it", value.slice(0, -24), "header-cut"],
  ["a part of it in capital letters", value.slice(0, -24).toUpperCase(), "header-cut"],
  ["a small part of it", value.slice(0, 22 + 16), "header-cut"],
];

/** No signature at all, or one that cannot be right: nothing else is looked at. @type {any[][]} */
const none = [
  ["no header", undefined, "header-missing"],
  ["null", null, "header-missing"],
  ["an empty one", "  ", "header-missing"],
  ["headers without it", { host: "shop.example" }, "header-not-among-headers"],
  ["Headers without it", new Headers({ host: "shop.example" }), "header-not-among-headers"],
  ["no headers", {}, "header-missing"],
  ["a number", 7, "header-not-a-header"],
  ["a promise", Promise.resolve(value), "header-not-a-header"],
  [
    "an object that throws",
    new Proxy(
      {},
      {
        get() {
          throw new Error("no");
        },
      },
    ),
    "header-not-a-header",
  ],
  ["a bearer token", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "header-other-credentials"],
  ["a password", "Basic dXNlcjpwYXNzd29yZA==", "header-other-credentials"],
  [
    "Amazon's",
    "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
    "header-other-credentials",
  ],
  ["another scheme", "HMAC-SHA512 Signature=abc", "header-unknown-scheme"],
  ["no digits", "HMAC-SHA256 Signature=", "header-no-digits"],
  ["a word", "none", "header-no-signature"],
  ["a very long one", "a".repeat(10_000), "header-too-long"],
  [
    "the documentation's example",
    "HMAC-SHA256 Signature=be0009af056e7bfc48b5e866fc5923679e87d5d4c64296a9f6dfce92772b26d9",
    "documented-example",
  ],
];

/** @type {any[][]} each a name, and what to run */
export const headers = [
  ...places.map(([name, authorization, code]) => [`it is in ${name}`, () => finds({ authorization }, code)]),
  ...forms.map(([name, authorization, code, signed = body]) => [
    `it has ${name}`,
    () => finds({ body: signed, authorization }, code),
  ]),
  ...none.map(([name, authorization, code]) => [
    `it is no signature: ${name}`,
    () => finds({ authorization }, code),
  ]),
  [
    "a signature that is too short to be recognised",
    () => finds({ authorization: value.slice(0, 22 + 15) }, "header-no-digits"),
  ],
  [
    "40 digits that match nothing are SHA-1's",
    () =>
      finds({ authorization: `HMAC-SHA256 Signature=${wrong.slice(0, 40)}` }, "header-wrong-length", ...NEXT),
  ],
  [
    "128 digits are SHA-512's",
    () => finds({ authorization: `HMAC-SHA512 Signature=${wrong}${wrong}` }, "header-wrong-length", ...NEXT),
  ],
  [
    "a header in another form that matches nothing says so first",
    () => finds({ authorization: `sha256=${wrong}` }, "header-other-api", ...NEXT),
  ],
  [
    "several things at once",
    () =>
      finds(
        { authorization: { headers: { authorization: `"${bytes.toString("base64")}"` } } },
        "header-whole-request + header-quoted + header-base64",
      ),
  ],
  [
    "a header that is as it should be in every way",
    () => {
      const otherwise = ` hmac-sha256  signature = "${right.toUpperCase()}" `;
      const objects = [
        { authorization: value },
        { Authorization: [value] },
        new Headers({ authorization: value }),
      ];
      for (const authorization of [value, otherwise, [value], ...objects]) {
        finds({ authorization }, "signature-valid");
      }
    },
  ],
  [
    "no header, and a secret that is not in order",
    () =>
      finds(
        { authorization: null, options: { secret: `${secret}\n` } },
        "header-missing",
        "secret-looks-padded",
      ),
  ],
  [
    "a key of another kind",
    () => finds({ authorization: header(stripped(body), Buffer.alloc(0)) }, "sender-secret-empty"),
  ],
];
