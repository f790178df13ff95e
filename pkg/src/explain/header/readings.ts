// What signature a header's value can be read as, where it is not written as the API writes it.

import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { decodeBase64, decodeLatin1, encodeHex, trimCharactersAtEnd } from "../text.ts";
import { AS_THE_API_WRITES } from "./advice.ts";
import type { FoundHeader } from "./locate.ts";
import { describeOtherCredentials } from "./other-credentials.ts";
import { HEADER_REPAIRS } from "./repairs.ts";
import { describeSurroundings } from "./surroundings.ts";

/** A signature that a header can be read as. */
export interface HeaderReading {
  /** 64 hexadecimal digits, or fewer where it was cut off. */
  readonly digits: string;
  /** What is wrong with how it is written. */
  readonly parts: readonly Finding[];
  /** What to say where it matches nothing. */
  readonly otherwise: readonly Finding[];
}

/** A reading before the rest of the header is known. */
interface PartialReading {
  readonly digits: string;
  readonly part: Finding;
  readonly otherwise?: Finding;
}

/** The signature in the API's documentation. The secret that made it is not published. */
export const DOCUMENTED_SIGNATURE = "be0009af056e7bfc48b5e866fc5923679e87d5d4c64296a9f6dfce92772b26d9";

const SIGNATURE_DIGITS = 64;
/** Fewer are not recognizable as a part of a signature. */
const MIN_CUT_DIGITS = 16;
/** 64 digits in base64 take 86 characters, and two for padding. */
const MAX_BASE64_CHARACTERS = 90;
/** More signatures than these in one header are not read. */
const MAX_SIGNATURES = 4;

const CANONICAL = /^[ \t]*hmac-sha256[ \t]+signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1[ \t]*$/i;

/** Other hashes, by the number of their digits. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [32, "MD5"],
  [40, "SHA-1"],
  [56, "SHA-224"],
  [96, "SHA-384"],
  [128, "SHA-512"],
]);

/** The signatures that a header's value can be read as; findings where it has none. */
export function readHeader({ value: given, parts: before }: FoundHeader): {
  readings: readonly HeaderReading[];
  findings: readonly Finding[];
} {
  const parts = [...before];
  let value = given;
  for (const { code, finding, change, apply } of HEADER_REPAIRS) {
    if (CANONICAL.test(value)) break;
    const repaired = apply(value);
    if (repaired !== value) parts.push({ code, finding, change });
    value = repaired;
  }
  const digits = CANONICAL.exec(value)?.[2];
  if (digits) return { readings: [{ digits, parts, otherwise: parts }], findings: [] };
  const partial = [readWhole, readGrouped, readBase64, readTooLong, readCut]
    .map((read) => read(value))
    .find((some) => some.length > 0);
  if (!partial) return { readings: [], findings: [...parts, describeOtherCredentials(value)] };
  const readings = partial.map(({ digits, part, otherwise = part }) => ({
    digits,
    parts: [...parts, part],
    otherwise: [...parts, otherwise],
  }));
  return { readings, findings: [] };
}

/** 64 digits, with something around them that does not belong there. */
function readWhole(value: string): PartialReading[] {
  const matches = [...value.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]{64})(?![0-9a-z])/gi)];
  if (matches.length > 1) {
    const part = say(
      "header-several-signatures",
      "There is more than one signature in the Authorization header.",
      "Two lines were joined, or a proxy has added one. Exactly one is accepted: find out what adds the other.",
    );
    return matches.slice(0, MAX_SIGNATURES).map(([, digits = ""]) => ({ digits, part }));
  }
  return matches.map((match) => {
    const [all, digits = ""] = match;
    const before = value.slice(0, match.index).trim();
    const after = value.slice(match.index + all.length).trim();
    return { digits, part: describeSurroundings(before, after) };
  });
}

