// The catalogue of forgeries: each is refused with the code that it names, made from text and from bytes alike.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { imported, sandbox, secret } from "./harness.mjs";

const { FORGERIES, REWRITES } = sandbox;
const { VerificationError, verify } = imported;

const text = JSON.stringify(
  {
    type: "payment-authorized",
    payload: {
      amount: 2000,
      paymentId: "e7dbc6b9fc2542c69eb53f9e9b978294",
      sessionId: "4e0d7dd3c12441fba02981f60732a13f",
    },
  },
  null,
  2,
);
const authorization = imported.sign(text, { secret });

/** Signs as an endpoint would that took any secret, also the empty one. */
function sign(body, key) {
  const compact = Buffer.from(body).toString().replace(/\s/g, "");
  return `HMAC-SHA256 Signature=${createHmac("sha256", key).update(compact).digest("hex")}`;
}

function codeOf(callback) {
  try {
    verify(callback.body, callback.authorization, { secret });
    return null;
  } catch (error) {
    assert.ok(error instanceof VerificationError);
    return error.code;
  }
}

for (const { name, code, forge } of [...FORGERIES, ...REWRITES]) {
  test(`${name}: ${code ?? "still verified"}, from text and from bytes`, () => {
    const ofText = forge({ body: text, authorization }, sign);
    const ofBytes = forge({ body: new TextEncoder().encode(text), authorization }, sign);
    assert.equal(codeOf(ofText), code);
    assert.ok(ofBytes.body instanceof Uint8Array);
    assert.deepEqual({ ...ofBytes, body: new TextDecoder().decode(ofBytes.body) }, ofText);
    assert.notDeepEqual(ofText, { body: text, authorization });
  });
}

test("every code with which a stranger's callback can be refused for its content has a forgery", () => {
  const codes = new Set(FORGERIES.map(({ code }) => code));
  for (const code of [
    "missing-signature",
    "malformed-signature",
    "unsupported-algorithm",
    "signature-mismatch",
    "altered-whitespace",
  ])
    assert.ok(codes.has(code), code);
});

test("names are unique, and every byte but the changed one stays", () => {
  const names = [...FORGERIES, ...REWRITES].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const bytes = Uint8Array.of(0xff, 0xfe, ...Buffer.from('"amount" : 9007199254740991'), 0x80);
  const { body } = FORGERIES[0].forge({ body: bytes, authorization }, sign);
  assert.deepEqual([...body], [0xff, 0xfe, ...Buffer.from('"amount" : 9007199254740992'), 0x80]);
});

test("a body without the member that would be changed makes no forgery", () => {
  const forged = FORGERIES.map(({ name, forge }) => [name, forge({ body: "{}", authorization }, sign)]);
  assert.deepEqual(
    forged.filter(([, callback]) => callback === undefined).map(([name]) => name),
    ["amount-changed", "session-changed", "space-in-payment-id"],
  );
});
