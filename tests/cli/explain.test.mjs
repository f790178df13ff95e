// explain: findings as a list for people, as JSON for programs, and never a verdict.

import assert from "node:assert/strict";
import { test } from "node:test";
import { body, explain, files, header, imported, jsonLines, run, secret } from "./harness.mjs";

test("a padded secret is found and named, with what to change, and the exit code is 0", async (t) => {
  const signature = imported.sign(body, { secret });
  const { file, body: saved } = files(t, { file: `${secret} \n`, body });
  const { code, stdout, stderr } = await run(
    t,
    ["explain", saved, "--header", signature, "--secret-file", file],
    { env: {} },
  );
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^- .+\n  .+\n/);
  assert.match(stdout, /whitespace|newline|space|trim/i);
  assert.doesNotMatch(stdout, /correct|horse/);
});

test("--json has the findings that the package gives, bodies as bytes", async (t) => {
  const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
  const { code, stdout } = await run(t, ["explain", "--json", "--header", header], { input: bytes });
  assert.equal(code, 0);
  assert.deepEqual(jsonLines(stdout), [{ findings: explain.explain(bytes, header, { secret }) }]);
});

test("a mistake of use is one here too", async (t) => {
  const { code, stdout, stderr } = await run(t, ["explain", "--header", header], { env: {}, input: body });
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /There is no secret/);
});

test("--challenge says whether the 401 was the endpoint's own; each finding has its code", async (t) => {
  const args = ["explain", "--header", header, "--challenge"];
  const [gateway, none, own] = await Promise.all(
    ['Basic realm="staging"', "", "HMAC-SHA256"].map((value) => run(t, [...args, value], { input: body })),
  );
  assert.deepEqual([gateway.code, none.code, own.code], [0, 0, 0]);
  assert.match(gateway.stdout, /asks for Basic in WWW-Authenticate\. \[challenge-of-another\]\n/);
  assert.match(none.stdout, /\[challenge-missing\]\n/);
  assert.doesNotMatch(own.stdout, /challenge-/);
});
