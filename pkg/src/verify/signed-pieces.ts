// What of a body is signed, to be shown: the module's runs as pairs.

import { kept_runs } from "#glue";
import { invalidOption } from "../shared/caller-error.ts";
import { guardCall, writeBody } from "./call.ts";
import { moduleBuffer } from "./core.ts";
import { type RawBody, readBody } from "./input.ts";
import { readWhitespace, type VerifierOptions } from "./options.ts";
import { byteLength } from "./utf8.ts";

/** A piece of a body: its first byte, and the byte after its last. */
export type Piece = readonly [start: number, end: number];

/** There can be half as many pieces as there are bytes. */
const MAX_BODY_BYTES = 2 ** 20;

/**
 * The pieces of a body that are signed, by their place in its UTF-8 bytes; what lies between them is left out as
 * whitespace. For showing what is signed: it says nothing about who has signed it.
 *
 * @throws {TypeError} with the code `body-not-raw`, or `invalid-option`, also for a body over 1 MiB
 */
export function signedPieces(body: RawBody, options?: Pick<VerifierOptions, "whitespace">): Piece[] {
  const rule = readWhitespace(options);
  const raw = readBody(body);
  if (byteLength(raw) > MAX_BODY_BYTES) {
    throw invalidOption("The signed pieces of a body are shown up to 1 MiB, and this body is longer.");
  }
  const places = guardCall(() => {
    const length = writeBody(raw);
    return kept_runs(moduleBuffer(), length, rule);
  });
  return Array.from({ length: places.length / 2 }, (_, at) => [places[at * 2], places[at * 2 + 1]] as Piece);
}
