// The documentation lists each code of a finding, in the groups of the source. UPDATE=1 writes the page.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { repository } from "./pages.mjs";

const PAGE = path.join(repository, "docs/explain-codes.md");
const HEAD = `<!-- Written by \`UPDATE=1 node --test tests/docs/explain-codes.test.mjs\` from pkg/src/explain/codes.ts. -->

# The codes of explain

Each finding of \`explain\` has a \`code\`, which is stable, and sentences that say what was found and what to change, which may be
reworded. [Troubleshooting](troubleshooting.md) shows how to use it.
`;

// The lines of the type: the title of a group, or a code with what it stands for.
const LINE = /^ {2}(?:\/\/ (?<group>.+)|\| "(?<code>[a-z0-9-]+)";? \/\/ (?<meaning>.+))$/;

function readLines() {
  const source = readFileSync(path.join(repository, "pkg/src/explain/codes.ts"), "utf8");
  const type = source.slice(source.indexOf("export type FindingCode =\n")).trimEnd();
  return type
    .split("\n")
    .slice(1)
    .map((line) => {
      const groups = LINE.exec(line)?.groups;
      assert.ok(groups, `neither a group nor a code with its meaning: ${line}`);
      return groups;
    });
}

test("docs/explain-codes.md lists the codes of explain", () => {
  const escapeCell = (text) => text.replace(/[\\|<*_[\]]/g, "\\$&");
  const tables = readLines().map(({ group, code, meaning }) =>
    group ? `\n## ${group}\n\n| code | meaning |\n|---|---|\n` : `| \`${code}\` | ${escapeCell(meaning)} |\n`,
  );
  const page = HEAD + tables.join("");
  if (process.env.UPDATE) writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, "utf8"), page);
});
