// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The search: what was given first, then one change, then two together, and three.

import { Budget, CALL } from "./budget.ts";
import { Candidates } from "./candidates.ts";
import { Verifiers } from "./verifiers.ts";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("./candidates.ts").Candidate} Candidate */
/** @typedef {import("../header-readings.ts").Reading} Reading */
/** @typedef {import("../suspects/secrets.ts").Suspect} Secret */

/** So many secrets are tried in one call: as many as a verifier takes. */
const AT_ONCE = 8;
/** Changes at a time; and for bodies longer than so many bytes. */
const MOST = 3;
const MOST_IF_LONG = 1;
const LONG = 64 * 1024;

/**
 * Looks for the fewest changes with which a signature matches.
 *
 * @param {object} given
 * @param {import("./candidates.ts").Content} given.content
 * @param {Iterable<import("./candidates.ts").BodySuspect>} given.bodies
 * @param {import("./candidates.ts").Rule[]} given.rules
 * @param {Secret[]} given.secrets
 * @param {Reading[]} given.readings
 * @returns {{ matches: Finding[][], isComplete: boolean }} no matches, one, or several where options come to the same;
 *   and whether everything was tried
 */
export function search({ content, bodies, rules, secrets, readings }) {
  const isLong = content.bytes.length > LONG;
  const most = isLong ? MOST_IF_LONG : MOST;
  const budget = new Budget();
  const verifiers = new Verifiers();
  const candidates = new Candidates({ content, bodies, rules, isLong, budget });
  const ringsOf = Array.from({ length: most + 1 }, (_, cost) =>
    inRings(secrets.filter(({ parts }) => parts.length === cost)),
  );
  try {
    for (let cost = 0; cost <= most; cost += 1) {
      for (let ofSecret = cost; ofSecret >= 0; ofSecret -= 1) {
        for (const candidate of candidates.of(cost - ofSecret)) {
          for (const ring of ringsOf[ofSecret] ?? []) {
            budget.spend(readings.length * (ring.length * candidate.bytes.length + CALL));
            if (budget.isSpent) return { matches: [], isComplete: false };
            const match = matching(verifiers, ring, candidate, readings);
            if (match)
              return {
                matches: candidates.ways(candidate).map((way) => [...match, ...way]),
                isComplete: true,
              };
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

/** @param {Secret[]} secrets */
function inRings(secrets) {
  const rings = [];
  for (let at = 0; at < secrets.length; at += AT_ONCE) rings.push(secrets.slice(at, at + AT_ONCE));
  return rings;
}

/**
 * What is the matter with the header and the secret, if one of each makes the candidate's signature.
 *
 * @param {Verifiers} verifiers
 * @param {Secret[]} ring
 * @param {Candidate} candidate
 * @param {Reading[]} readings
 */
function matching(verifiers, ring, { bytes, options }, readings) {
  for (const { digits, parts } of readings) {
    const isWhole = digits.length === 64;
    if (isWhole && !verifiers.holds(ring, options, bytes, digits)) continue;
    const one = ring.find((secret) =>
      isWhole
        ? verifiers.holds([secret], options, bytes, digits)
        : verifiers.begins(secret, options, bytes, digits),
    );
    if (one) return [...parts, ...one.parts];
  }
  return undefined;
}
