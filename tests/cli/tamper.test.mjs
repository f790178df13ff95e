// send --tamper: a genuine callback and then forgeries. Each is what it says, only an endpoint's own refusal counts as
// one, and an endpoint that accepts a forgery has a hole.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { endpoint, files, handler, imported, jsonLines, run, sandbox, secret, serve } from "./harness.mjs";

const { FORGERIES } = sandbox;
/** The challenge with which this package's handler refuses a signature. */
/** @type {[status: number, headers: object]} */
const ours = [401, { "WWW-Authenticate": "HMAC-SHA256" }];

/** An endpoint with the handler; keeps what it said. */
async function handling(t, options = {}) {
  const codes = [];
  const url = await serve(
    t,
    handler.nodeHandler({
      secret,
      onPaymentAuthorized: () => {},
      onAnswer: ({ code }) => void codes.push(code),
      ...options,
    }),
  );
  return { url, codes };
}

test("the handler takes the genuine callback and refuses every forgery, and that is success", async (t) => {
  const { url, codes } = await handling(t);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "all", "--json"]);
  assert.equal(code, 0, stdout);
  const [genuine, ...lines] = jsonLines(stdout);
  assert.deepEqual([genuine, codes.shift()], [{ genuine: "accepted", status: 200 }, "handled"]);
  assert.deepEqual(lines.pop(), {
    genuine: "accepted",
    refused: FORGERIES.length,
    accepted: 0,
    unclear: 0,
  });
  assert.deepEqual(
    lines.map(({ tamper, verdict }, at) => ({ kind: tamper, code: codes[at], verdict })),
    FORGERIES.map(({ kind, code }) => ({ kind, code, verdict: "refused" })),
  );
});

test("kinds can be chosen; people read a line for the genuine callback and for each forgery", async (t) => {
  const { url, codes } = await handling(t);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "whitespace", "--tamper", "header"]);
  const chosen = FORGERIES.filter(({ kind }) => kind === "whitespace" || kind === "header");
  assert.deepEqual([code, codes], [0, ["handled", ...chosen.map((forgery) => forgery.code)]]);
  assert.match(
    stdout,
    /^accepted {2}200 {2}a genuine callback\n(refused {3}401 {2}header: .*\n){2}refused {3}400 {2}whitespace: .*\nAll 3 forged callbacks were refused\.\n$/,
  );
});

test("an endpoint that verifies and has no such order proves as much: its 409 comes after the signature", async (t) => {
  const { url, codes } = await handling(t, { expect: () => null });
  const { code, stdout } = await run(t, ["send", url, "--tamper", "all"]);
  assert.deepEqual([code, codes[0]], [0, "unexpected"]);
  assert.match(stdout, /^verified {2}409 {2}a genuine callback\n {10}.*no such order/);
});

test("an endpoint that looks at the order alone proves nothing by its 409", async (t) => {
  const { url } = await endpoint(t, 409);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "amount"]);
  assert.equal(code, 1);
  assert.match(stdout, /unclear {3}409 {2}amount[^]*Not proven: 1 of 1/);
});

test("a 409 for a forgery is a refusal where the genuine callback got a 200", async (t) => {
  const { url } = await endpoint(t, 200, 409);
  assert.equal((await run(t, ["send", url, "--tamper", "amount"])).code, 0);
});

for (const [what, ...answers] of /** @type {any[][]} */ ([
  ["a gateway that is down", 502],
  ["a server that is not available", 503],
  ["a rate limit", 429],
  ["somebody else's 401", [401, { "WWW-Authenticate": 'Basic realm="staging"' }]],
  ["a 401 without a challenge", 401],
  ["a firewall", 403],
  ["a wrong path", 404],
  ["a redirect", [302, { Location: "https://elsewhere.test/" }]],
  ["a server that fails", 500],
])) {
  test(`${what} has refused nothing, and that is no success`, async (t) => {
    const all = await endpoint(t, ...answers);
    const some = await endpoint(t, 200, ...answers);
    const [whole, later] = await Promise.all([
      run(t, ["send", all.url, "--tamper", "all"]),
      run(t, ["send", some.url, "--tamper", "amount", "--json"]),
    ]);
    assert.deepEqual([whole.code, later.code], [1, 1]);
    assert.match(whole.stdout, /^unclear {3}\d+ {2}a genuine callback\n[^]*Nothing is proven/);
    assert.doesNotMatch(whole.stdout, /were refused/);
    const [genuine, forgery, counts] = jsonLines(later.stdout);
    assert.deepEqual([genuine.genuine, forgery.verdict, counts.unclear], ["accepted", "unclear", 1]);
  });
}

test("an endpoint with another secret refuses everything, and proves nothing", async (t) => {
  const { url } = await handling(t, { secret: "another secret" });
  const { code, stdout } = await run(t, ["send", url, "--tamper", "all"]);
  assert.equal(code, 1);
  assert.match(stdout, /^unclear {3}401 {2}a genuine callback\n {10}.*same secret/);
  assert.match(stdout, /Nothing is proven: the genuine callback was not accepted/);
});

test("nobody who listens is no success either", async (t) => {
  const { code, stdout } = await run(t, ["send", "http://127.0.0.1:1/", "--tamper", "amount"]);
  assert.equal(code, 1);
  assert.match(stdout, /Nothing is proven/);
});

