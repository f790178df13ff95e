// What can be the matter with the secret: what the shop has been given, and what the sender signs with.

import { body, header, says, secret, stripped } from "./harness.mjs";

const uuid = "6F9619FF-8B86-D011-B42D-00CF4FC964FF";
const bytes = Buffer.from("8f1c2b00a7d94e5566778899aabbccddeeff", "hex");
const accented = "blåbærsyltetøy på brød";
const PREFIXED =
  "Two things come together. The signature was made with the secret without the prefix that ends with an underscore. " +
  "The signature was made with that as the bytes that it stands for in base64";
const NAMED = PREFIXED.replace("prefix that ends with an underscore", "name and the sign before it");
/** What a program makes of UTF-8 that it takes for Windows-1252. */
const misread = new TextDecoder("windows-1252").decode(Buffer.from(accented));

/**
 * The shop's secret, the sender's, and what is said of it.
 *
 * @type {[name: string, shops: any, senders: any, finding: string, change?: string][]}
 */
const cases = [
  ["a newline at its end", `${secret}\n`, secret, "without the whitespace at its ends", "Trim it"],
  ["a space before it", ` ${secret}`, secret, "without the whitespace at its ends", "Trim it"],
  ["a byte order mark before it", `\ufeff${secret}`, secret, "without the whitespace at its ends"],
  [
    "bytes with a newline at their end",
    Buffer.from(`${secret}\r\n`),
    secret,
    "without the whitespace at its ends",
  ],
  ["double quotes", `"${secret}"`, secret, "without the quotes around it", ".env"],
  ["single quotes", `'${secret}'`, secret, "without the quotes around it"],
  ["a literal \\n", `${secret}\\n`, secret, "without the backslash and letter (such as \\n) at its end"],
  [
    "a prefix",
    `whsec_${secret}`,
    secret,
    "without the prefix that ends with an underscore",
    "Leave the prefix out",
  ],
  ["two prefixes", `sk_live_${secret}`, secret, "without the prefix that ends with an underscore"],
  [
    "a line of a .env file",
    `CHECKOUT_SECRET=${secret}`,
    secret,
    "without the name and the sign before it",
    "not the whole line",
  ],
  [
    "a line of a shell script",
    `export CHECKOUT_SECRET = ${secret}`,
    secret,
    "without the name and the sign before it",
  ],
  ["a comment", `${secret}  # production`, secret, "without the comment behind it"],
  ["line breaks inside", "abcdefgh\nijklmnop", "abcdefghijklmnop", "without the whitespace inside it"],
  ["backslashes", "a\\$b\\&c0123456789", "a$b&c0123456789", "without its backslashes"],
  ["a UUID's braces", `{${uuid}}`, uuid.replaceAll("-", ""), "without its hyphens and braces"],
  ["the secret twice", secret + secret, secret, "as one half of what was given"],
  ["escapes", "a\\u00e6b\\tc0123456789", "aæb\tc0123456789", "with its escapes"],
  ["percent signs", encodeURIComponent("a+b/c=d e"), "a+b/c=d e", "with its percent signs decoded"],
  [
    "character references",
    "a&amp;b&lt;c&#39;d&#x2F;",
    "a&b<c'd/",
    "with its HTML character references decoded",
  ],
  ["dollars that docker wants twice", "a$$b$$c0123456789", "a$b$c0123456789", "with each $$ as one $"],
  ["capital letters", "DEADBEEFQ", "deadbeefq", "in lower case"],
  ["small letters", "deadbeefq", "DEADBEEFQ", "in upper case"],
  ["no hyphens", uuid.replaceAll("-", ""), uuid, "with hyphens, as a UUID"],
  ["accents apart", accented.normalize("NFD"), accented.normalize("NFC"), "joined (Unicode's form NFC)"],
  ["accents joined", accented.normalize("NFC"), accented.normalize("NFD"), "apart (Unicode's form NFD)"],
  [
    "letters that were read as Latin-1",
    Buffer.from(accented).toString("latin1"),
    accented,
    "as they were before UTF-8 was read as Latin-1",
  ],
  [
    "hexadecimal digits",
    bytes.toString("hex"),
    bytes,
    "as the bytes that its hexadecimal digits stand for",
    'Buffer.from(secret, "hex")',
  ],
  [
    "base64",
    bytes.toString("base64"),
    bytes,
    "as the bytes that it stands for in base64",
    'Buffer.from(secret, "base64")',
  ],
  [
    "base64url without padding",
    "-_-_-_-_-_8",
    Buffer.from("-_-_-_-_-_8", "base64url"),
    "as the bytes that it stands for in base64",
  ],
  [
    "bytes that were decoded from hexadecimal digits",
    bytes,
    bytes.toString("hex"),
    "as text, its bytes in hexadecimal digits.",
    "do not decode it",
  ],
  [
    "bytes that were decoded from capital digits",
    bytes,
    bytes.toString("hex").toUpperCase(),
    "in hexadecimal digits in upper case",
    "do not decode it",
  ],
  [
    "bytes that were decoded from base64",
    bytes.subarray(0, 16),
    bytes.subarray(0, 16).toString("base64"),
    "as text, its bytes in base64.",
    "do not decode it",
  ],
  [
    "bytes that were decoded from bare base64",
    bytes.subarray(0, 16),
    bytes.subarray(0, 16).toString("base64").replace(/=+$/, ""),
    "in base64 without padding",
    "do not decode it",
  ],
  [
    "bytes that were decoded from base64url",
    Buffer.from([251, 255, 191, 7]),
    "-_-_Bw",
    "as text, its bytes in base64url",
    "do not decode it",
  ],
  [
    "a sender that takes UTF-16",
    accented,
    Buffer.from(accented, "utf16le"),
    "in UTF-16, as .NET's Encoding.Unicode has it",
    "utf16le",
  ],
  [
    "a sender that takes UTF-16 with the high byte first",
    accented,
    Buffer.from(accented, "utf16le").swap16(),
    "in UTF-16 with the high byte first",
    "swap16",
  ],
  [
    "a sender that takes Latin-1",
    accented,
    Buffer.from(accented, "latin1"),
    "in Latin-1",
    'Buffer.from(secret, "latin1")',
  ],
  [
    "a UUID of which the sender takes the bytes",
    uuid,
    Buffer.from(uuid.replaceAll("-", ""), "hex"),
    "as the 16 bytes of the UUID",
  ],
  [
    "a UUID of which .NET takes the bytes",
    uuid,
    Buffer.from("ff19966f868b11d0b42d00cf4fc964ff", "hex"),
    "Guid.ToByteArray",
  ],
  ["a sender with a newline", secret, `${secret}\n`, "with a newline at its end", "If the sender is yours"],
  [
    "a sender with Windows' newline",
    secret,
    `${secret}\r\n`,
    "with a carriage return and a newline at its end",
  ],
  ["a sender with a space", secret, `${secret} `, "with a space at its end"],
  ["a sender with double quotes", secret, `"${secret}"`, "with double quotes around it"],
  ["a sender with single quotes", secret, `'${secret}'`, "with single quotes around it"],
  ["a sender with percent signs", "a+b/c=d e", encodeURIComponent("a+b/c=d e"), "percent-encoded"],
  ["a sender that reads UTF-8 as Latin-1", accented, misread, "read as Latin-1 and encoded again"],
  ["a sender without a secret", secret, "", "made with an empty secret", "accept nothing that is signed so"],
  ["a sender with undefined", secret, "undefined", 'the word "undefined"'],
  ["a sender with null", secret, "null", 'the word "null"'],
  ["a sender with an object", secret, "[object Object]", "an object that was made into text"],
  [
    "one of two secrets",
    ["the newest of them", `${secret}\n`],
    secret,
    "with secret 2 of 2 without the whitespace at its ends",
  ],
  [
    "quotes and a newline",
    `"${bytes.toString("hex")}"\n`,
    bytes.toString("hex"),
    "Two things come together. The signature was made with the secret without the whitespace at its ends. " +
      "The signature was made with that without the quotes",
    "Trim it",
  ],
  ["a prefix before base64", `whsec_${bytes.toString("base64")}`, bytes, PREFIXED, "Leave the prefix out"],
  [
    "the name of its encoding before base64",
    `base64:${bytes.toString("base64")}`,
    bytes,
    NAMED,
    "not the name of an encoding",
  ],
];

