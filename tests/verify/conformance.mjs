// The conformance suite: one, for every runtime. It takes the package as a parameter and leans on nothing
// else, so a runner is a few lines: load the package and the vectors, walk through the cases, report.

import { ids } from "./suite/ids.mjs";
import { inputs } from "./suite/inputs.mjs";
import { options } from "./suite/options.mjs";
import { outputs } from "./suite/outputs.mjs";
import { pieces } from "./suite/pieces.mjs";
import { random } from "./suite/random.mjs";
import { vectors } from "./suite/vectors.mjs";

/** @typedef {[name: string, run: () => void]} Case a name, and a function that throws where the package is wrong */

/**
 * @typedef {object} Subject
 * @property {any} pkg the package under test, without its types: the suite passes what they would refuse
 * @property {any} [otherCopy] its CommonJS copy, or its ESM copy
 * @property {Record<string, { vectors: any[] }>} vectors the files of tests/vectors, by name
 * @property {boolean} [thorough] ten times as many random cases, for the one engine that takes the time
 * @property {boolean} [quick] fewer long bodies, where the package runs many times slower than it is
 */

/**
 * The cases.
 *
 * @param {Subject} subject
 * @returns {Generator<Case>}
 */
export function* conformance(subject) {
  yield* vectors(subject);
  yield* inputs(subject);
  yield* options(subject);
  yield* ids(subject);
  yield* outputs(subject);
  yield* pieces(subject);
  yield* random(subject);
}
