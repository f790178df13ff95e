// Shortens code, and leaves what stack traces show: those of programs that take payments are read.

import { transform } from "esbuild";
import { minify } from "terser";
import { compileAtOnce } from "./eager.mjs";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The same names whatever else is in the file, so that copies of a function are the same. */
const names = {
  /** @param {number} at */
  get(at) {
    const letter = LETTERS[at % LETTERS.length];
    return at < LETTERS.length ? letter : names.get(Math.floor(at / LETTERS.length) - 1) + letter;
  },
};

/**
 * Renames parameters, local variables and private members; functions, classes, methods and what stands at the top level keep
 * their names.
 *
 * @param {string} code
 * @param {number} lineLength how long a line can be
 * @param {Set<string>} [firstCalled] the functions to be compiled at once
 */
export async function shorten(code, lineLength, firstCalled = new Set()) {
  const { code: renamed = "" } = await minify(code, {
    module: true,
    compress: false,
    mangle: { module: false, keep_fnames: true, keep_classnames: true, nth_identifier: names },
    format: { ascii_only: true },
  });
  const shortened = await transform(compileAtOnce(renamed, firstCalled), {
    target: "es2022",
    charset: "ascii",
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: lineLength,
  });
  return shortened.code;
}
