// The conformance suite with its vectors in one file, for runtimes that have no file system and no npm.

import vectors from "virtual:vectors";
import { conformance } from "../../verify/conformance.mjs";

/**
 * Runs every case and counts.
 *
 * @param {object} pkg the package, as the runtime loaded it
 * @param {object} [otherCopy] its CommonJS copy, or its ESM copy
 * @returns {{ passed: number, failed: string[] }}
 */
export function check(pkg, otherCopy) {
  const failed = [];
  let passed = 0;
  for (const [name, run] of conformance({ pkg, otherCopy, vectors })) {
    try {
      run();
      passed += 1;
    } catch (error) {
      failed.push(`${name}: ${error?.message ?? error}`);
    }
  }
  return { passed, failed };
}
