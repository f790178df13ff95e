// What can be the matter with the secret: what the shop has been given, and what the sender signs with.

import { body, finds, header, NEXT, secret, stripped } from "./harness.mjs";

const uuid = "6F9619FF-8B86-D011-B42D-00CF4FC964FF";
const bytes = Buffer.from("8f1c2b00a7d94e5566778899aabbccddeeff", "hex");
const accented = "blåbærsyltetøy på brød";
/** What a program makes of UTF-8 that it takes for Windows-1252. */
const misread = new TextDecoder("windows-1252").decode(Buffer.from(accented));

/**
 * The shop's secret, the sender's, and what is said of it.
 *
 * @type {[name: string, shops: any, senders: any, code: string][]}
 */
const cases = [
  ["a newline at its end", `${secret}\n`, secret, "secret-whitespace"],
  ["a space before it", ` ${secret}`, secret, "secret-whitespace"],
  ["a byte order mark before it", `\ufeff${secret}`, secret, "secret-invisible-characters"],
  ["bytes with a newline at their end", Buffer.from(`${secret}\r\n`), secret, "secret-whitespace"],
  ["double quotes", `"${secret}"`, secret, "secret-quotes"],
  ["single quotes", `'${secret}'`, secret, "secret-quotes"],
  ["a literal \\n", `${secret}\\n`, secret, "secret-literal-newline"],
  ["a prefix", `whsec_${secret}`, secret, "secret-prefix"],
  ["two prefixes", `sk_live_${secret}`, secret, "secret-prefix"],
  ["a line of a .env file", `CHECKOUT_SECRET=${secret}`, secret, "secret-name"],
  ["a line of a shell script", `export CHECKOUT_SECRET = ${secret}`, secret, "secret-name"],
  ["a comment", `${secret}  # production`, secret, "secret-comment"],
  ["line breaks inside", "abcdefgh\nijklmnop", "abcdefghijklmnop", "secret-inner-whitespace"],
  ["backslashes", "a\\$b\\&c0123456789", "a$b&c0123456789", "secret-backslashes"],
  ["a UUID's braces", `{${uuid}}`, uuid.replaceAll("-", ""), "secret-hyphens"],
  ["the secret twice", secret + secret, secret, "secret-doubled"],
  ["escapes", "a\\u00e6b\\tc0123456789", "aæb\tc0123456789", "secret-escapes"],
  ["percent signs", encodeURIComponent("a+b/c=d e"), "a+b/c=d e", "secret-percent-encoded"],
  ["character references", "a&amp;b&lt;c&#39;d&#x2F;", "a&b<c'd/", "secret-html"],
  ["dollars that docker wants twice", "a$$b$$c0123456789", "a$b$c0123456789", "secret-double-dollar"],
  ["capital letters", "DEADBEEFQ", "deadbeefq", "secret-lower-case"],
  ["small letters", "deadbeefq", "DEADBEEFQ", "secret-upper-case"],
  ["no hyphens", uuid.replaceAll("-", ""), uuid, "secret-uuid-hyphens"],
  ["accents apart", accented.normalize("NFD"), accented.normalize("NFC"), "secret-nfc"],
  ["accents joined", accented.normalize("NFC"), accented.normalize("NFD"), "secret-nfd"],
  [
    "letters that were read as Latin-1",
    Buffer.from(accented).toString("latin1"),
    accented,
    "secret-misread-utf8",
  ],
  ["hexadecimal digits", bytes.toString("hex"), bytes, "secret-hex"],
  ["base64", bytes.toString("base64"), bytes, "secret-base64"],
  ["base64url without padding", "-_-_-_-_-_8", Buffer.from("-_-_-_-_-_8", "base64url"), "secret-base64"],
  ["bytes that were decoded from hexadecimal digits", bytes, bytes.toString("hex"), "secret-was-hex"],
  [
    "bytes that were decoded from capital digits",
    bytes,
    bytes.toString("hex").toUpperCase(),
    "secret-was-hex-upper-case",
  ],
  [
    "bytes that were decoded from base64",
    bytes.subarray(0, 16),
    bytes.subarray(0, 16).toString("base64"),
    "secret-was-base64",
  ],
  [
    "bytes that were decoded from bare base64",
    bytes.subarray(0, 16),
    bytes.subarray(0, 16).toString("base64").replace(/=+$/, ""),
    "secret-was-base64-unpadded",
  ],
  [
    "bytes that were decoded from base64url",
    Buffer.from([251, 255, 191, 7]),
    "-_-_Bw",
    "secret-was-base64url",
  ],
  ["a sender that takes UTF-16", accented, Buffer.from(accented, "utf16le"), "sender-secret-utf16"],
  [
    "a sender that takes UTF-16 with the high byte first",
    accented,
    Buffer.from(accented, "utf16le").swap16(),
    "sender-secret-utf16-big-endian",
  ],
  ["a sender that takes Latin-1", accented, Buffer.from(accented, "latin1"), "sender-secret-latin1"],
  [
    "a UUID of which the sender takes the bytes",
    uuid,
    Buffer.from(uuid.replaceAll("-", ""), "hex"),
    "secret-uuid-bytes",
  ],
  [
    "a UUID of which .NET takes the bytes",
    uuid,
    Buffer.from("ff19966f868b11d0b42d00cf4fc964ff", "hex"),
    "secret-guid-bytes",
  ],
  ["a sender with a newline", secret, `${secret}\n`, "sender-secret-newline"],
  ["a sender with Windows' newline", secret, `${secret}\r\n`, "sender-secret-crlf"],
  ["a sender with a space", secret, `${secret} `, "sender-secret-space"],
  ["a sender with double quotes", secret, `"${secret}"`, "sender-secret-double-quotes"],
  ["a sender with single quotes", secret, `'${secret}'`, "sender-secret-single-quotes"],
  [
    "a sender with percent signs",
    "a+b/c=d e",
    encodeURIComponent("a+b/c=d e"),
    "sender-secret-percent-encoded",
  ],
  ["a sender that reads UTF-8 as Latin-1", accented, misread, "sender-secret-misread-utf8"],
  ["a sender without a secret", secret, "", "sender-secret-empty"],
  ["a sender with undefined", secret, "undefined", "sender-secret-undefined"],
  ["a sender with null", secret, "null", "sender-secret-null"],
  ["a sender with an object", secret, "[object Object]", "sender-secret-object"],
  ["one of two secrets", ["the newest of them", `${secret}\n`], secret, "secret-whitespace"],
  [
    "quotes and a newline",
    `"${bytes.toString("hex")}"\n`,
    bytes.toString("hex"),
    "secret-whitespace + secret-quotes",
  ],
  ["a prefix before base64", `whsec_${bytes.toString("base64")}`, bytes, "secret-prefix + secret-base64"],
  [
    "the name of its encoding before base64",
    `base64:${bytes.toString("base64")}`,
    bytes,
    "secret-name + secret-base64",
  ],
];

