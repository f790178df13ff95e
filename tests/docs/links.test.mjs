// Links inside the documentation lead somewhere.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { transform } from "esbuild";
import { pages, repository } from "./pages.mjs";

const withoutCode = (text) =>
  text.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[()[\]]/g, ""));

/** The anchor that code hosts give a heading. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

function anchors(file) {
  return [...withoutCode(readFileSync(file, "utf8")).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    anchor(heading),
  );
}

/** The links of a page that lead to nothing. */
function brokenLinks(page) {
  const text = withoutCode(readFileSync(path.join(repository, page), "utf8"));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source,
  );
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [name, fragment] = link.split("#");
      const file = name ? path.join(repository, path.dirname(page), name) : path.join(repository, page);
      return !existsSync(file) || (fragment && !anchors(file).includes(fragment));
    });
}

test("there are pages and links", () => assert.ok(pages.length > 8, pages.join(", ")));

for (const page of pages) test(`${page} has no broken link`, () => assert.deepEqual(brokenLinks(page), []));

test("the README is short enough to read", () => {
  const lines = readFileSync(path.join(repository, "README.md"), "utf8").split("\n").length;
  assert.ok(lines <= 140, `${lines} lines: docs/ has room`);
});

test("the raw body's advice is the one that the errors give", async () => {
  const source = readFileSync(path.join(repository, "pkg/src/shared/raw-body-advice.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  const { RAW_BODY_ADVICE } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const page = readFileSync(path.join(repository, "docs/troubleshooting.md"), "utf8").replaceAll("`", "");
  const advice = Object.values(RAW_BODY_ADVICE);
  assert.ok(advice.length > 5);
  for (const { framework, advice: text } of advice)
    assert.ok(page.includes(`| ${framework} | ${text} |`), `${framework}: ${text}`);
});
