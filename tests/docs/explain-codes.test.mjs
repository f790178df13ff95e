// The documentation lists each code of a finding, in the groups of the source. UPDATE=1 writes the page.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { transform } from "esbuild";
import { repository } from "./pages.mjs";

const PAGE = path.join(repository, "docs/explain-codes.md");
const HEAD = `<!-- Written by \`UPDATE=1 node --test tests/docs/explain-codes.test.mjs\` from pkg/src/explain/codes.ts. -->

# The codes of explain

Each finding of \`explain\` has a \`code\`, which is stable, and sentences that say what was found and what to change, which may be
reworded. [Troubleshooting](troubleshooting.md) shows how to use it.
`;

async function readCodes() {
  const source = readFileSync(path.join(repository, "pkg/src/explain/codes.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  const { FINDING_CODES } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const lines = [...source.matchAll(/^ {2}(?:\/\/ (?<group>.+)|"(?<code>[a-z0-9-]+)":)/gm)];
  return { codes: FINDING_CODES, lines: lines.map(({ groups }) => groups) };
}

test("docs/explain-codes.md lists the codes of explain", async () => {
  const { codes, lines } = await readCodes();
  const listed = lines.flatMap(({ code }) => code ?? []);
  assert.deepEqual(listed, Object.keys(codes));
  const escapeCell = (text) => text.replace(/[\\|<*_[\]]/g, "\\$&");
  const tables = lines.map(({ group, code }) =>
    group
      ? `\n## ${group}\n\n| code | meaning |\n|---|---|\n`
      : `| \`${code}\` | ${escapeCell(codes[code])} |\n`,
  );
  const page = HEAD + tables.join("");
  if (process.env.UPDATE) writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, "utf8"), page);
});
