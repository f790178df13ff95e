// The secret: from a file, the environment or a prompt; never shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { body, files, header, imported, run, secret, terminal } from "./harness.mjs";

const args = ["verify", "--header", header];
const input = body;
const env = {};

for (const [what, content] of [
  ["as it is", secret],
  ["without the newline at its end", `${secret}\n`],
  ["without the newline that Windows writes", `${secret}\r\n`],
]) {
  test(`a file's secret is taken ${what}`, async (t) => {
    const { file } = files(t, { file: content });
    const { code, stdout } = await run(t, [...args, "--secret-file", file], { env, input });
    assert.deepEqual([code, stdout.split("\n")[0]], [0, "verified payment-authorized"]);
  });
}

test("a secret that is no text is taken as its bytes", async (t) => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  const { file } = files(t, { file: Buffer.concat([bytes, Buffer.from("\n")]) });
  const { stdout } = await run(t, ["sign", "--secret-file", file], { env, input });
  assert.equal(stdout, `${imported.sign(body, { secret: bytes })}\n`);
});

test("several files are a rotation: each verifies, the first signs", async (t) => {
  const { fresh, old } = files(t, { fresh: "a fresh secret\n", old: secret });
  const both = ["--secret-file", fresh, "--secret-file", old];
  const [verified, signed] = await Promise.all([
    run(t, [...args, ...both], { env, input }),
    run(t, ["sign", ...both], { env, input }),
  ]);
  assert.equal(verified.code, 0);
  assert.equal(signed.stdout, `${imported.sign(body, { secret: "a fresh secret" })}\n`);
});

test("a file's secret comes before the environment's, and --secret-env names another variable", async (t) => {
  const { file } = files(t, { file: secret });
  const [byFile, byName] = await Promise.all([
    run(t, [...args, "--secret-file", file], { env: { CHECKOUT_SECRET: "another" }, input }),
    run(t, [...args, "--secret-env", "KEY"], { env: { CHECKOUT_SECRET: "another", KEY: secret }, input }),
  ]);
  assert.deepEqual([byFile.code, byName.code], [0, 0]);
});

for (const [what, content, message] of /** @type {any[][]} */ ([
  ["padding", `${secret} \n`, /begins or ends with whitespace/],
  ["a second newline", `${secret}\n\n`, /begins or ends with whitespace/],
  ["nothing", "", /the file is empty/],
  ["a newline alone", "\n", /the file is empty/],
  ["more than a mebibyte", `${secret}${"x".repeat(2 ** 20)}`, /longer than 1048576 bytes/],
  ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${secret}`, "utf16le"), /byte order mark/],
])) {
  test(`a file with ${what} is a mistake, and the secret is not shown`, async (t) => {
    const { file } = files(t, { file: content });
    const { code, stdout, stderr } = await run(t, [...args, "--secret-file", file], { env, input });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /correct|horse/);
  });
}

for (const [what, extra, given, message] of /** @type {any[][]} */ ([
  [
    "no secret",
    [],
    {},
    /There is no secret\. .*--secret-file FILE.*CHECKOUT_SECRET.*--secret-env NAME.*prompt/,
  ],
  ["an empty variable", [], { CHECKOUT_SECRET: "" }, /CHECKOUT_SECRET is set, but empty/],
  ["a padded variable", [], { CHECKOUT_SECRET: `${secret}\n` }, /begins or ends with whitespace/],
  ["a variable that is not set", ["--secret-env", "hunter2"], {}, /that --secret-env names is not set/],
  [
    "no such file",
    ["--secret-file", "hunter2"],
    {},
    /Cannot read the secret from --secret-file: there is no such file/,
  ],
  ["two sources", ["--secret-file", "x", "--secret-env", "Y"], {}, /not by both/],
  ["stdin for body and secret", ["--secret-file", "-"], {}, /Standard input can be read once/],
])) {
  test(`${what}: exit code 2, and nothing that could be a secret`, async (t) => {
    const { code, stdout, stderr } = await run(t, [...args, ...extra], { env: given, input });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /correct|hunter2/);
  });
}

test("on a terminal the secret is asked for, and what is typed is not shown", async (t) => {
  const { body: file } = files(t, { body });
  const { code, screen, waiting } = await terminal(
    `"$node" "$cs" verify "$file" --header "$header"`,
    [["not shown): ", `${secret}\r`]],
    { file, header },
  );
  assert.deepEqual({ code, waiting }, { code: 0, waiting: [] });
  assert.match(screen, /verified/);
  assert.doesNotMatch(screen, /correct|horse/);
});

test("the terminal is asked also while the body comes from a pipe", async (t) => {
  const { body: file } = files(t, { body });
  const line = `cat "$file" | "$node" "$cs" verify --json --header "$header" | cat`;
  const { screen, waiting } = await terminal(line, [["not shown): ", `${secret}\r`]], { file, header });
  assert.deepEqual(waiting, []);
  assert.match(screen, /"verified":true/);
  assert.doesNotMatch(screen, /correct|horse/);
});

test("a body can be typed and the secret asked for after it", async (t) => {
  const steps = [
    ["Ctrl-D ends it", "abc\r"],
    ["abc", "\u0004"],
    ["not shown): ", `${secret}\r`],
  ];
  const { code, screen, waiting } = await terminal(`"$node" "$cs" sign`, steps);
  assert.deepEqual({ code, waiting }, { code: 0, waiting: [] });
  assert.ok(screen.includes(imported.sign("abc\n", { secret })));
});

test("Ctrl-C at the prompt ends with 130, Ctrl-D with the ways to give a secret", async (t) => {
  const { body: file } = files(t, { body });
  const line = `"$node" "$cs" sign "$file"`;
  const [interrupted, ended] = await Promise.all([
    terminal(line, [["not shown): ", "\u0003"]], { file }),
    terminal(line, [["not shown): ", "\u0004"]], { file }),
  ]);
  assert.equal(interrupted.code, 130);
  assert.equal(ended.code, 2);
  assert.match(ended.screen, /There is no secret/);
});
