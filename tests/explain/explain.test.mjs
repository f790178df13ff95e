// /explain: each situation is built the way it comes about, by a sender of the test's own, and a finding's code has to say
// what it is.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encoded } from "./encoded.mjs";
import { given } from "./given.mjs";
import {
  body,
  event,
  explain,
  finds,
  header,
  imported,
  required,
  rich,
  secret,
  signedPieces,
  stripped,
} from "./harness.mjs";
import { headers } from "./header.mjs";
import { managed } from "./managed.mjs";
import { pieces } from "./pieces.mjs";
import { properties } from "./properties.mjs";
import { prose } from "./prose.mjs";
import { rewritten } from "./rewritten.mjs";
import { rules } from "./rules.mjs";
import { secrets } from "./secrets.mjs";

const tests = {
  "the header": headers,
  "the secret": secrets,
  "what has changed on the way to the program": managed,
  "a body that was written again": rewritten,
  "a body that was encoded": encoded,
  "another rule": rules,
  "what was given for the body": given,
  "signed pieces": pieces,
  "for any input": properties,
};
for (const [name, list] of Object.entries(tests))
  describe(name, () => list.forEach(([what, run]) => it(what, run)));

describe("where the signature matches", () => {
  const signedBy = (text, options) => imported.sign(text, { secret, ...options });
  const payload = (change) => JSON.stringify({ ...event, payload: { ...event.payload, ...change } });

  it("says so, and that verify decides", () => {
    finds({ authorization: signedBy(body) }, "signature-valid");
  });
  it("says why verify refuses whitespace in an id", () => {
    const altered = body.replace("e7db", "e7 db");
    finds({ body: altered, authorization: signedBy(altered) }, "altered-whitespace");
  });
  for (const [text, fault, options] of /** @type {any[][]} */ ([
    [Buffer.from([0x22, 0xff, 0x22]), /UTF-8/],
    ["{", /JSON/],
    ["[]", /object/],
    ["{}", /type/],
    ['{"type":"payment-authorized"}', /payload/],
    [payload({ amount: "2000" }), /amount/],
    [payload({ amount: 20.5 }), /amount/],
    [payload({ amount: -1 }), /amount/],
    [payload({ paymentId: 7 }), /paymentId/],
    [payload({ sessionId: "" }), /sessionId/],
    [body.replace("2000", "2000.0"), /amount/],
    [rich, /type/, { signed: "payload" }],
  ])) {
    it(`says why verify refuses an event: ${fault}: ${text}`, () => {
      const authorization = signedBy(text, options);
      finds({ body: text, authorization, options }, "malformed-event");
      const [{ finding }] = explain(text, authorization, { secret, ...options });
      assert.match(finding.split(", but ")[1] ?? "", fault);
    });
  }
});

describe("what explain returns and throws", () => {
  const authorization = header(stripped(body));

  it("is a frozen list of sentences, and nothing that a program could take for a verdict", () => {
    for (const options of [{ secret }, { secret: "another one, which is wrong" }, { secret: `${secret} ` }]) {
      const found = explain(body, authorization, options);
      assert.ok(Array.isArray(found) && found.length > 0 && Object.isFrozen(found));
      for (const one of found) {
        assert.ok(Object.isFrozen(one));
        assert.deepEqual(Object.keys(one), ["code", "finding", "change"]);
        for (const text of [one.finding, one.change]) assert.match(text, /^[A-Z].*[.]$/s);
      }
    }
  });

  it("throws the package's own errors for a missing secret and for wrong options, whatever the callback is", () => {
    const throws = (options, code) => {
      for (const [given, value] of [
        [body, authorization],
        [undefined, undefined],
        [{}, 7],
      ]) {
        assert.throws(
          () => explain(given, value, options),
          (error) => error instanceof TypeError && error.code === code,
          code,
        );
      }
    };
    const empty = [undefined, null, "", [], [""], [secret, ""], [`${secret}\n`, ""], new Uint8Array()];
    for (const one of empty) throws({ secret: one }, "empty-secret");
    for (const options of [undefined, null, 7, "secret"]) throws(options, "invalid-option");
    throws({ secret: 7 }, "invalid-option");
    throws({ secret: Array(9).fill(secret) }, "invalid-option");
    throws({ secret, whitespace: "some" }, "invalid-option");
    throws({ secret, signed: "head" }, "invalid-option");
    throws({ secret, maxBodyBytes: 0 }, "invalid-option");
    throws({ secret, white: "none" }, "invalid-option");
    throws({ secret, challenge: 401 }, "invalid-option");
    throws({ secret: `${secret}\n`, white: "none" }, "invalid-option");
  });

  it("is the same where it is required", () => {
    for (const options of [{ secret }, { secret: `"${secret}"` }]) {
      assert.deepEqual(required.explain(body, authorization, options), explain(body, authorization, options));
    }
    assert.deepEqual(required.signedPieces(" a b"), signedPieces(" a b"));
    assert.deepEqual(Object.keys(required).toSorted(), ["explain", "signedPieces"]);
  });

  it("leaves the secrets and the body of its caller as they were", () => {
    const own = [Buffer.from(secret), new TextEncoder().encode(`${secret}\n`)];
    const bytes = Buffer.from(body);
    explain(bytes, header("another body"), { secret: own });
    assert.deepEqual(
      [String(own[0]), String(Buffer.from(own[1])), String(bytes)],
      [secret, `${secret}\n`, body],
    );
  });

  it("ends in good time for a body of the greatest length, whatever is in it", () => {
    const most = 2 ** 20;
    const fill = (text) => text.repeat(Math.ceil(most / text.length)).slice(0, most);
    const [zeros, escapes] = [`[${fill("0,").slice(4)}0]`, `["${fill("\\u00e6").slice(0, -8)}"]`];
    for (const text of [fill("a "), fill("&amp;"), zeros, escapes, fill('{"a":'), Buffer.alloc(most, 0xff)]) {
      const before = process.cpuUsage();
      const found = explain(text, authorization, { secret });
      const { user, system } = process.cpuUsage(before);
      // About one second of a processor, in microseconds; a step that takes the square of the length would be minutes.
      assert.ok(user + system < 6_000_000, `it took ${user + system} microseconds`);
      assert.equal(found.at(-1).code, "search-incomplete");
    }
  });
});

describe("the words", () => {
  for (const [what, run] of prose) it(what, run);
});
