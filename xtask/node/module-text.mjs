// Writes the WebAssembly module as text, for `pkg/src/verify/entries/decode.ts`, which has the reason and the reverse.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** How many bytes are one character; the others are two, and the first of those is one of PREFIXES. */
const COMMON_BYTES = 91;
const PREFIXES = [" ", "!"];
/** ASCII without controls, the prefixes, and what a string's literal would escape. */
const CHARACTERS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 32)).filter(
  (character) => ![...PREFIXES, '"', "\\"].includes(character),
);

/**
 * A plugin for `import { text } from "#module"`, and for the decoder that it needs.
 *
 * @param {string} module the WebAssembly module's file
 * @param {string} wasmAs binaryen's assembler
 * @returns {import("esbuild").Plugin}
 */
export function moduleText(module, wasmAs) {
  /** @type {string | undefined} */
  let decoder;
  return {
    name: "module-text",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#module$/ }, () => ({ path: module, namespace: "module-text" }));
      onLoad({ filter: /.*/, namespace: "module-text" }, () => {
        const bytes = readFileSync(module);
        const common = findCommonBytes(bytes);
        return { contents: `export const text = ${JSON.stringify(toHex(common) + toText(bytes, common))};` };
      });
      onLoad({ filter: /\.wat$/ }, ({ path }) => {
        decoder ??= JSON.stringify([...execFileSync(process.execPath, [wasmAs, path, "-o", "-"])]);
        return { contents: decoder, loader: "json" };
      });
    },
  };
}

/** @param {Uint8Array} bytes */
function findCommonBytes(bytes) {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) counts[byte] += 1;
  const byCount = [...counts.keys()].toSorted((a, b) => counts[b] - counts[a] || a - b);
  return new Set(byCount.slice(0, COMMON_BYTES));
}

/**
 * One bit for each of the 256 bytes, the lowest first in each digit.
 *
 * @param {Set<number>} bytes
 */
function toHex(bytes) {
  const digit = (/** @type {unknown} */ _, /** @type {number} */ at) =>
    [0, 1, 2, 3].reduce((bits, bit) => bits | (Number(bytes.has(4 * at + bit)) << bit), 0).toString(16);
  return Array.from({ length: 64 }, digit).join("");
}

/**
 * Bytes in ascending order take characters in ascending order: neighbours stay neighbours, which compresses best.
 *
 * @param {Uint8Array} bytes
 * @param {Set<number>} common
 */
function toText(bytes, common) {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  const rare = all.filter((byte) => !common.has(byte));
  /** @type {string[]} */
  const texts = [];
  for (const [at, byte] of all.filter((byte) => common.has(byte)).entries()) texts[byte] = CHARACTERS[at];
  for (const [at, byte] of rare.entries()) {
    texts[byte] = PREFIXES[Math.floor(at / CHARACTERS.length)] + CHARACTERS[at % CHARACTERS.length];
  }
  return Array.from(bytes, (byte) => texts[byte]).join("");
}
