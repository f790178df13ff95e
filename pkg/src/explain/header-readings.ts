// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// What signature a header's value can be read as, where it is not written as the API writes it.

import { fromBase64, htmlDecoded, latin1Text, percentDecoded, toHex } from "./text.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */

/**
 * A signature: 64 digits, or fewer where it was cut off; what is the matter with how it is written; and what to say where
 * it matches nothing.
 *
 * @typedef {{ digits: string, parts: Finding[], otherwise: Finding[] }} Reading
 */

/** The same before what stands around it is known. @typedef {{ digits: string, parts: Finding[], otherwise?: Finding[] }} Read */

/** The signature in the API's documentation. The secret that it was made with is not published. */
export const DOCUMENTED = "be0009af056e7bfc48b5e866fc5923679e87d5d4c64296a9f6dfce92772b26d9";

const AS_IT_CAME = "Pass the value of the Authorization header as it came.";
const AS_WRITTEN =
  "The API writes HMAC-SHA256 Signature=<64 hexadecimal digits>. Pass the value as it came; if you make it yourself, sign() " +
  "of this package writes it so.";

const UPDATE = "If the API now signs with another algorithm, update this package.";

const CANONICAL = /^[ \t]*hmac-sha256[ \t]+signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1[ \t]*$/i;

/** What may have become of the value. @type {[clean: (value: string) => string, finding: string, change: string][]} */
const CLEANINGS = [
  [
    (value) => value.replace(/^[\r\n]+|[\r\n]+$/g, ""),
    "The header's value has a line break at an end.",
    `Trim it. ${AS_IT_CAME}`,
  ],
  [
    (value) => value.replace(/^\s*["']?authorization["']?\s*[:=]\s*/i, ""),
    "The header's name was given along with its value.",
    "Give what stands behind the colon alone.",
  ],
  [
    (value) => (/%[23][0-9a-f]/i.test(value) ? (percentDecoded(value) ?? value) : value),
    "The header's value is percent-encoded.",
    AS_IT_CAME,
  ],
  [htmlDecoded, "The header's value has HTML character references in it.", AS_IT_CAME],
  [
    (value) => value.replaceAll('\\"', '"'),
    "The header's value has backslashes before its quotes, as inside JSON.",
    AS_IT_CAME,
  ],
  [
    (value) =>
      value
        .normalize("NFKC")
        .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, "")
        .replace(/[\u201c-\u201f]/g, '"'),
    "The header's value has characters in it that look like others or cannot be seen, as copies from documents and chats have.",
    "Copy it from the request itself, or type these characters anew.",
  ],
  [
    (value) => /^\s*(["'`])(.*)\1\s*$/s.exec(value)?.[2] ?? value,
    "The whole value of the header stands in quotes.",
    `Take them off; quotes may stand around the digits only. ${AS_IT_CAME}`,
  ],
];

/**
 * The signatures that a header's value can be read as; findings where it has none.
 *
 * @param {import("./header.ts").Found} found
 * @returns {{ readings: Reading[], findings: Finding[] }}
 */
export function read({ value: given, parts: before }) {
  const parts = [...before];
  let value = given;
  for (const [clean, finding, change] of CLEANINGS) {
    if (CANONICAL.test(value)) break;
    const cleaned = clean(value);
    if (cleaned !== value) parts.push({ finding, change });
    value = cleaned;
  }
  const digits = CANONICAL.exec(value)?.[2];
  if (digits) return { readings: [{ digits, parts, otherwise: parts }], findings: [] };
  const readings = [whole, grouped, base64, tooLong, cutOff]
    .map((reader) => reader(value))
    .find((some) => some.length > 0);
  if (!readings) return { readings: [], findings: [...parts, another(value)] };
  const complete = readings.map(({ digits, parts: own, otherwise = own }) => ({
    digits,
    parts: [...parts, ...own],
    otherwise: [...parts, ...otherwise],
  }));
  return { readings: complete, findings: [] };
}

/** 64 digits, with something around them that should not be there. @param {string} value @returns {Read[]} */
function whole(value) {
  const all = [...value.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]{64})(?![0-9a-z])/gi)];
  if (all.length > 1) {
    const part = {
      finding: "There is more than one signature in the Authorization header.",
      change:
        "Two lines were joined, or a proxy has added one. Exactly one is accepted: find out what adds the other.",
    };
    return all.slice(0, 4).map((match) => ({ digits: /** @type {string} */ (match[1]), parts: [part] }));
  }
  return all.map((match) => {
    const end = match.index + match[0].length;
    const part = {
      finding: around(value.slice(0, match.index).trim(), value.slice(end).trim()),
      change: AS_WRITTEN,
    };
    return { digits: /** @type {string} */ (match[1]), parts: [part] };
  });
}

