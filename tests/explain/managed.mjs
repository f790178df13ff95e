// A secret that something has changed between whoever issued it and the program: managers, editors, shells. A body that
// something has read in the wrong encoding. A 401 of somebody else.

import { body, event, finds, header, NEXT, secret, stripped } from "./harness.mjs";

const MARK = "\ufeff";
const utf16 = (text) => Buffer.from(MARK + text, "utf16le");
const bigEndian = (text) => Buffer.from(MARK + text, "utf16le").swap16();
/** What reads UTF-16 as UTF-8 makes of it. */
const misread = (bytes) => new TextDecoder().decode(bytes);
const document = { username: "shop", secret, host: "api.example" };

/** Name, the shop's secret, the sender's, and the code. @type {any[][]} */
const secrets = [
  ["a secrets manager's object", JSON.stringify({ secret }), secret, "secret-json-member"],
  ["an object with other members", JSON.stringify(document), secret, "secret-json-member"],
  ["an object over several lines", JSON.stringify(document, null, 2), secret, "secret-json-member"],
  [
    "an object as bytes, with a mark",
    Buffer.from(MARK + JSON.stringify({ secret })),
    secret,
    "secret-json-member",
  ],
  [
    "AWS's whole response",
    JSON.stringify({
      ARN: `arn:aws:secretsmanager:eu-north-1:123456789012:secret:${"x".repeat(300)}`,
      VersionStages: ["AWSCURRENT"],
      SecretString: JSON.stringify({ CHECKOUT_SECRET: secret }),
      CreatedDate: `2026-01-01T00:00:00${"0".repeat(200)}`,
    }),
    secret,
    "secret-json-member",
  ],
  [
    "Vault's response",
    JSON.stringify({ data: { data: { secret }, metadata: { version: 1 } } }),
    secret,
    "secret-json-member",
  ],
  ["an array", JSON.stringify([secret]), secret, "secret-json-member"],
  ["digits without quotes", '{"secret":12345678901234}', "12345678901234", "secret-json-member"],
  [
    "base64 in an object",
    JSON.stringify({ secret: Buffer.from([251, 255, 191, 7, 9, 8]).toString("base64") }),
    Buffer.from([251, 255, 191, 7, 9, 8]),
    "secret-json-member + secret-base64",
  ],
  ["a newline after an object", `${JSON.stringify({ secret })}\n`, secret, "secret-json-member"],
  ["curly quotes", `\u201c${secret}\u201d`, secret, "secret-typographic-quotes"],
  ["German quotes", `\u201e${secret}\u201c`, secret, "secret-typographic-quotes"],
  ["single curly quotes", `\u2018${secret}\u2019`, secret, "secret-typographic-quotes"],
  ["guillemets", `\u00ab${secret}\u00bb`, secret, "secret-typographic-quotes"],
  ["curly quotes inside", "a\u201db\u2019c0123456789", "a\"b'c0123456789", "secret-typography"],
  ["a dash for a hyphen", "abc\u2013def0123456789", "abc-def0123456789", "secret-typography"],
  ["a dash for two hyphens", "abc\u2014def0123456789", "abc--def0123456789", "secret-typography"],
  ["an ellipsis for points", "abc\u2026def0123456789", "abc...def0123456789", "secret-typography"],
  ...[MARK, "\u200b", "\u200e", "\u2060", "\u00ad", "\u0000", "\u{e0041}", "\ufe0f"].flatMap((mark) => {
    const name = `U+${mark.codePointAt(0).toString(16).padStart(4, "0")}`;
    return [
      [`${name} in front`, mark + secret, secret, "secret-invisible-characters"],
      [`${name} inside`, `correct${mark}horse9876`, "correcthorse9876", "secret-invisible-characters"],
    ];
  }),
  ["a mark as bytes", Buffer.from(MARK + secret), secret, "secret-invisible-characters"],
  ["a mark and a newline", `${MARK}${secret}\r\n`, secret, "secret-whitespace + secret-invisible-characters"],
  ["a file in UTF-16", utf16(secret), secret, "secret-utf16"],
  ["a file in UTF-16, the high byte first", bigEndian(secret), secret, "secret-utf16"],
  ["a file in UTF-16 without a mark", Buffer.from(secret, "utf16le"), secret, "secret-utf16"],
  ["UTF-16 that was read as UTF-8", misread(utf16(secret)), secret, "secret-utf16"],
  ["UTF-16, the high byte first, that was read as UTF-8", misread(bigEndian(secret)), secret, "secret-utf16"],
  ["UTF-16 that was read as Latin-1", utf16(secret).toString("latin1"), secret, "secret-utf16"],
  ["a line of PowerShell's in UTF-16", utf16(`${secret}\r\n`), secret, "secret-utf16 + secret-whitespace"],
  [
    "a line of PowerShell's that was read as UTF-8",
    misread(utf16(`${secret}\r\n`)),
    secret,
    "secret-utf16 + secret-whitespace",
  ],
  ["$1 that a shell has expanded", "paword0123456789", "pa$1word0123456789", "secret-shell-expansion"],
  ["$! at the end", "correcthorse9876", "correcthorse9876$!", "secret-shell-expansion"],
  ["$? that a shell has expanded", "correct0horse", "correct$?horse", "secret-shell-expansion"],
  ["$$ that a shell has expanded", "correct48213horse", "correct$$horse", "secret-shell-expansion"],
  ["$0 that a shell has expanded", "correct/usr/bin/bash-horse", "correct$0-horse", "secret-shell-expansion"],
];

