// What the command says of itself, and of mistakes in its use.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { consumer } from "../lib/consumer.mjs";
import { header, run, terminal } from "./harness.mjs";

const COMMANDS = ["verify", "explain", "sign", "send", "listen", "sandbox"];
const none = { env: {} };

for (const args of [["--help"], ["help"], ["-h"]]) {
  test(`${args} shows the commands, examples, exit codes and the environment`, async (t) => {
    const { code, stdout, stderr } = await run(t, args, none);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    for (const name of COMMANDS) assert.match(stdout, new RegExp(`^  ${name} +\\S`, "m"));
    assert.match(
      stdout,
      /Usage: checkout-signature COMMAND[^]*Examples:[^]*Exit codes:[^]*130[^]*CHECKOUT_SECRET/,
    );
  });
}

test("alone it shows the same on stderr, and is no success for a script", async (t) => {
  const { code, stdout, stderr } = await run(t, [], none);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
  assert.equal(stderr, (await run(t, ["--help"], none)).stdout);
});

for (const name of COMMANDS) {
  test(`${name} --help shows its options, examples and exit codes, and nothing more is needed`, async (t) => {
    const { code, stdout, stderr } = await run(t, [name, "--help"], none);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.match(stdout, new RegExp(`Usage: checkout-signature ${name}`));
    assert.match(stdout, /--secret-file FILE[^]*--json[^]*Examples:[^]*Exit codes:[^]*CHECKOUT_SECRET/);
    assert.ok(stdout.split("\n").length < 50);
  });
}

test("help COMMAND is COMMAND --help", async (t) => {
  const [one, other] = await Promise.all([run(t, ["help", "send"], none), run(t, ["send", "--help"], none)]);
  assert.deepEqual(one, other);
});

test("--version is the package's", async (t) => {
  const manifest = path.join(consumer, "node_modules/checkout-signature/package.json");
  const { code, stdout } = await run(t, ["--version"], none);
  assert.deepEqual(
    { code, stdout },
    { code: 0, stdout: `${JSON.parse(readFileSync(manifest, "utf8")).version}\n` },
  );
});

for (const [args, message] of /** @type {any[][]} */ ([
  [["veirfy"], /no command "veirfy"\. Did you mean verify\?/],
  [["frobnicate"], /There are verify, explain, sign, send, listen, sandbox\./],
  [["constructor"], /no command "constructor"/],
  [["--json", "verify"], /The command comes first/],
  [["verify", "--heder", header], /no option --heder\. Did you mean --header\?/],
  [["verify", "-x"], /no option -x\. Options have two dashes/],
  [["verify", "--__proto__"], /no option --__proto__/],
  [["verify", "--header"], /--header needs a value: --header VALUE/],
  [["verify", "--header", "--json"], /--header needs a value/],
  [["verify", "--header", "a", "--header", "b"], /--header was given twice/],
  [["verify", "--json=yes"], /--json is a switch/],
  [
    ["verify", "--header", "HMAC-SHA256", "Signature=abc", "body.json"],
    /takes one BODY-FILE, but was given 2 arguments\. A value with spaces needs quotes/,
  ],
  [
    ["verify", "--header", header, "--whitespace", "al"],
    /--whitespace must be one of all, insignificant, none\. Did you mean all\?/,
  ],
  [["verify", "--max-body", "1e6"], /--max-body must be an integer from 1 to 1073741824/],
  [["send"], /send needs the URL/],
  [["send", "localhost:3000/callback"], /complete, with http/],
  [["send", "ftp://localhost/"], /complete, with http/],
  [["send", "http://user:word@localhost/"], /no user and password/],
  [["send", "http://localhost/", "--amount", "20.00"], /--amount must be an integer/],
  [["send", "http://localhost/", "--speed", "0"], /--speed must be a number from 1/],
  [
    ["send", "http://localhost/", "--payment-id", "e7db c6b9"],
    /--payment-id must be an id without whitespace/,
  ],
  [
    ["send", "http://localhost/", "--tamper", "amuont"],
    /--tamper must be one of amount, .*Did you mean amount\?/,
  ],
  [
    ["send", "http://localhost/", "--tamper", "all", "--duplicate"],
    /--tamper and --duplicate cannot be combined/,
  ],
  [["send", "http://localhost/", "--body", "-", "--amount", "1"], /--body and --amount cannot be combined/],
  [["listen", "--port", "65536"], /--port must be an integer from 0 to 65535/],
  [["listen", "--path", "callback"], /--path must begin with a slash/],
  [["listen", "here"], /takes only options, but was given 1 argument\./],
  [["listen", "--host", "0.0.0.0"], /--host takes the name that requests are sent to/],
  [["sandbox", "--host", "http://x"], /--host must be a host name or an IP address/],
])) {
  test(`${args.join(" ").slice(0, 60)}: exit code 2, and what to do`, async (t) => {
    const { code, stdout, stderr } = await run(t, args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n.*\n|node:internal/);
  });
}

for (const args of [["--secret", "hunter2"], ["--secret=hunter2"]]) {
  test(`${args[0]} does not exist; the answer says why, and does not repeat it`, async (t) => {
    const { code, stderr } = await run(t, ["verify", ...args, "--header", header]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /no --secret: .*history.*list of processes.*--secret-file FILE.*CHECKOUT_SECRET.*prompt/,
    );
    assert.doesNotMatch(stderr, /hunter2/);
  });
}

test("colours are for terminals: not in pipes, not with NO_COLOR; FORCE_COLOR gives them to pipes, never to JSON", async (t) => {
  const colour = /\x1b\[\d+m/;
  const [piped, forced, json] = await Promise.all([
    run(t, ["--help"], none),
    run(t, ["--help"], { env: { FORCE_COLOR: "1" } }),
    run(t, ["send", "--schedule", "--json"], { env: { FORCE_COLOR: "1" } }),
  ]);
  assert.doesNotMatch(piped.stdout, colour);
  assert.match(forced.stdout, colour);
  assert.doesNotMatch(json.stdout, colour);
  const [shown, plain] = await Promise.all([
    terminal('"$node" "$cs" --help'),
    terminal('"$node" "$cs" --help', [], { NO_COLOR: "1" }),
  ]);
  assert.match(shown.screen, colour);
  assert.doesNotMatch(plain.screen, colour);
});
