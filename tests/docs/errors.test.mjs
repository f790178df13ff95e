// docs/errors.md has the sentences that a mistake with the secret gives: those that JavaScript says itself, too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { imported } from "../lib/consumer.mjs";
import { repository } from "./pages.mjs";

const page = readFileSync(path.join(repository, "docs/errors.md"), "utf8");
const rows = [...page.matchAll(/^\| `(?<code>[a-z-]+)` \| caller \| (?<message>.+) \|$/gm)];
const [empty, tooMany] = rows.map(({ groups }) => groups);
const { Verifier } = imported;

function refusal(secret) {
  try {
    new Verifier({ secret });
  } catch (error) {
    return error;
  }
  return assert.fail("the secret was accepted");
}

test("the page's sentence for a secret that is missing, empty or nothing but zero bytes", () => {
  for (const secret of [undefined, null, "", [], [""], Buffer.alloc(0), "\0", Buffer.alloc(32)]) {
    const { code, message } = refusal(secret);
    assert.equal(code, empty.code);
    assert.equal(message.slice(0, empty.message.length), empty.message);
  }
});

test("the page's sentence for too many secrets", () => {
  const { code, message } = refusal(Array.from({ length: 9 }, (_, at) => `secret ${at}`));
  assert.deepEqual({ code, message }, { ...tooMany });
});
