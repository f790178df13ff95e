// Other rules for what is signed of a body: the package's own options, and what else programs take for whitespace.

import { joinBytes } from "../../shared/bytes.ts";
import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import type { SigningRule } from "../search/candidates.ts";
import type { SigningOptions } from "../search/verifiers.ts";
import { decodeLatin1, encodeLatin1, encodeUtf8 } from "../text.ts";

const WHITESPACE_FINDINGS: Readonly<Record<SigningOptions["whitespace"], Finding>> = {
  all: {
    code: "whitespace-all",
    finding: "The signature was made over the body with all whitespace removed, inside strings too.",
    change: 'Leave out the option whitespace: "all" is the default.',
  },
  insignificant: {
    code: "whitespace-insignificant",
    finding: "The signature was made over the body with only the whitespace outside strings removed.",
    change: 'Set the option whitespace: "insignificant".',
  },
  none: {
    code: "whitespace-none",
    finding: "The signature was made over the body exactly as it was sent, whitespace included.",
    change: 'Set the option whitespace: "none".',
  },
};

const SIGNED_FINDINGS: Readonly<Record<SigningOptions["signed"], Finding>> = {
  body: {
    code: "signed-body",
    finding: "The signature was made over the whole body.",
    change: 'Leave out the option signed: "body" is the default.',
  },
  payload: {
    code: "signed-payload",
    finding: "The signature was made over the member payload alone.",
    change: 'Set the option signed: "payload". The event\'s type is then not authenticated.',
  },
};

const SENDER =
  "The documented rule removes Unicode's White_Space, 25 characters; no option matches this sender. If the sender is yours, " +
  "sign with sign() of this package, or remove exactly those characters; otherwise tell its operator.";

// Unicode has no property for these sets, so they are spelled out.
const PYTHON_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const JAVA_SPACE = /[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+/g;
const INVISIBLE = /[\p{White_Space}\u200b-\u200d\u2060\ufeff]+/gu;

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** A body that is UTF-8. */
interface TextContent {
  readonly bytes: Uint8Array;
  readonly text: string;
}

interface ForeignRule {
  readonly code: FindingCode;
  /** What follows "The signature was made over the body with". */
  readonly what: string;
  readonly strip: (body: TextContent) => string | Uint8Array | undefined;
}

/** What other programs remove. */
const FOREIGN_RULES: readonly ForeignRule[] = [
  {
    code: "rule-keeps-mark",
    what: "all whitespace removed, and a byte order mark left at its beginning",
    strip: ({ text }) =>
      joinBytes([BYTE_ORDER_MARK, encodeUtf8(text.replace(/^\ufeff/, "").replace(/\p{White_Space}+/gu, ""))]),
  },
  { code: "rule-ascii", what: "only ASCII whitespace removed", strip: without(/[\t-\r ]+/g) },
  { code: "rule-spaces", what: "only spaces removed", strip: without(/ +/g) },
  { code: "rule-line-breaks", what: "only line breaks removed", strip: without(/[\r\n]+/g) },
  {
    code: "rule-keeps-tabs",
    what: "only spaces and line breaks removed, and tabs kept",
    strip: without(/[\r\n ]+/g),
  },
  {
    code: "rule-trim",
    what: "only the whitespace at its ends removed",
    strip: ({ text }) => text.trim(),
  },
  {
    code: "rule-javascript",
    what: "everything removed that JavaScript's \\s matches: U+FEFF too, but not U+0085",
    strip: without(/\s+/g),
  },
  {
    code: "rule-python",
    what: "everything removed that Python's split() splits at: U+001C to U+001F too",
    strip: without(PYTHON_SPACE),
  },
  {
    code: "rule-java",
    what: "everything removed that Java's isWhitespace matches: U+001C to U+001F too, but not no-break spaces",
    strip: without(JAVA_SPACE),
  },
  {
    code: "rule-invisible",
    what: "all whitespace removed, and invisible characters such as U+200B too",
    strip: without(INVISIBLE),
  },
  {
    code: "rule-escapes",
    what: "all whitespace removed, and the escapes \\n, \\r and \\t too",
    strip: without(/\p{White_Space}+|\\[nrt]/gu),
  },
  {
    code: "rule-latin1",
    what: "whitespace removed byte by byte as in Latin-1, which breaks letters such as \u00e0",
    strip: ({ bytes }) => encodeLatin1(decodeLatin1(bytes).replace(/[\t-\r \x85\xa0]+/g, "")),
  },
];

/** The package's own rules, the one of the options among them, and then those of other programs. */
export function listSigningRules(options: SigningOptions): SigningRule[] {
  const parts = ["body", "payload"] as const;
  const own = (["all", "insignificant", "none"] as const).flatMap((whitespace) =>
    parts.map((signed) => ({
      parts: describeOptions(options, { whitespace, signed }),
      options: { whitespace, signed },
    })),
  );
  const foreign = FOREIGN_RULES.flatMap(({ code, what, strip }) => {
    const finding = { code, finding: `The signature was made over the body with ${what}.`, change: SENDER };
    return parts.map(
      (signed): SigningRule => ({
        parts: [finding, ...describeSigned(options, signed)],
        options: { whitespace: "none", signed },
        prepare: ({ bytes, text }) => (text === undefined ? undefined : strip({ bytes, text })),
      }),
    );
  });
  return [...own, ...foreign];
}

/** What is wrong with the options, if these others match. */
function describeOptions(given: SigningOptions, { whitespace, signed }: SigningOptions): Finding[] {
  const findings = describeSigned(given, signed);
  return whitespace === given.whitespace ? findings : [...findings, WHITESPACE_FINDINGS[whitespace]];
}

function describeSigned(given: SigningOptions, signed: SigningOptions["signed"]): Finding[] {
  return signed === given.signed ? [] : [SIGNED_FINDINGS[signed]];
}

function without(pattern: RegExp): ForeignRule["strip"] {
  return ({ text }) => text.replace(pattern, "");
}
