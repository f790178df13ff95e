// Why a signature does not match: for people, in sentences, and never a verdict.

import type { Authorization, RawBody } from "checkout-signature";
import { inspectBody } from "./advice/body.ts";
import { adviseNext } from "./advice/next.ts";
import { inspectSecrets } from "./advice/secrets.ts";
import { explainAuthentic } from "./authentic.ts";
import { inspectChallenge } from "./challenge.ts";
import { combineFindings, type Finding } from "./finding.ts";
import { DOCUMENTED_SIGNATURE, locateHeaders, readHeader } from "./header/index.ts";
import { type ExplainOptions, readSettings, type Settings } from "./options.ts";
import { search } from "./search/index.ts";
import { listRecodedBodies, listRewrittenBodies, PARSED_BODY, readGivenBody } from "./suspects/bodies.ts";
import { listSecretCandidates, listSigningRules } from "./suspects/signing.ts";
import type { Content } from "./text.ts";

export { type Piece, signedPieces } from "checkout-signature";
export type { FindingCode } from "./codes.ts";
export type { ExplainOptions, Finding };

/**
 * Says why a signature does not match: tries the usual suspects (a padded, quoted, hex or base64 secret, the payload
 * alone, other whitespace rules, a body that was parsed and written again, a byte order mark, a base64 signature …) and
 * names the one that would match. There is always at least one finding; where nothing matches, what to check next.
 *
 * For development. It is for people to read and never a verdict: only `verify` says whether a callback is authentic. Its
 * sentences hold no secret, no body and no computed signature.
 *
 * @throws {TypeError} with the code `invalid-option` or `empty-secret`; a padded secret and a parsed body are findings
 */
export function explain(
  body: RawBody | object,
  authorization: Authorization,
  options: ExplainOptions,
): readonly Finding[] {
  const settings = readSettings(options);
  const findings = [...inspectChallenge(settings.challenge), ...findReasons(body, authorization, settings)];
  return Object.freeze(findings.map(freezeFinding));
}

function findReasons(body: unknown, authorization: unknown, settings: Settings): Finding[] {
  const { secrets, options } = settings;
  const { raw, content, notes } = readGivenBody(body);
  if (content && content.bytes.length > options.maxBodyBytes)
    return [...notes, describeTooLarge(content, options.maxBodyBytes)];
  const authentic = raw === undefined ? undefined : explainAuthentic({ ...settings, raw, authorization });
  if (authentic) return authentic;

  const header = readHeaders(authorization);
  if (header.readings.some(({ digits }) => digits.toLowerCase() === DOCUMENTED_SIGNATURE))
    return [...notes, DOCUMENTED_EXAMPLE];
  if (header.readings.length === 0 || !content)
    return [...header.findings, ...notes, ...inspectSecrets(secrets, false)];

  const { matches, isComplete } = search({
    content,
    bodies: [...listRecodedBodies(content), ...listRewrittenBodies(content.text ?? "")],
    rules: listSigningRules(options),
    secrets: listSecretCandidates(secrets),
    readings: header.readings,
  });
  if (matches.length > 0) {
    const asGiven = notes.includes(PARSED_BODY) ? MATCHES_BY_CHANCE : NOTHING_ELSE;
    return [...notes, ...matches.map((parts) => (parts.length > 0 ? combineFindings(parts) : asGiven))];
  }
  return [
    ...notes,
    ...header.findings,
    ...inspectBody(content),
    ...inspectSecrets(secrets, true),
    ...adviseNext({ bodyBytes: content.bytes.length, secrets, isComplete }),
  ];
}

/** Every signature that the header can be read as, and what to say about it where none matches. */
function readHeaders(authorization: unknown) {
  const { found, findings } = locateHeaders(authorization);
  const headers = found.map(readHeader);
  const readings = headers.flatMap((header) => header.readings);
  const otherwise = new Set(readings.flatMap((reading) => reading.otherwise));
  return {
    readings,
    findings: [...findings, ...headers.flatMap((header) => header.findings), ...otherwise],
  };
}

const MATCHES_BY_CHANCE: Finding = {
  code: "matches-serialized-again",
  finding:
    "Serialized as JSON again, what was given happens to match the signature: the secret and the header are right.",
  change:
    "Do not rely on it: the next callback may be written in another way. Take the raw body, as described above.",
};

const NOTHING_ELSE: Finding = {
  code: "nothing-else",
  finding: "With that fixed, the signature matches.",
  change: "Nothing else has to change: verify decides.",
};

const DOCUMENTED_EXAMPLE: Finding = {
  code: "documented-example",
  finding:
    "The signature is the one in the example of the API's documentation. The secret that made it is not published, so " +
    "nobody can verify it.",
  change:
    "To try things out, sign a body of your own with sign() of this package, or let its sandbox send one.",
};

function describeTooLarge({ bytes }: Content, maxBodyBytes: number): Finding {
  return {
    code: "body-too-large",
    finding: `The body has ${bytes.length} bytes, more than maxBodyBytes allows (${maxBodyBytes}). Nothing was tried with it.`,
    change:
      "A callback has a few hundred bytes, so find out what this is. Raise maxBodyBytes only if yours are that long.",
  };
}

function freezeFinding({ parts, ...finding }: Finding): Finding {
  if (!parts) return Object.freeze(finding);
  return Object.freeze({ ...finding, parts: Object.freeze(parts.map(freezeFinding)) });
}
