// No regular expression takes the square of its input's length: a stranger sends the input. Each one in the package's source
// is found by a parser, and timed on repetitions of what it names, over sizes eight times apart.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listPatterns } from "./patterns.mjs";

const patterns = listPatterns();
const titleOf = ({ pattern, flags, files }) => `/${pattern}/${flags} in ${files.join(", ")}`;

it("the patterns are found", () => {
  assert.ok(patterns.length > 100, `${patterns.length} patterns`);
});

describe("eight times the input takes about eight times the time", () => {
  for (const one of patterns) {
    it(titleOf(one), () => {
      const every = new RegExp(one.pattern, `${one.flags.replace("g", "")}g`);
      for (const unit of unitsFor(one.pattern)) {
        // Once at the start, where ^ holds, and once behind something else.
        for (const before of ["", "\u0001"]) assertLinear(every, before, unit);
      }
    });
  }
});

const SHORT_CHARACTERS = 4 * 1024;
const LONG_CHARACTERS = 8 * SHORT_CHARACTERS;
/** What is faster needs no ratio: the square of LONG steps takes seconds. */
const FAST_MS = 40;
/** Between 8, for eight times the input, and 64, for its square. */
const MAX_RATIO = 24;

/** @param {RegExp} pattern @param {string} before @param {string} unit */
function assertLinear(pattern, before, unit) {
  const run = (length) => {
    const text = `${before}${unit.repeat(length / unit.length)}\u0001`;
    const start = process.cpuUsage();
    text.replace(pattern, "");
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const long = run(LONG_CHARACTERS);
  if (long < FAST_MS) return;
  // What was collected, or compiled, in the first run is not counted twice.
  const [shortest, longest] = [
    Math.max(0.5, run(SHORT_CHARACTERS)),
    Math.min(long, run(LONG_CHARACTERS), run(LONG_CHARACTERS)),
  ];
  const ratio = longest / shortest;
  assert.ok(
    longest < FAST_MS || ratio < MAX_RATIO,
    `${JSON.stringify(unit)}: ${longest} ms for ${LONG_CHARACTERS}, ${shortest} ms for ${SHORT_CHARACTERS} characters`,
  );
}

/** What is repeated: the characters that the pattern names, one by one and in pairs. @param {string} pattern */
function unitsFor(pattern) {
  const literal = pattern.replace(/\\[pP]\{\w+\}|\\[ux][0-9a-fA-F]{2,4}|\\[bBdDwWsSkfvnrt]/g, "");
  const named = [...literal].filter((one) => !/[\^$()[\]{}|*+?]/.test(one)).slice(0, 10);
  const classes = ["a", "0", " ", "\n", "\r", "_", "=", '"', "\\", "-", "."];
  const singles = [...new Set([...classes, ...named])];
  const pairs = ["\\", ...named].flatMap((first) => [" ", ...named].map((second) => first + second));
  return [...singles, ...new Set(pairs), "\r\n", ...literalsOf(pattern)];
}

/** Words of the pattern, such as signature=, so that what comes after them is reached. @param {string} pattern */
function literalsOf(pattern) {
  return (pattern.match(/[a-zA-Z0-9=:-]{3,}/g) ?? []).flatMap((word) => [
    word,
    `${word}=`,
    `${word} `,
    `${word}: `,
  ]);
}
