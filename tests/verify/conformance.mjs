// The conformance suite: one, for every runtime. It takes the package as a parameter and leans on nothing
// else, so a runner is a few lines: load the package and the vectors, walk through the cases, report.

import { inputs } from "./suite/inputs.mjs";
import { outputs } from "./suite/outputs.mjs";
import { pieces } from "./suite/pieces.mjs";
import { random } from "./suite/random.mjs";
import { vectors } from "./suite/vectors.mjs";

/**
 * The cases as pairs of a name and a function that throws where the package is wrong.
 *
 * @param {object} subject
 * @param {typeof import("checkout-signature")} subject.pkg the package under test
 * @param {typeof import("checkout-signature")} [subject.otherCopy] its CommonJS copy, or its ESM copy
 * @param {Record<string, { vectors: object[] }>} subject.vectors the files of tests/vectors, by name
 * @returns {Generator<[name: string, run: () => void]>}
 */
export function* conformance(subject) {
  yield* vectors(subject);
  yield* inputs(subject);
  yield* outputs(subject);
  yield* pieces(subject);
  yield* random(subject);
}
