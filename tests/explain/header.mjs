// What can be the matter with the Authorization header.

import { body, digits, header, says, secret, stripped } from "./harness.mjs";

const right = digits(stripped(body));
const bytes = Buffer.from(right, "hex");
const wrong = digits("another body");
const value = `HMAC-SHA256 Signature=${right}`;

/** Where the header is not in its place. The signature is right each time. */
const places = [
  ["the whole request", { headers: { authorization: value }, method: "POST" }, "The whole request was given"],
  [
    "a fetch request",
    new Request("http://localhost/", { headers: { authorization: value } }),
    "The whole request was given",
  ],
  ["bytes", Buffer.from(value), "given as bytes"],
  [
    "Node's rawHeaders",
    ["Host", "shop.example", "Authorization", value],
    "in a form that verify does not read",
  ],
  [
    "pairs",
    [
      ["Host", "shop.example"],
      ["Authorization", value],
    ],
    "in a form that verify does not read",
  ],
  [
    "CloudFront's headers",
    { authorization: [{ key: "Authorization", value }] },
    "in a form that verify does not read",
  ],
  ["CloudFront's list", [{ key: "Authorization", value }], "in a form that verify does not read"],
  ["a HAR file's headers", [{ name: "Authorization", value }], "in a form that verify does not read"],
  ["a Map with capital letters", new Map([["Authorization", value]]), "in a form that verify does not read"],
  [
    "what API Gateway made of it",
    { "x-amzn-Remapped-Authorization": value },
    "x-amzn-remapped-authorization, API Gateway has renamed it",
  ],
  ["what Apache made of it", { REDIRECT_HTTP_AUTHORIZATION: value }, "Apache has renamed it"],
  [
    "what a proxy made of it",
    { "X-Forwarded-Authorization": bytes.toString("base64") },
    "Two things come together. There is no Authorization header; its value is in x-forwarded-authorization, a proxy has renamed it",
  ],
  ["WSGI's environment", { HTTP_AUTHORIZATION: value }, "as CGI and WSGI name headers"],
  ["another header", new Headers({ "X-Checkout-Signature": value }), "a header of another name"],
];

/** How the signature is written otherwise. It is right each time. */
const forms = [
  [
    "base64",
    `HMAC-SHA256 Signature=${bytes.toString("base64")}`,
    "written in base64, and not in hexadecimal digits",
  ],
  ["base64 alone", bytes.toString("base64"), "written in base64"],
  [
    "base64url",
    `HMAC-SHA256 Signature=${Buffer.from(digits("2"), "hex").toString("base64url")}`,
    "written in base64url",
    "2",
  ],
  [
    "base64 of the digits",
    `HMAC-SHA256 Signature=${btoa(right)}`,
    "hexadecimal digits are written in base64 once more",
  ],
  ["the digits alone", right, "The digits stand alone"],
  ["the digits behind 0x", `0x${right}`, "The digits stand alone"],
  ["sha256=", `sha256=${right}`, "the form of another API, such as sha256= or v1="],
  ["v1=", `v1=${right}`, "the form of another API, such as sha256= or v1="],
  ["a time stamp", `t=1700000000,v1=${right}`, "a time stamp beside the signature"],
  ["no algorithm", `Signature=${right}`, "does not begin with the algorithm"],
  ["no Signature=", `HMAC-SHA256 ${right}`, "no Signature= between HMAC-SHA256 and the digits"],
  [
    "another parameter",
    `HMAC-SHA256 sig=${right}`,
    "What stands between HMAC-SHA256 and the digits is not Signature=",
  ],
  ["another spelling of the algorithm", `HMACSHA256 Signature=${right}`, "writes that name otherwise"],
  ["a bearer token", `Bearer ${right}`, "behind the name of another scheme"],
  [
    "single quotes",
    `HMAC-SHA256 Signature='${right}'`,
    "right around the digits is not a pair of double quotes",
  ],
  [
    "angle brackets",
    `HMAC-SHA256 Signature=<${right}>`,
    "right around the digits is not a pair of double quotes",
  ],
  [
    "groups of colons",
    `HMAC-SHA256 Signature=${right.match(/../g).join(":")}`,
    "The signature's digits are in groups",
  ],
  ["groups of spaces", right.match(/.{8}/g).join(" "), "The signature's digits are in groups"],
  [
    "groups that begin like a word",
    digits("0").match(/.{8}/g).join(" "),
    "The signature's digits are in groups",
    "0",
  ],
  ["something behind it", `${value}; keyId=1`, "Something follows the signature"],
  [
    "something else before it",
    `the signature is ${right}`,
    "What stands before the digits is not HMAC-SHA256 Signature=.",
  ],
  ["quotes around all of it", `"${value}"`, "The whole value of the header stands in quotes"],
  ["its name", `Authorization: ${value}`, "The header's name was given along with its value"],
  [
    "its name as JSON has it",
    `"authorization": "${value}"`,
    "Two things come together. The header's name was given along with its value",
  ],
  ["a newline at its end", `${value}\n`, "a line break at an end"],
  ["percent signs", encodeURIComponent(value), "percent-encoded"],
  ["character references", `HMAC-SHA256 Signature=&quot;${right}&quot;`, "HTML character references"],
  ["backslashes", `HMAC-SHA256 Signature=\\"${right}\\"`, "backslashes before its quotes"],
  ["a no-break space", `HMAC-SHA256\u00a0Signature=${right}`, "characters in it that look like others"],
  ["a zero width space", `HMAC-SHA256 Signature=\u200b${right}`, "characters in it that look like others"],
  [
    "typographic quotes",
    `HMAC-SHA256 Signature=\u201c${right}\u201d`,
    "characters in it that look like others",
  ],
  ["two lines", { authorization: [`HMAC-SHA256 Signature=${wrong}`, value] }, "more than one signature"],
  ["two lines joined", `${value}, HMAC-SHA256 Signature=${wrong}`, "more than one signature"],
  ["65 digits", `${value}0`, "The signature has 65 hexadecimal digits"],
  [
    "a part of it",
    value.slice(0, -24),
    "The header holds the first 40 digits of the right signature, and the others are missing",
  ],
  [
    "a part of it in capital letters",
    value.slice(0, -24).toUpperCase(),
    "The header holds the first 40 digits of the right signature",
  ],
  ["a small part of it", value.slice(0, 22 + 16), "The header holds the first 16 digits"],
];

