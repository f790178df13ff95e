// The secrets that the sender may have, where it is not the one that was given.

import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { type Content, contentOf, encodeHex } from "../text.ts";
import { listMembers } from "./secret-documents.ts";
import { ENCODINGS } from "./secret-encodings.ts";
import { listExpansions } from "./secret-expansions.ts";
import { REPAIRS, SENDER_FAULTS, type SecretStep, UNSET_SECRETS } from "./secret-steps.ts";

/** A secret that the sender may have. */
export interface SecretCandidate {
  /** Empty for HMAC's empty key, which no verifier takes. */
  readonly value: Uint8Array;
  /** What is wrong if it is this one. */
  readonly parts: readonly Finding[];
  /** How many changes it counts for in the search. */
  readonly cost: number;
}

/** A secret is a line at most; a longer one is a file given by mistake, and only tried as it is. */
const MAX_SECRET_BYTES = 512;

/** HMAC fills a key up with zero bytes to its block of 64 bytes, and hashes a longer one. */
const HMAC_BLOCK_BYTES = 64;

/** The last resort of the search: tried only with everything else as it was given. */
const LAST_RESORT_COST = 3;

interface NamedSecret extends Content {
  readonly name: string;
}

/** The secrets that were given, then those one step away from them, then those two steps away. */
export function listSecretCandidates(given: readonly Uint8Array[]): SecretCandidate[] {
  const byKey = new Map<string, SecretCandidate>();
  for (const candidate of generateCandidates(given)) {
    const key = keyOf(candidate.value);
    if (!byKey.has(key)) byKey.set(key, key === "" ? { ...candidate, value: new Uint8Array() } : candidate);
  }
  return [...byKey.values()];
}

/** The key that HMAC makes of a secret: zero bytes at the end of a short one make no difference. */
function keyOf(value: Uint8Array): string {
  if (value.length > HMAC_BLOCK_BYTES) return encodeHex(value);
  return encodeHex(value.subarray(0, value.findLastIndex((byte) => byte !== 0) + 1));
}

function* generateCandidates(given: readonly Uint8Array[]): Generator<SecretCandidate> {
  const secrets = given.map((value, at) =>
    nameSecret(value, given.length === 1 ? "the secret" : `secret ${at + 1} of ${given.length}`),
  );
  const short = secrets.filter(({ bytes }) => bytes.length <= MAX_SECRET_BYTES);
  for (const value of given) yield { value, parts: [], cost: 0 };
  for (const secret of short) yield* takeSteps(secret, [...REPAIRS, ...ENCODINGS, ...SENDER_FAULTS]);
  for (const secret of secrets) yield* openDocument(secret);
  yield* UNSET_SECRETS.map(({ code, text, what }) => unsetSecret(code, text, what));
  for (const secret of short) yield* takeTwoSteps(takeSteps(secret, REPAIRS));
  for (const secret of secrets) yield* takeTwoSteps(openDocument(secret));
  for (const secret of short) yield* undoExpansions(secret);
}

function* takeTwoSteps(firsts: Iterable<SecretCandidate>): Generator<SecretCandidate> {
  for (const first of firsts) {
    const result = nameSecret(first.value, "what remains");
    for (const second of takeSteps(result, [...REPAIRS, ...ENCODINGS, ...SENDER_FAULTS])) {
      const parts = [...first.parts, ...second.parts];
      yield { value: second.value, parts, cost: parts.length };
    }
  }
}

function* takeSteps(secret: NamedSecret, steps: readonly SecretStep[]): Generator<SecretCandidate> {
  for (const { code, how, change, apply } of steps) {
    const other = apply(secret);
    if (other === undefined || other.length === 0 || other === secret.text) continue;
    yield { value: contentOf(other).bytes, parts: [madeWith(code, secret.name, how, change)], cost: 1 };
  }
}

function* openDocument({ text, name }: NamedSecret): Generator<SecretCandidate> {
  const part: Finding = {
    code: "secret-json-member",
    finding: `The signature was made with the value of a member: JSON was given as ${name}.`,
    change: OPEN_IT,
  };
  for (const member of listMembers(text)) yield { value: contentOf(member).bytes, parts: [part], cost: 1 };
}

const OPEN_IT =
  "Parse what the secrets manager returns, and set the secret to the member that holds the key, not to the whole object.";

function* undoExpansions({ text, name }: NamedSecret): Generator<SecretCandidate> {
  for (const { original, how } of listExpansions(text)) {
    const part = madeWith("secret-shell-expansion", name, how, QUOTE_IT);
    yield { value: contentOf(original).bytes, parts: [part], cost: LAST_RESORT_COST };
  }
}

const QUOTE_IT =
  "Set the secret in single quotes, which no shell expands; in a .env file or a Compose file, write $$ or \\$ as that file's " +
  "format asks.";

function unsetSecret(code: FindingCode, text: string, what: string): SecretCandidate {
  const part = {
    code,
    finding: `The signature was made with ${what}: the sender's secret is not set.`,
    change: "Set it there. Never accept such a signature: anyone could have made it.",
  };
  return { value: contentOf(text).bytes, parts: [part], cost: 1 };
}

function nameSecret(value: Uint8Array, name: string): NamedSecret {
  const { bytes, text } = contentOf(value);
  return { bytes, text, name };
}

function madeWith(code: FindingCode, name: string, how: string, change: string): Finding {
  return { code, finding: `The signature was made with ${name} ${how}.`, change };
}