const others = { authorization: header(stripped(body), "the secret of another environment") };

/** What can be seen in a secret that matches nothing. @type {[name: string, given: any, ...expected: any[]][]} */
const seen = [
  ["a padded one", `${secret}\n`, "secret-looks-padded"],
  ["a quoted one", `"${secret}"`, "secret-looks-quoted"],
  ["one of several that is padded", [secret, `${secret}\t`], "secret-looks-padded"],
  [
    "a key in PEM",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----",
    "secret-looks-like-pem",
  ],
  ["an access token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "secret-looks-like-token"],
  ["the name of a variable", "${CHECKOUT_SECRET}", "secret-looks-like-placeholder"],
  ["a place to put it", "<the secret key>", "secret-looks-like-placeholder"],
  ["one that was cut off", "abc", "secret-looks-cut"],
];

/** @type {any[][]} each a name, and what to run */
export const secrets = [
  ...cases.map(([name, shops, senders, code]) => [
    `the secret: ${name}`,
    () => finds({ authorization: header(stripped(body), senders), options: { secret: shops } }, code),
  ]),
  ...seen.map(([name, given, ...expected]) => [
    `a secret that matches nothing: ${name}`,
    () => finds({ ...others, options: { secret: given } }, ...expected, ...NEXT),
  ]),
  [
    "an older secret of several",
    () =>
      finds({ options: { secret: ["the new one, which is newer", secret] } }, "signature-valid-older-secret"),
  ],
  [
    "a padded secret that is the right one",
    () =>
      finds(
        { authorization: header(stripped(body), `${secret}\n`), options: { secret: `${secret}\n` } },
        "secret-padded-but-right",
      ),
  ],
  ["a long file for a secret", () => finds({ ...others, options: { secret: "x".repeat(5000) } }, ...NEXT)],
];
