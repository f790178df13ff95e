// send --tamper: each forgery is what it says, is refused by the handler, and is a hole where it is not.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { endpoint, files, handler, imported, jsonLines, run, secret, serve } from "./harness.mjs";

/** What the handler says to the forgeries of each kind. */
const REFUSALS = {
  amount: ["signature-mismatch"],
  body: ["signature-mismatch", "signature-mismatch"],
  signature: ["signature-mismatch", "malformed-signature"],
  algorithm: ["unsupported-algorithm", "unsupported-algorithm"],
  header: ["missing-signature", "malformed-signature"],
  secret: ["signature-mismatch", "signature-mismatch", "signature-mismatch"],
  whitespace: ["altered-whitespace"],
};

/** An endpoint with the handler; keeps what it said. */
async function handling(t) {
  const codes = [];
  const url = await serve(
    t,
    handler.nodeHandler({
      secret,
      onPaymentAuthorized: () => {},
      onAnswer: ({ code }) => void codes.push(code),
    }),
  );
  return { url, codes };
}

test("the handler refuses every forgery of every kind, and that is success", async (t) => {
  const { url, codes } = await handling(t);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "all", "--json"]);
  assert.equal(code, 0);
  const lines = jsonLines(stdout);
  assert.deepEqual(lines.pop(), { refused: codes.length, accepted: 0, unclear: 0 });
  const refusals = Object.entries(REFUSALS).flatMap(([kind, said]) =>
    said.map((said) => ({ kind, said, verdict: "refused" })),
  );
  assert.deepEqual(
    lines.map(({ tamper, verdict }, at) => ({ kind: tamper, said: codes[at], verdict })),
    refusals,
  );
});

test("kinds can be chosen; people read a line for each forgery", async (t) => {
  const { url, codes } = await handling(t);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "whitespace", "--tamper", "header"]);
  assert.deepEqual([code, codes], [0, [...REFUSALS.whitespace, ...REFUSALS.header]]);
  assert.match(
    stdout,
    /^refused   400  whitespace: .*\n(refused   401  header: .*\n){2}All 3 forged callbacks were refused\.\n$/,
  );
});

test("each forgery is what an endpoint with that very hole would accept", async (t) => {
  const { url, requests } = await endpoint(t, 401);
  await run(t, ["send", url, "--tamper", "all"]);
  const [
    amount,
    session,
    empty,
    digit,
    half,
    renamed,
    none,
    missing,
    bare,
    unset,
    undefinedWord,
    nullWord,
    space,
  ] = requests;
  const given = ({ headers }) => headers.authorization ?? "";
  const signature = given(amount);
  const compact = String(missing.body).replace(/\s/g, "");
  const hmac = (key) => `HMAC-SHA256 Signature=${createHmac("sha256", key).update(compact).digest("hex")}`;

  const genuine = imported.verify(missing.body, signature, { secret });
  assert.deepEqual(JSON.parse(amount.body).payload, { ...genuine.payload, amount: 2001 });
  const { sessionId, ...rest } = JSON.parse(session.body).payload;
  assert.deepEqual(rest, { amount: 2000, paymentId: genuine.payload.paymentId });
  assert.notEqual(sessionId, genuine.payload.sessionId);
  assert.deepEqual([given(session), empty.body.length, given(empty)], [signature, 0, signature]);
  assert.deepEqual(
    [given(digit).slice(0, -1), given(half)],
    [signature.slice(0, -1), signature.slice(0, -32)],
  );
  assert.notEqual(given(digit), signature);
  assert.deepEqual(
    [given(renamed).replace("512", "256"), given(none)],
    [signature, `none Signature=${"0".repeat(64)}`],
  );
  assert.deepEqual([given(missing), given(bare)], ["", "HMAC-SHA256 Signature="]);
  assert.deepEqual(
    [given(unset), given(undefinedWord), given(nullWord)],
    [hmac(""), hmac("undefined"), hmac("null")],
  );
  new imported.Verifier({ secret }).verifySignature(space.body, given(space));
});

test("an endpoint that accepts a forgery has a hole, and is told so loudly", async (t) => {
  const { url, requests } = await endpoint(t, 200);
  const { code, stdout } = await run(t, ["send", url, "--tamper", "signature"]);
  assert.deepEqual([code, requests.length], [1, 2]);
  assert.match(stdout, /^ACCEPTED  200  signature: [^]*SECURITY HOLE: 2 of 2 forged callbacks were accepted/);
});

test("an endpoint that takes any callback of the right signature has only the hole that it has", async (t) => {
  const verifier = new imported.Verifier({ secret });
  const url = await serve(t, async (request, response) => {
    const pieces = await request.toArray();
    try {
      verifier.verifySignature(Buffer.concat(pieces), request.headers);
      response.end();
    } catch {
      response.writeHead(401).end();
    }
  });
  const { code, stdout } = await run(t, ["send", url, "--tamper", "amount", "--tamper", "whitespace"]);
  assert.equal(code, 1);
  assert.match(stdout, /refused   401  amount[^]*ACCEPTED  200  whitespace[^]*SECURITY HOLE: 1 of 2/);
});

for (const [status, why] of [
  [204, /SECURITY HOLE/],
  [404, /unclear   404 [^]*no such path there\nNothing is proven: 1 of 1/],
  [302, /unclear   302 [^]*a redirect is not followed[^]*Nothing is proven/],
]) {
  test(`an answer of ${status} is no proof that a forgery is refused`, async (t) => {
    const { url } = await endpoint(t, status);
    const { code, stdout } = await run(t, ["send", url, "--tamper", "amount"]);
    assert.equal(code, 1);
    assert.match(stdout, why);
  });
}

test("a body of one's own is tampered with byte for byte; one without the members cannot be", async (t) => {
  const own = Buffer.concat([
    Buffer.from('{ "payload" : { "note": "'),
    Buffer.from([0xff]),
    Buffer.from('", "amount" :9007199254740991 } }'),
  ]);
  const { file } = files(t, { file: own });
  const { url, requests } = await endpoint(t, 401);
  const [changed, impossible] = await Promise.all([
    run(t, ["send", url, "--body", file, "--tamper", "amount"]),
    run(t, ["send", url, "--body", file, "--tamper", "whitespace"]),
  ]);
  assert.deepEqual([changed.code, impossible.code], [0, 2]);
  assert.equal(requests[0].body.toString("latin1"), own.toString("latin1").replace("740991", "740992"));
  assert.match(impossible.stderr, /needs an amount, a paymentId and a sessionId/);
});