/** What can be seen in a secret that matches nothing. @type {[name: string, given: any, ...codes: string[]][]} */
const seen = [
  ["a JSON object", JSON.stringify({ secret: "of another environment" }), "secret-looks-like-json"],
  ["curly quotes", "\u201cof another environment\u201d", "secret-looks-quoted"],
  ["a mark", `${MARK}of another environment`, "secret-looks-marked"],
  ["UTF-16", misread(utf16("of another environment")), "secret-looks-marked"],
  ["what a shell has left of a name", "pa", "secret-looks-cut"],
  ["a longer one that a shell may have changed", "correct-staple-2026"],
];

/** @type {[name: string, arrived: any, code: string][]} */
const bodies = [
  ["UTF-16 that was read as UTF-8", misread(utf16(body)), "body-misread-utf16"],
  ["UTF-16, the high byte first, that was read as UTF-8", misread(bigEndian(body)), "body-misread-utf16"],
  ["UTF-16 that was read as Latin-1", utf16(body).toString("latin1"), "body-misread-utf16"],
  [
    "UTF-16 that was read as Latin-1 and sent on as UTF-8",
    Buffer.from(utf16(body).toString("latin1")),
    "body-misread-utf16",
  ],
  ["UTF-16 with a mark", utf16(body), "body-utf16"],
  ["a zero width space in front", `\u200b${body}`, "body-invisible-start"],
  ["a mark and a zero width space in front", `${MARK}\u200b${body}`, "body-invisible-start"],
  ["a direction mark in front", Buffer.from(`\u200e${body}`), "body-invisible-start"],
];

const matching = { authorization: header(stripped(body)) };
const wrong = { authorization: header(stripped(body), "of another environment altogether") };

/** @type {[name: string, challenge: any, situation: object, ...codes: string[]][]} */
const challenges = [
  ["this package's handler", "HMAC-SHA256", matching, "signature-valid"],
  ["this package's handler, in lower case", "hmac-sha256", matching, "signature-valid"],
  ["this package's handler among others", "Basic, HMAC-SHA256", matching, "signature-valid"],
  ["nobody who is known", undefined, matching, "signature-valid"],
  ["a gateway without a challenge", null, matching, "challenge-missing", "signature-valid"],
  ["a gateway with an empty challenge", "", matching, "challenge-missing", "signature-valid"],
  ["Basic", 'Basic realm="staging"', matching, "challenge-of-another", "signature-valid"],
  ["Bearer", "Bearer", matching, "challenge-of-another", "signature-valid"],
  [
    "API Gateway",
    'Bearer error="invalid_token"',
    { authorization: null },
    "challenge-of-another",
    "header-missing",
  ],
  ["a scheme with a similar name", "HMAC-SHA2567", matching, "challenge-of-another", "signature-valid"],
  ["no scheme at all", "\u0000<html>", matching, "challenge-missing", "signature-valid"],
  ["a gateway, and the signature is wrong", "Basic", wrong, "challenge-of-another", ...NEXT],
  [
    "a gateway, and the body was parsed",
    "Basic",
    { body: event },
    "challenge-of-another",
    "body-parsed",
    "matches-serialized-again",
  ],
];

/** @type {any[][]} each a name, and what to run */
export const managed = [
  ...secrets.map(([name, shops, senders, code]) => [
    `the secret: ${name}`,
    () => finds({ authorization: header(stripped(body), senders), options: { secret: shops } }, code),
  ]),
  ...seen.map(([name, given, ...codes]) => [
    `a secret that matches nothing: ${name}`,
    () => finds({ ...wrong, options: { secret: given } }, ...codes, ...NEXT),
  ]),
  ...bodies.map(([name, arrived, code]) => [`the body: ${name}`, () => finds({ body: arrived }, code)]),
  ...challenges.map(([name, challenge, situation, ...codes]) => [
    `the 401 is of ${name}`,
    () => finds({ ...situation, options: { challenge } }, ...codes),
  ]),
  [
    "a sender without a secret is recognized, whatever the length of the body",
    () => {
      for (let length = 0; length <= 130; length += 1) {
        const text = JSON.stringify("x".repeat(length));
        finds({ body: text, authorization: header(text, "") }, "sender-secret-empty");
      }
      const long = JSON.stringify({ note: "blåbær ".repeat(9000) });
      finds({ body: long, authorization: header(stripped(long), "") }, "sender-secret-empty");
    },
  ],
  [
    "a zero byte at the end of a long secret makes another key, since HMAC hashes long ones",
    () => {
      const long = Buffer.alloc(70, "x");
      const other = Buffer.concat([long, Buffer.alloc(1)]);
      const authorization = `"${header(stripped(body), other)}"`;
      finds({ authorization, options: { secret: [long, other] } }, "header-quoted");
    },
  ],
];
