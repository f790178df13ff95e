// Numbers in prose: each limit and default that a comment or a page names is the one in the code.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { repository } from "./pages.mjs";

const read = (/** @type {string} */ file) => readFileSync(path.join(repository, file), "utf8");

/**
 * A constant's value, as a product or power of numbers or a number alone.
 *
 * @param {string} file
 * @param {string} name
 */
function constant(file, name) {
  const [, text] =
    new RegExp(`const ${name} = ([\\d_* ]+);`).exec(read(file)) ?? assert.fail(`${file}: ${name}`);
  const [base, exponent] = text.replaceAll("_", "").split("**").map(Number);
  if (exponent !== undefined) return base ** exponent;
  return text
    .replaceAll("_", "")
    .split("*")
    .reduce((product, factor) => product * Number(factor), 1);
}

const CORE = "pkg/src/verify/generated/core-table.ts";
const secrets = constant(CORE, "MAX_SECRETS");
const body = constant(CORE, "DEFAULT_MAX_BODY_BYTES");
const handlerBody = constant("pkg/src/handler/limits.ts", "DEFAULT_MAX_BODY_BYTES");
const bodyTimeout = constant("pkg/src/handler/options.ts", "DEFAULT_BODY_TIMEOUT_MS");
const storeTimeout = constant("pkg/src/handler/options.ts", "DEFAULT_STORE_TIMEOUT_MS");
const hours = constant("pkg/src/handler/stores/durations.ts", "FORGET_AFTER_MS") / 3_600_000;

const inEnglish = (/** @type {number} */ number) => number.toLocaleString("en");
const inBytes = (/** @type {number} */ bytes) =>
  bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`;
const asPower = (/** @type {number} */ bytes) => `${inBytes(bytes)} (2^${Math.log2(bytes)}) by default`;

/** @type {[file: string, sentence: string][]} */
const SENTENCES = [
  ["pkg/src/verify/options.ts", `(${secrets} at most)`],
  ["pkg/src/verify/options.ts", asPower(body)],
  ["pkg/src/verify/signed-pieces.ts", `a body over ${inBytes(body)}`],
  ["pkg/src/handler/options.ts", asPower(handlerBody)],
  ["pkg/src/handler/options.ts", `to arrive, in milliseconds: ${inEnglish(bodyTimeout)} by default`],
  ["pkg/src/handler/options.ts", `before the response is 500: ${inEnglish(storeTimeout)} by default`],
  ["pkg/src/cli/lib/rules.ts", `bytes (${inBytes(body)}) by default`],
  ["pkg/src/cli/commands/listen.ts", `bytes (${inBytes(handlerBody)}) by default`],
  ["src/verifier.rs", `limit of a body's length: ${inBytes(body)}`],
  ["docs/rules.md", `an array of up to ${secrets} during`],
  ["docs/rules.md", `| ${inBytes(body)}; the handler ${inBytes(handlerBody)} |`],
  ["docs/handler-and-stores.md", `an array of up to ${secrets} during`],
  ["docs/handler-and-stores.md", `| \`maxBodyBytes\` | ${inEnglish(handlerBody)} |`],
  ["docs/handler-and-stores.md", `| \`bodyTimeoutMs\` | ${inEnglish(bodyTimeout)} |`],
  ["docs/handler-and-stores.md", `| \`storeTimeoutMs\` | ${inEnglish(storeTimeout)} |`],
  ["docs/handler-and-stores.md", `${hours} hours`],
  ["SECURITY.md", `${hours} hours`],
];

for (const [file, sentence] of SENTENCES) {
  test(`${file} says: ${sentence}`, () => assert.ok(read(file).includes(sentence)));
}
