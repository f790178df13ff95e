// The search: what was given first, then one change, then two together, and three.

import { MAX_SECRETS } from "../../verify/generated/core-table.ts";
import type { Finding } from "../finding.ts";
import type { HeaderReading } from "../header/readings.ts";
import type { SecretCandidate } from "../suspects/secrets.ts";
import type { Content } from "../text.ts";
import { Budget, CALL_BYTES } from "./budget.ts";
import {
  type BodyCandidate,
  type MessageCandidate,
  MessageCandidates,
  type SigningRule,
} from "./candidates.ts";
import { Verifiers } from "./verifiers.ts";

const MAX_CHANGES = 3;
const LONG_BODY_BYTES = 64 * 1024;
const MAX_CHANGES_IF_LONG = 1;

interface Suspects {
  readonly content: Content;
  readonly bodies: Iterable<BodyCandidate>;
  readonly rules: readonly SigningRule[];
  readonly secrets: readonly SecretCandidate[];
  readonly readings: readonly HeaderReading[];
}

interface SearchResult {
  /** The changes of each match: none, one, or several where different options come to the same. */
  readonly matches: readonly (readonly Finding[])[];
  /** Whether everything was tried. */
  readonly isComplete: boolean;
}

/** Looks for the fewest changes with which a signature matches. */
export function search({ content, bodies, rules, secrets, readings }: Suspects): SearchResult {
  const isLong = content.bytes.length > LONG_BODY_BYTES;
  const maxChanges = isLong ? MAX_CHANGES_IF_LONG : MAX_CHANGES;
  const budget = new Budget();
  const verifiers = new Verifiers();
  const candidates = new MessageCandidates({ content, bodies, rules, isLong, budget });
  const batchesByCost = Array.from({ length: maxChanges + 1 }, (_, cost) =>
    splitIntoBatches(secrets.filter((secret) => secret.cost === cost)),
  );
  try {
    for (let changes = 0; changes <= maxChanges; changes += 1) {
      for (let ofSecret = changes; ofSecret >= 0; ofSecret -= 1) {
        for (const candidate of candidates.ofCost(changes - ofSecret)) {
          for (const batch of batchesByCost[ofSecret] ?? []) {
            budget.spend(readings.length * (batch.length * candidate.bytes.length + CALL_BYTES));
            if (budget.isSpent) return { matches: [], isComplete: false };
            const match = findMatch(verifiers, batch, candidate, readings);
            if (!match) continue;
            const matches = candidates.explanationsOf(candidate).map((parts) => [...match, ...parts]);
            return { matches, isComplete: true };
          }
        }
      }
    }
    return { matches: [], isComplete: !isLong && !budget.isSpent };
  } finally {
    verifiers.dispose();
    candidates.dispose();
  }
}

function splitIntoBatches(secrets: readonly SecretCandidate[]): SecretCandidate[][] {
  const batches = [];
  for (let at = 0; at < secrets.length; at += MAX_SECRETS) batches.push(secrets.slice(at, at + MAX_SECRETS));
  return batches;
}

/** What is wrong with the header and the secret, if one of each makes the candidate's signature. */
function findMatch(
  verifiers: Verifiers,
  batch: readonly SecretCandidate[],
  { bytes, options }: MessageCandidate,
  readings: readonly HeaderReading[],
): Finding[] | undefined {
  for (const { digits, parts } of readings) {
    const isWhole = digits.length === 64;
    if (isWhole && !verifiers.matches(batch, options, bytes, digits)) continue;
    const secret = batch.find((one) =>
      isWhole
        ? verifiers.matches([one], options, bytes, digits)
        : verifiers.matchesStart(one, options, bytes, digits),
    );
    if (secret) return [...parts, ...secret.parts];
  }
  return undefined;
}
