// A request as code makes that request again, whatever its body holds, and the form for one's own callbacks reads it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { recognise } from "../../www/model/recognise.js";
import { asCurl, asHttp, asJavaScript } from "../../www/model/request-code.js";

const AUTHORIZATION = `HMAC-SHA256 Signature=${"ab".repeat(32)}`;
const BODY =
  '{\n  "type": "payment-authorized",\n  "note": "it\'s `half` ${price} \\\\ \\u00e5 \\"quoted\\" $HOME"\n}';
const REQUESTS = [
  {
    method: "POST",
    url: "https://shop.example/callback?a=1&b=2",
    headers: { "content-type": "application/json", authorization: AUTHORIZATION },
    body: BODY,
  },
  {
    method: "POST",
    url: "https://api.example/token",
    headers: { "content-type": "text/plain" },
    body: "a\\b",
  },
  { method: "POST", url: "https://api.example/nothing", headers: {}, body: "" },
  { method: "GET", url: "https://api.example/checkout/1", headers: { authorization: "Bearer a" }, body: "" },
];

/** Prints what it is called with, each argument ended by a zero. */
const FAKE_CURL = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }`;

for (const request of REQUESTS) {
  const { method, url, headers, body } = request;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );

  test(`${method} ${url} for curl, by a shell`, () => {
    const printed = execFileSync("sh", ["-c", `${FAKE_CURL}\n${asCurl(request)}`], { encoding: "utf8" });
    const args = printed.split("\0").slice(0, -1);
    const of = (option) => args.filter((_, at) => args[at - 1] === option);
    const sent = of("--data-binary");
    assert.ok(args.includes(url));
    assert.deepEqual(sent, body ? [body] : []);
    assert.deepEqual(
      of("-X"),
      method === "GET" || sent.length > 0 ? [] : [method],
      "curl posts what has data",
    );
    assert.deepEqual(
      Object.fromEntries(
        of("-H")
          .map((line) => line.split(/: (.*)/s).slice(0, 2))
          .map(([name, value]) => [name.toLowerCase(), value]),
      ),
      named,
    );
  });

  test(`${method} ${url} for JavaScript, by fetch`, async () => {
    const calls = [];
    const fake = async (...call) => {
      calls.push(call);
      return { status: 200, text: async () => "" };
    };
    const run = Function("fetch", "console", `return (async () => {${asJavaScript(request)}})()`);
    await run(fake, { log() {} });
    const [[to, options = {}], ...more] = calls;
    const made = new Request(to, options);
    assert.deepEqual(more, []);
    assert.deepEqual([made.url, made.method, await made.text()], [url, method, body]);
    for (const [name, value] of Object.entries(named)) assert.equal(made.headers.get(name), value);
  });
}

test("a callback in each of its forms is recognised for what it is", () => {
  const [callback] = REQUESTS;
  for (const { form, kind } of [
    { form: asCurl, kind: "a curl command" },
    { form: asHttp, kind: "a raw HTTP request" },
  ]) {
    const { kind: seen, header, body } = recognise(form(callback));
    assert.deepEqual({ seen, header, body }, { seen: kind, header: AUTHORIZATION, body: BODY });
  }
});