const NEXT = ["Nothing that was tried matches", "149 bytes", "another delivery", "may not come from"];
const others = { authorization: header(stripped(body), "the secret of another environment") };

/** What can be seen in a secret that matches nothing. @type {[name: string, given: any, ...expected: any[]][]} */
const seen = [
  ["a padded one", `${secret}\n`, ["The secret begins or ends with whitespace", "That alone does not help"]],
  ["a quoted one", `"${secret}"`, ["The secret has quotes around it", "That alone does not help"]],
  [
    "one of several that is padded",
    [secret, `${secret}\t`],
    ["Secret 2 of 2 begins or ends with whitespace", "Trim it."],
  ],
  [
    "a key in PEM",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----",
    ["a key or certificate in PEM", "secret key for callbacks"],
  ],
  [
    "an access token",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ["a JSON web token", "neither a token nor the API key"],
  ],
  [
    "the name of a variable",
    "${CHECKOUT_SECRET}",
    ["looks like the name of a variable", "its value is put there"],
  ],
  ["a place to put it", "<the secret key>", ["looks like the name of a variable", "its value is put there"]],
  ["one that was cut off", "abc", ["The secret has only 3 characters", "a # or a $"]],
];

/** @type {[name: string, run: () => void][]} */
export const secrets = [
  ...cases.map(([name, shops, senders, finding, change = ""]) => [
    `the secret: ${name}`,
    () =>
      says({ authorization: header(stripped(body), senders), options: { secret: shops } }, [finding, change]),
  ]),
  ...seen.map(([name, given, ...expected]) => [
    `a secret that matches nothing: ${name}`,
    () => says({ ...others, options: { secret: given } }, ...expected, ...NEXT),
  ]),
  [
    "an older secret of several",
    () =>
      says({ options: { secret: ["the new one, which is newer", secret] } }, [
        "with this header and secret 2 of the 2 that were given",
        "The sender still signs with an older secret",
      ]),
  ],
  [
    "a padded secret that is the right one",
    () =>
      says({ authorization: header(stripped(body), `${secret}\n`), options: { secret: `${secret}\n` } }, [
        "Yet verify refuses a string with whitespace at an end for a secret",
        "give the secret as bytes",
      ]),
  ],
  ["a long file for a secret", () => says({ ...others, options: { secret: "x".repeat(5000) } }, ...NEXT)],
];