/** What stands before the digits, if it is one of these. @type {[before: RegExp, finding: string][]} */
const BEFORE = [
  [/^$/, "The digits stand alone in the header's value, without HMAC-SHA256 Signature= before them."],
  [/^hmac-sha256$/i, "The header's value has no Signature= between HMAC-SHA256 and the digits."],
  [/^signature\s*=\s*"?$/i, "The header's value does not begin with the algorithm, HMAC-SHA256."],
  [
    /^(?:bearer|basic|token|digest)\s*"?$/i,
    "The signature stands behind the name of another scheme, as a token does.",
  ],
  [
    /^[a-z0-9_-]+\s*[=:]\s*"?$/i,
    "The signature is written in the form of another API, such as sha256= or v1=.",
  ],
  [/^hmac-sha256\s/i, "What stands between HMAC-SHA256 and the digits is not Signature=."],
  [
    /signature\s*=\s*"?$/i,
    "The header names another algorithm than HMAC-SHA256, or writes that name otherwise.",
  ],
];

/** What is the matter around the digits. @param {string} before @param {string} after */
function around(before, after) {
  if (/^t\s*=\s*\d+/i.test(before)) {
    return "There is a time stamp beside the signature, as other APIs write it; the Checkout API has none.";
  }
  if (/^hmac-sha256\s+signature\s*=\s*[^\w\s]+$/i.test(before)) {
    return "What stands right around the digits is not a pair of double quotes, which is all that may stand there.";
  }
  if (after !== "" && after !== '"') return "Something follows the signature in the Authorization header.";
  return (
    BEFORE.find(([pattern]) => pattern.test(before))?.[1] ??
    "What stands before the digits is not HMAC-SHA256 Signature=."
  );
}

/** 64 digits in groups: `be:00:09`, `be00 09af`, or on several lines. @param {string} value @returns {Read[]} */
function grouped(value) {
  const match = /(?<![0-9a-z])([0-9a-f](?:[\s:_.-]{0,3}[0-9a-f]){63})(?![0-9a-z])/i.exec(afterName(value));
  if (!match) return [];
  const digits = /** @type {string} */ (match[1]).replace(/[^0-9a-f]/gi, "");
  const part = {
    finding: "The signature's digits are in groups, with something between them.",
    change: AS_WRITTEN,
  };
  return [{ digits, parts: [part] }];
}

/** 32 bytes in base64, or 64 digits in base64 once more. @param {string} value @returns {Read[]} */
function base64(value) {
  const text = /[A-Za-z0-9+/_-]{43,88}={0,2}$/.exec(afterName(value).replace(/["'\s]+$/, ""))?.[0];
  const bytes = text === undefined ? undefined : fromBase64(text);
  if (!text || !bytes) return [];
  const alphabet = /[-_]/.test(text) ? "base64url" : "base64";
  const inside = bytes.length === 64 ? latin1Text(bytes) : "";
  if (bytes.length !== 32 && !/^[0-9a-f]{64}$/i.test(inside)) return [];
  const finding = inside
    ? "The signature's hexadecimal digits are written in base64 once more."
    : `The signature is written in ${alphabet}, and not in hexadecimal digits.`;
  return [{ digits: inside || toHex(bytes), parts: [{ finding, change: AS_WRITTEN }] }];
}

/** More than 64 digits. @param {string} value @returns {Read[]} */
function tooLong(value) {
  const run = runs(value)[0] ?? "";
  if (run.length <= 64) return [];
  const hash = HASHES.get(run.length);
  const part = {
    finding: digitsOf(run),
    change: hash ? `If you make it yourself, use SHA-256. ${UPDATE}` : AS_WRITTEN,
  };
  return [...new Set([run.slice(0, 64), run.slice(-64)])].map((digits) => ({ digits, parts: [part] }));
}

/** Other hashes, by the number of their digits. */
const HASHES = new Map([
  [32, "MD5"],
  [40, "SHA-1"],
  [56, "SHA-224"],
  [96, "SHA-384"],
  [128, "SHA-512"],
]);

/** @param {string} run */
function digitsOf(run) {
  const hash = HASHES.get(run.length);
  const guess = hash ? `; ${run.length} is what ${hash} has` : "";
  return `The signature has ${run.length} hexadecimal digits, and an HMAC-SHA256 has 64${guess}.`;
}

/** Fewer than 64 digits, enough of them to be recognised. @param {string} value @returns {Read[]} */
function cutOff(value) {
  const run = runs(afterName(value))[0] ?? "";
  if (run.length < 16 || run.length >= 64) return [];
  return [
    {
      digits: run,
      parts: [
        {
          finding: `The header holds the first ${run.length} digits of the right signature, and the others are missing.`,
          change:
            "It was cut off, most likely by a database column, a log or a copy that was too short. Pass the whole value.",
        },
      ],
      otherwise: [{ finding: digitsOf(run), change: AS_WRITTEN }],
    },
  ];
}

/** Runs of hexadecimal digits, the longest first. @param {string} value */
function runs(value) {
  const all = [...value.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]+)(?![0-9a-z])/gi)].map(([, run = ""]) => run);
  return all.sort((a, b) => b.length - a.length);
}

/** What follows the names, some of which have letters that are digits too. @param {string} value */
function afterName(value) {
  const named = value.trim().replace(/^.*?(?:signature|sha-?256|v1|sig)\s*[=:]\s*/is, "");
  return named.replace(/^(?=\S*[g-z])[a-z][a-z0-9_-]*[ \t]+/i, "");
}

const ELSEWHERE =
  "The API writes HMAC-SHA256 Signature=<64 hexadecimal digits>. Find out what sets this header instead, on the way or in " +
  "your own client.";

/** Other credentials, by the scheme's name in lower case. @type {Record<string, string>} */
const CREDENTIALS = {
  bearer: "a bearer token",
  basic: "a user name and a password, as an address with user:password@ in it makes clients send",
  digest: "the answer to a password challenge",
  negotiate: "a Kerberos or NTLM ticket",
  "aws4-hmac-sha256": "a signature of Amazon's",
};

/** A value without a signature in it. @param {string} value @returns {Finding} */
function another(value) {
  const scheme = /^\s*([!#$%&'*+.^_`|~0-9a-z-]+)/i.exec(value)?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(CREDENTIALS, scheme)) {
    const finding = `The Authorization header holds ${CREDENTIALS[scheme]}: other credentials than the API's signature.`;
    return { finding, change: ELSEWHERE };
  }
  if (scheme === "hmac-sha256" || scheme === "signature") {
    const finding =
      "The Authorization header names the algorithm, and no signature of 64 hexadecimal digits follows.";
    return { finding, change: AS_WRITTEN };
  }
  if (!/^\s*\S+\s+\S/.test(value)) {
    return { finding: "There is nothing like a signature in the Authorization header.", change: AS_WRITTEN };
  }
  return {
    finding:
      "The Authorization header is of another scheme than HMAC-SHA256, and holds nothing like its signature.",
    change: `${ELSEWHERE} ${UPDATE}`,
  };
}
