// A body that was parsed and written again on the way: what the sender may have written instead.

import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import type { BodyCandidate } from "../search/candidates.ts";
import { lazy, parseJson } from "../text.ts";
import { RAW_BODY } from "./given-body.ts";
import { ESCAPE_STYLES, removeEscapes, writeFloats } from "./json-escapes.ts";
import { MEMBER_STYLES } from "./json-members.ts";
import { SPACING_STYLES } from "./json-spacing.ts";

const CHANGE = `${RAW_BODY} If nothing of yours parses it, a gateway on the way does, or the sender signs other JSON than it sends.`;
const FLOATS = "with whole numbers as 2000.0";

/** What the sender may have written, simplest first; nothing where the text is not JSON. */
export function* listRewrittenBodies(given: string): Generator<BodyCandidate> {
  const text = given.replace(/^\ufeff/, "");
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) return;
  const plain = lazy(() => removeEscapes(text));
  for (const { code, how, write } of ESCAPE_STYLES)
    yield { parts: [writtenAgain(code, how)], make: () => write(plain()) };
  for (const { code, how, rewrite } of MEMBER_STYLES)
    yield { parts: [writtenAgain(code, how)], make: () => JSON.stringify(rewrite(value)) };
  yield { parts: [writtenAgain("json-floats", FLOATS)], make: () => writeFloats(text) };
  for (const { code, how, write } of SPACING_STYLES) {
    const finding = `The signature was made over the same JSON ${how}.`;
    const change = `Under whitespace: "none" every character counts. ${CHANGE}`;
    yield { parts: [{ code, finding, change }], make: () => write(text, value), onlyUnder: "none" };
  }
  // Two habits of one writer.
  for (const { code, how, rewrite } of MEMBER_STYLES) {
    const members = writtenAgain(code, how);
    const write = () => JSON.stringify(rewrite(value));
    for (const style of ESCAPE_STYLES.slice(1))
      yield { parts: [members, writtenAgain(style.code, style.how)], make: () => style.write(write()) };
    yield { parts: [members, writtenAgain("json-floats", FLOATS)], make: () => writeFloats(write()) };
  }
}

function writtenAgain(code: FindingCode, how: string): Finding {
  return {
    code,
    finding: `The signature was made over the same JSON ${how}: the body was parsed and written again.`,
    change: CHANGE,
  };
}