/** No signature at all, or one that cannot be right: nothing else is looked at. */
const none = [
  ["no header", undefined, "There is no Authorization header, or it is empty", "dropped on the way"],
  ["null", null, "There is no Authorization header, or it is empty", "redirect"],
  ["an empty one", "  ", "There is no Authorization header, or it is empty", "PHP-FPM"],
  ["headers without it", { host: "shop.example" }, "no Authorization header among them", "API gateway"],
  [
    "Headers without it",
    new Headers({ host: "shop.example" }),
    "no Authorization header among them",
    "let the header through",
  ],
  ["no headers", {}, "There is no Authorization header, or it is empty", "https"],
  ["a number", 7, "For the Authorization header a number was given", "request.headers"],
  ["a promise", Promise.resolve(value), "a promise", "Give the value"],
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
    "an object that cannot be read",
    "Give the value",
  ],
  [
    "a bearer token",
    "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
    "holds a bearer token",
    "Find out what sets this header",
  ],
  [
    "a password",
    "Basic dXNlcjpwYXNzd29yZA==",
    "holds a user name and a password",
    "Find out what sets this header",
  ],
  [
    "Amazon's",
    "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
    "a signature of Amazon's",
    "Find out",
  ],
  [
    "another scheme",
    "HMAC-SHA512 Signature=abc",
    "of another scheme than HMAC-SHA256",
    "update this package",
  ],
  [
    "no digits",
    "HMAC-SHA256 Signature=",
    "names the algorithm, and no signature of 64 hexadecimal digits follows",
    "64",
  ],
  ["a word", "none", "There is nothing like a signature", "64"],
  [
    "a very long one",
    "a".repeat(10_000),
    "more than 8192 characters long",
    "no signature of the Checkout API",
  ],
  [
    "the documentation's example",
    "HMAC-SHA256 Signature=be0009af056e7bfc48b5e866fc5923679e87d5d4c64296a9f6dfce92772b26d9",
    "the example of the API's documentation",
    "sign()",
  ],
];

/** @type {[name: string, run: () => void][]} */
export const headers = [
  ...places.map(([name, authorization, finding]) => [
    `it is in ${name}`,
    () => says({ authorization }, finding),
  ]),
  ...forms.map(([name, authorization, finding, signed = body]) => [
    `it has ${name}`,
    () => says({ body: signed, authorization }, finding),
  ]),
  ...none.map(([name, authorization, ...expected]) => [
    `it is no signature: ${name}`,
    () => says({ authorization }, expected),
  ]),
  [
    "a signature that is too short to be recognised",
    () => says({ authorization: value.slice(0, 22 + 15) }, "names the algorithm"),
  ],
  [
    "40 digits that match nothing are SHA-1's",
    () =>
      says(
        { authorization: `HMAC-SHA256 Signature=${wrong.slice(0, 40)}` },
        "40 is what SHA-1 has",
        "Nothing that was tried matches",
        "149 bytes",
        "another delivery",
        "may not come from",
      ),
  ],
  [
    "128 digits are SHA-512's",
    () =>
      says(
        { authorization: `HMAC-SHA512 Signature=${wrong}${wrong}` },
        "128 is what SHA-512 has",
        "Nothing that was tried matches",
        "149 bytes",
        "another delivery",
        "may not come from",
      ),
  ],
  [
    "a header in another form that matches nothing says so first",
    () =>
      says(
        { authorization: `sha256=${wrong}` },
        "the form of another API",
        "Nothing that was tried matches",
        "149 bytes",
        "another delivery",
        "may not come from",
      ),
  ],
  [
    "several things at once",
    () =>
      says({ authorization: { headers: { authorization: `"${bytes.toString("base64")}"` } } }, [
        "Three things come together. The whole request was given",
        "Give request.headers",
      ]),
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
        says({ authorization }, [
          "The signature holds for this body, with this header and the secret that was given.",
          "verify",
        ]);
      }
    },
  ],
  [
    "no header, and a secret that is not in order",
    () =>
      says({ authorization: null, options: { secret: `${secret}\n` } }, "There is no Authorization header", [
        "The secret begins or ends with whitespace",
        "Trim it.",
      ]),
  ],
  [
    "a key of another kind",
    () => says({ authorization: header(stripped(body), Buffer.alloc(0)) }, "made with an empty secret"),
  ],
];
