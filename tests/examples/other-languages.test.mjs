// The rule in other languages: the vector is what the package says, each file that can be run here agrees with it, and
// the documentation shows the same files.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { imported } from "./lib/places.mjs";

const root = path.join(import.meta.dirname, "../..");
const examples = path.join(root, "examples/other-languages");
const { sign, verify } = imported;
const vector = JSON.parse(readFileSync(path.join(examples, "vector.json"), "utf8"));
const { secret, header } = vector;

/** All that is to be tried, with the payment's id that has to come out where it is accepted. */
const CASES = [
  { ...vector.accept, header },
  { ...vector.acceptToo, header },
  ...vector.refuse,
  { why: "no header", body: vector.accept.body, header: "" },
];

test("the vector is what the package says", () => {
  assert.equal(sign(vector.accept.body, { secret }), header);
  assert.equal(verify(vector.accept.body, header, { secret }).payload.paymentId, vector.accept.paymentId);
  for (const { body, header, why } of vector.refuse)
    assert.throws(() => verify(body, header, { secret }), why);
});

/** For each language: its program, the file, and a main that prints the id, or "refused", for each case. */
const LANGUAGES = {
  Python: {
    program: "python3",
    file: "verify.py",
    run: (dir) => [
      "python3",
      main(
        dir,
        "main.py",
        `import json, verify
for case in json.load(open("cases.json", encoding="utf-8")):
    try:
        print(verify.verify(case["body"].encode(), case["header"], ${JSON.stringify(secret)})["payload"]["paymentId"])
    except ValueError:
        print("refused")`,
      ),
    ],
  },
  PHP: {
    program: "php",
    file: "verify.php",
    run: (dir) => [
      "php",
      main(
        dir,
        "main.php",
        `<?php require "verify.php";
foreach (json_decode(file_get_contents("cases.json"), true) as $case) {
  try { echo verify($case["body"], $case["header"], ${JSON.stringify(secret)})["payload"]["paymentId"], "\\n"; }
  catch (Exception $refused) { echo "refused\\n"; }
}`,
      ),
    ],
  },
  Ruby: {
    program: "ruby",
    file: "verify.rb",
    run: (dir) => [
      "ruby",
      main(
        dir,
        "main.rb",
        `require_relative "verify"
JSON.parse(File.read("cases.json")).each do |it|
  puts verify(it["body"], it["header"], ${JSON.stringify(secret)})["payload"]["paymentId"]
rescue ArgumentError
  puts "refused"
end`,
      ),
    ],
  },
  Go: {
    program: "go",
    file: "verify.go",
    run: (dir) => {
      // The file is a package of its own, and the main program another.
      writeFileSync(path.join(dir, "go.mod"), "module example\n\ngo 1.19\n");
      execFileSync("mkdir", ["-p", path.join(dir, "checkout")]);
      execFileSync("mv", [path.join(dir, "verify.go"), path.join(dir, "checkout")]);
      main(
        dir,
        "main.go",
        `package main
import ("encoding/json"; "fmt"; "os"; "example/checkout")
func main() {
  text, _ := os.ReadFile("cases.json")
  var cases []struct{ Body, Header string }
  json.Unmarshal(text, &cases)
  for _, one := range cases {
    event, err := checkout.Verify([]byte(one.Body), one.Header, ${JSON.stringify(secret)})
    if err != nil { fmt.Println("refused") } else { fmt.Println(event.Payload.PaymentID) }
  }
}`,
      );
      return ["go", "run", "."];
    },
  },
  Java: {
    program: "javac",
    file: "Verify.java",
    run: (dir) => {
      const cases = CASES.map(
        ({ body, header }) => `{${JSON.stringify(body)}, ${JSON.stringify(header)}}`,
      ).join(",\n");
      main(
        dir,
        "Main.java",
        `public class Main {
  public static void main(String[] none) {
    String[][] cases = {${cases}};
    for (var one : cases) {
      try {
        var json = Verify.verify(one[0].getBytes(java.nio.charset.StandardCharsets.UTF_8), one[1], ${JSON.stringify(secret)});
        System.out.println(json.replaceAll(".*\\"paymentId\\":\\"([^\\"]*)\\".*", "$1"));
      } catch (Exception refused) {
        System.out.println("refused");
      }
    }
  }
}`,
      );
      execFileSync("javac", ["-encoding", "UTF-8", "Main.java", "Verify.java"], { cwd: dir });
      return ["java", "Main"];
    },
  },
};

for (const [name, { program, file, run }] of Object.entries(LANGUAGES)) {
  test(`${name} agrees with the vector`, (t) => {
    if (spawnSync(program, ["--version"]).error) {
      // Nobody has to install five languages for a change: the gate installs them, and there it is a failure.
      assert.ok(!process.env.CI, `${program} is not installed`);
      t.skip(`${program} is not installed`);
      return;
    }
    const dir = mkdtempSync(path.join(tmpdir(), "checkout-signature-language-"));
    try {
      copyFileSync(path.join(examples, file), path.join(dir, file));
      writeFileSync(path.join(dir, "cases.json"), JSON.stringify(CASES));
      const [command, ...rest] = run(dir);
      const out = execFileSync(command, rest, { cwd: dir, encoding: "utf8" });
      assert.deepEqual(
        out.trim().split("\n"),
        CASES.map(({ paymentId }) => paymentId ?? "refused"),
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
}

test("the documentation shows every file as it is", () => {
  const text = readFileSync(path.join(root, "docs/other-languages.md"), "utf8");
  for (const file of readdirSync(examples))
    assert.ok(
      text.includes(readFileSync(path.join(examples, file), "utf8").trim()),
      `docs/other-languages.md lacks ${file}`,
    );
});

function main(dir, name, code) {
  writeFileSync(path.join(dir, name), `${code}\n`);
  return name;
}