/** 64 digits in groups: `be:00:09`, `be00 09af`, or on several lines. */
function readGrouped(value: string): PartialReading[] {
  const groups = /(?<![0-9a-z])([0-9a-f](?:[\s:_.-]{0,3}[0-9a-f]){63})(?![0-9a-z])/i.exec(
    withoutName(value),
  )?.[1];
  if (!groups) return [];
  const finding = "The signature's digits are in groups, with something between them.";
  return [
    {
      digits: groups.replace(/[^0-9a-f]/gi, ""),
      part: say("header-grouped-digits", finding, AS_THE_API_WRITES),
    },
  ];
}

/** 32 bytes in base64, or 64 digits in base64 once more. */
function readBase64(value: string): PartialReading[] {
  const end = trimCharactersAtEnd(withoutName(value), /["'\s]/);
  const text =
    end
      .slice(-MAX_BASE64_CHARACTERS)
      .split(/[^A-Za-z0-9+/_=-]/)
      .at(-1) ?? "";
  const bytes = /^[A-Za-z0-9+/_-]{43,88}={0,2}$/.test(text) ? decodeBase64(text) : undefined;
  if (!bytes) return [];
  const inner = bytes.length === SIGNATURE_DIGITS ? decodeLatin1(bytes) : "";
  if (/^[0-9a-f]{64}$/i.test(inner)) {
    const finding = "The signature's hexadecimal digits are written in base64 once more.";
    return [{ digits: inner, part: say("header-base64-of-hex", finding, AS_THE_API_WRITES) }];
  }
  if (bytes.length !== SIGNATURE_DIGITS / 2) return [];
  const alphabet = /[-_]/.test(text) ? "base64url" : "base64";
  const finding = `The signature is written in ${alphabet}, not in hexadecimal digits.`;
  return [{ digits: encodeHex(bytes), part: say(`header-${alphabet}`, finding, AS_THE_API_WRITES) }];
}

/** More than 64 digits. */
function readTooLong(value: string): PartialReading[] {
  const run = findLongestRun(value);
  if (run.length <= SIGNATURE_DIGITS) return [];
  const change = HASHES.has(run.length)
    ? "If you make it yourself, use SHA-256. If the API now signs with another algorithm, update this package."
    : AS_THE_API_WRITES;
  const part = say("header-wrong-length", describeLength(run), change);
  return [...new Set([run.slice(0, SIGNATURE_DIGITS), run.slice(-SIGNATURE_DIGITS)])].map((digits) => ({
    digits,
    part,
  }));
}

/** Fewer than 64 digits, enough of them to be recognizable. */
function readCut(value: string): PartialReading[] {
  const digits = findLongestRun(withoutName(value));
  if (digits.length < MIN_CUT_DIGITS || digits.length >= SIGNATURE_DIGITS) return [];
  const part = say(
    "header-cut",
    `The header has the first ${digits.length} digits of the right signature; the others are missing.`,
    "It was cut off, most likely by a database column, a log or an incomplete copy. Pass the whole value.",
  );
  return [{ digits, part, otherwise: say("header-wrong-length", describeLength(digits), AS_THE_API_WRITES) }];
}

function describeLength(digits: string): string {
  const hash = HASHES.get(digits.length);
  const guess = hash ? `; ${digits.length} is what ${hash} has` : "";
  return `The signature has ${digits.length} hexadecimal digits, and an HMAC-SHA256 has 64${guess}.`;
}

function findLongestRun(value: string): string {
  const matches = value.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]+)(?![0-9a-z])/gi);
  return [...matches].reduce((longest, [, run = ""]) => (run.length > longest.length ? run : longest), "");
}

/** What follows the names, some of whose letters are digits too. */
function withoutName(value: string): string {
  const text = value.trim();
  const name = /(?:signature|sha-?256|v1|sig)\s*[=:]\s*/i.exec(text);
  const rest = name ? text.slice(name.index + name[0].length) : text;
  return rest.replace(/^(?=\S*[g-z])[a-z][a-z0-9_-]*[ \t]+/i, "");
}

function say(code: FindingCode, finding: string, change: string): Finding {
  return { code, finding, change };
}
