// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Why a signature does not match: for people, in sentences, and never a verdict. Documented in explain.d.ts.

import { Verifier } from "checkout-signature";
import { next, seenInBody, seenInSecrets } from "./advice.ts";
import { locate } from "./header.ts";
import { DOCUMENTED, read } from "./header-readings.ts";
import { holding } from "./holding.ts";
import { search } from "./search/index.ts";
import { wipe } from "./search/verifiers.ts";
import { bodyOf, PARSED } from "./suspects/body.ts";
import { recoded } from "./suspects/encodings.ts";
import { rewritten } from "./suspects/rewritten.ts";
import { suspects } from "./suspects/secrets.ts";
import { rules } from "./suspects/whitespace-rules.ts";
import { utf8 } from "./text.ts";

export { signedPieces } from "checkout-signature";

/** @typedef {import("checkout-signature/explain").Finding} Finding */
/** @typedef {import("./search/candidates.ts").Content} Content */

/**
 * Documented in explain.d.ts.
 *
 * @param {unknown} body
 * @param {unknown} authorization
 * @param {unknown} options
 * @returns {readonly Finding[]}
 */
export function explain(body, authorization, options) {
  const settings = checked(options);
  const all = findings(body, authorization, settings);
  for (const finding of all) Object.freeze(finding);
  return Object.freeze(all);
}

/**
 * @typedef {object} Settings
 * @property {Uint8Array[]} secrets
 * @property {boolean} isPadded whether a secret is a string that the package refuses for its whitespace
 * @property {any} options the caller's, with the secrets as bytes
 */

/**
 * The options, read once and checked by the package itself; but a padded secret is let through, to be found.
 *
 * @param {any} given
 * @returns {Settings}
 */
function checked(given) {
  const { secret, whitespace = "all", signed = "body", maxBodyBytes = 2 ** 20 } = given ?? {};
  const list = Array.isArray(secret) ? [...secret] : [secret];
  const isPadded = list.some(
    (one) => typeof one === "string" && /^\p{White_Space}|\p{White_Space}$/u.test(one),
  );
  const bytes = list.map((one) => (typeof one === "string" ? utf8(one) : one));
  const options = { whitespace, signed, maxBodyBytes, secret: bytes };
  // What is no object, or has options that do not exist, is refused as it is.
  wipe(new Verifier(typeof given === "object" && given !== null ? { ...given, ...options } : given));
  return { options, secrets: bytes.map((one) => new Uint8Array(one)), isPadded };
}

/**
 * @param {unknown} body
 * @param {unknown} authorization
 * @param {Settings} settings
 * @returns {Finding[]}
 */
function findings(body, authorization, { secrets, isPadded, options }) {
  const { raw, content, notes } = bodyOf(body);
  if (content && content.bytes.length > options.maxBodyBytes)
    return [...notes, tooLong(content, options.maxBodyBytes)];
  const held = raw === undefined ? undefined : holding({ raw, authorization, secrets, isPadded, options });
  if (held) return held;

  const header = inHeader(authorization);
  if (header.readings.some(({ digits }) => digits.toLowerCase() === DOCUMENTED))
    return [...notes, THE_EXAMPLE];
  if (header.readings.length === 0 || !content)
    return [...header.findings, ...notes, ...seenInSecrets(secrets, false)];

  const { matches, isComplete } = search({
    content,
    bodies: [...recoded(content), ...rewritten(content.text ?? "")],
    rules: rules(options),
    secrets: suspects(secrets),
    readings: header.readings,
  });
  const otherwise = notes.includes(PARSED) ? HAPPENS_TO_MATCH : NOTHING_ELSE;
  if (matches.length > 0)
    return [...notes, ...matches.map((parts) => (parts.length > 0 ? together(parts) : otherwise))];
  return [
    ...notes,
    ...header.findings,
    ...seenInBody(content),
    ...seenInSecrets(secrets, true),
    ...next(content, isComplete),
  ];
}

/**
 * Every signature that the header can be read as, and what to say of it where none matches.
 *
 * @param {unknown} authorization
 */
function inHeader(authorization) {
  const { found, findings } = locate(authorization);
  const all = found.map(read);
  const readings = all.flatMap((one) => one.readings);
  const otherwise = readings.flatMap((one) => one.otherwise);
  return { readings, findings: [...findings, ...all.flatMap((one) => one.findings), ...new Set(otherwise)] };
}

const COUNTS = ["", "", "Two", "Three", "Four", "Five", "Six"];

/** Several changes that are needed at once, as one finding. @param {Finding[]} parts @returns {Finding} */
function together(parts) {
  const [first] = parts;
  if (first && parts.length === 1) return { ...first };
  return {
    finding: `${COUNTS[parts.length] ?? "Several"} things come together. ${parts.map(({ finding }) => finding).join(" ")}`,
    change: parts.map(({ change }) => change).join(" "),
  };
}

/** What was parsed can only be guessed at, also where the guess is right. */
const HAPPENS_TO_MATCH = {
  finding:
    "Written as JSON again, what was given happens to match the signature: the secret and the header are in order.",
  change:
    "Do not rely on it: the next callback may be written in another way. Take the raw body, as said above.",
};

const NOTHING_ELSE = {
  finding: "With that put right, the signature holds.",
  change: "Nothing else has to be changed: verify decides.",
};

const THE_EXAMPLE = {
  finding:
    "The signature is the one in the example of the API's documentation. The secret that made it is not published, so nobody " +
    "can verify it.",
  change: "For a try, sign a body of your own with sign() of this package, or let its sandbox send one.",
};

/** @param {Content} content @param {number} most @returns {Finding} */
function tooLong({ bytes }, most) {
  return {
    finding: `The body has ${bytes.length} bytes, more than maxBodyBytes allows (${most}). Nothing was tried with it.`,
    change:
      "A callback has a few hundred bytes, so look at what this is. Raise maxBodyBytes only if yours are so long.",
  };
}
