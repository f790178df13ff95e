// signedPieces: the module's own answer, held against the signatures that it makes.

import assert from "node:assert/strict";
import fc from "fast-check";
import { header, imported, secret, signedPieces } from "./harness.mjs";

const RULES = ["all", "insignificant", "none"];
const characters = [...' \n\t\u00a0\u3000\u200b\ufeff\u0085"\\{}:aæ\u{1F600}', "\ud83d"];
const awkward = fc.string({ unit: fc.constantFrom(...characters), maxLength: 40 });
const raw = fc.uint8Array({ maxLength: 40 });

/** @type {any[][]} each a name, and what to run */
export const pieces = [
  [
    "are places in the body's UTF-8 bytes",
    () => {
      assert.deepEqual(signedPieces('{ "a\u00a0b" }\n'), [
        [0, 1],
        [2, 4],
        [6, 8],
        [9, 10],
      ]);
      assert.deepEqual(signedPieces('{ "a\u00a0b" }\n', {}), [
        [0, 1],
        [2, 4],
        [6, 8],
        [9, 10],
      ]);
      assert.deepEqual(signedPieces('{ "a\u00a0b" }\n', { whitespace: "insignificant" }), [
        [0, 1],
        [2, 8],
        [9, 10],
      ]);
      assert.deepEqual(signedPieces('{ "a\u00a0b" }\n', { whitespace: "none" }), [[0, 11]]);
    },
  ],
  [
    "leave a byte order mark out, but under none",
    () => {
      const marked = new TextEncoder().encode("\ufeff\ufeffa");
      assert.deepEqual(signedPieces(marked), [[3, 7]]);
      assert.deepEqual(signedPieces(marked.buffer, { whitespace: "insignificant" }), [[3, 7]]);
      assert.deepEqual(signedPieces("\ufeffa", { whitespace: "none" }), [[0, 4]]);
    },
  ],
  [
    "are none where nothing is signed",
    () => {
      for (const nothing of ["", " \n", new Uint8Array(), "\ufeff"])
        assert.deepEqual(signedPieces(nothing), []);
    },
  ],
  [
    "take a view for the bytes that it shows",
    () => {
      const padded = Buffer.from("xx a b xx");
      assert.deepEqual(signedPieces(padded.subarray(2, 6)), [
        [1, 2],
        [3, 4],
      ]);
    },
  ],
  [
    "are what is signed, under every rule",
    () => {
      fc.assert(
        fc.property(fc.oneof(awkward, raw), fc.constantFrom(...RULES), (body, whitespace) => {
          const bytes = Buffer.from(body);
          const places = signedPieces(body, { whitespace });
          const kept = Buffer.concat(places.map(([start, end]) => bytes.subarray(start, end)));
          assert.equal(imported.sign(body, { secret, whitespace }), header(kept));
          // In order, none of them empty, none touching the next.
          const bounds = places.flat();
          for (let at = 1; at < bounds.length; at += 1) assert.ok(bounds[at] > bounds[at - 1], `${places}`);
        }),
        { numRuns: 500 },
      );
    },
  ],
  [
    "are shown of bodies up to 1 MiB",
    () => {
      const most = 2 ** 20;
      assert.equal(signedPieces("a ".repeat(most / 2)).length, most / 2);
      assert.deepEqual(signedPieces("é".repeat(most / 2)), [[0, most]]);
      for (const longer of [`${"a".repeat(most)}b`, "é".repeat(most / 2 + 1), new Uint8Array(most + 1)]) {
        refused(() => signedPieces(longer), "invalid-option");
      }
    },
  ],
  [
    "refuse what is no raw body, and options that there are not",
    () => {
      for (const other of [undefined, null, {}, [], 7, new Uint16Array(2)])
        refused(() => signedPieces(other), "body-not-raw");
      for (const options of [null, 7, { whitespace: "some" }, { white: "all" }]) {
        refused(() => signedPieces("a", options), "invalid-option");
      }
    },
  ],
];

function refused(call, code) {
  assert.throws(call, (error) => error instanceof TypeError && error.code === code, code);
}