test("each forgery is what an endpoint with that very hole would accept", async (t) => {
  const { url, requests } = await endpoint(t, 200, ours);
  const { code } = await run(t, ["send", url, "--tamper", "all"]);
  assert.equal(code, 0);
  const [genuine, ...forged] = requests;
  const byName = Object.fromEntries(FORGERIES.map(({ name }, at) => [name, forged[at]]));
  const given = ({ headers }) => headers.authorization ?? "";
  const signature = given(genuine);
  const event = imported.verify(genuine.body, signature, { secret });
  const compact = String(genuine.body).replace(/\s/g, "");
  const hmac = (key) => `HMAC-SHA256 Signature=${createHmac("sha256", key).update(compact).digest("hex")}`;

  const payloadOf = (name) => JSON.parse(byName[name].body).payload;
  assert.deepEqual(payloadOf("amount-changed"), { ...event.payload, amount: 2001 });
  const { sessionId, ...rest } = payloadOf("session-changed");
  assert.deepEqual(rest, { amount: 2000, paymentId: event.payload.paymentId });
  assert.notEqual(sessionId, event.payload.sessionId);
  for (const name of ["amount-changed", "session-changed", "body-removed", "space-in-payment-id"])
    assert.equal(given(byName[name]), signature, name);
  assert.equal(byName["body-removed"].body.length, 0);
  const digit = given(byName["digit-changed"]);
  assert.ok(digit !== signature && digit.slice(0, -1) === signature.slice(0, -1));
  assert.equal(given(byName["signature-halved"]), signature.slice(0, -32));
  assert.equal(given(byName["algorithm-changed"]).replace("512", "256"), signature);
  assert.equal(given(byName["algorithm-none"]), `none Signature=${"0".repeat(64)}`);
  assert.equal(given(byName["header-removed"]), "");
  assert.equal(given(byName["signature-removed"]), "HMAC-SHA256 Signature=");
  assert.equal(given(byName["secret-empty"]), hmac(""));
  assert.equal(given(byName["secret-undefined"]), hmac("undefined"));
  assert.equal(given(byName["secret-null"]), hmac("null"));
  new imported.Verifier({ secret }).verifySignature(byName["space-in-payment-id"].body, signature);
});

test("the rules that were chosen hold for forgeries too", async (t) => {
  const [exact, payload] = await Promise.all([
    handling(t, { whitespace: "none" }),
    handling(t, { signed: "payload" }),
  ]);
  const results = await Promise.all([
    run(t, ["send", exact.url, "--tamper", "secret", "--whitespace", "none"]),
    run(t, ["send", payload.url, "--tamper", "all", "--signed", "payload"]),
  ]);
  assert.deepEqual(
    results.map(({ code }) => code),
    [0, 0],
    results.map(({ stdout }) => stdout).join("\n"),
  );
});

test("an endpoint that accepts a forgery has a hole, and the last line says so loudly", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "signature"]);
  assert.deepEqual([code, requests.length], [1, 3]);
  assert.match(
    stdout,
    /\nACCEPTED {2}200 {2}signature: [^]*SECURITY HOLE: 2 of 2 forged callbacks were accepted/,
  );
});

test("also one that responds with another 2xx, or refuses the genuine callback", async (t) => {
  const { url } = await endpoint(t, 500, 204);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "amount"]);
  assert.equal(code, 1);
  assert.match(stdout, /SECURITY HOLE: 1 of 1/);
});

test("an endpoint that takes any callback of the right signature has only the hole that it has", async (t) => {
  const verifier = new imported.Verifier({ secret });
  const url = await serve(t, async (request, response) => {
    const pieces = await request.toArray();
    try {
      verifier.verifySignature(Buffer.concat(pieces), request.headers);
      response.end();
    } catch {
      response.writeHead(...ours).end();
    }
  });
  const { code, stdout } = await run(t, ["send", url, "--tamper", "amount", "--tamper", "whitespace"]);
  assert.equal(code, 1);
  assert.match(stdout, /refused {3}401 {2}amount[^]*ACCEPTED {2}200 {2}whitespace[^]*SECURITY HOLE: 1 of 2/);
});

test("a body of one's own is tampered with byte for byte; one without the members cannot be", async (t) => {
  const own = Buffer.concat([
    Buffer.from('{ "payload" : { "note": "'),
    Buffer.from([0xff]),
    Buffer.from('", "amount" :9007199254740991 } }'),
  ]);
  const { file } = files(t, { file: own });
  const { url, requests } = await endpoint(t, 200, ours);
  const [changed, impossible] = await Promise.all([
    run(t, ["send", url, "--body", file, "--tamper", "amount"]),
    run(t, ["send", url, "--body", file, "--tamper", "whitespace"]),
  ]);
  assert.deepEqual([changed.code, impossible.code], [0, 2]);
  assert.equal(requests[1].body.toString("latin1"), own.toString("latin1").replace("740991", "740992"));
  assert.match(impossible.stderr, /needs an amount, a paymentId and a sessionId/);
});

test("a body that is too long to forge is a mistake, and nothing is sent", async (t) => {
  const { file } = files(t, { file: Buffer.alloc(2 ** 20 + 1, " ") });
  const { url, requests } = await endpoint(t, 200);
  const { code, stderr } = await run(t, ["send", url, "--body", file, "--tamper", "all"]);
  assert.deepEqual([code, requests.length], [2, 0]);
  assert.match(stderr, /longer than 1048576 bytes/);
});
