// Bodies larger than the module's buffer: cut into pieces inside the package, with the verdict of one call.

import { event, payload, secret } from "../../lib/callback.mjs";
import { equal, thrown } from "./assert.mjs";

const PIECE = 16 * 1024;
const WHITESPACE = [" ", "\u00a0", "\u1680", "\u2003", "\u3000"];

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* pieces({ pkg, thorough = false, quick = false }) {
  /** The reach is further than the longest character, from either side. */
  const around = quick
    ? { fillers: ["x", "€", "a💳"], borders: [Math.floor(PIECE / 3), PIECE], reach: 2 }
    : {
        fillers: ["x", "é", "€", "💳", "a💳"],
        borders: [Math.floor(PIECE / 3), PIECE, 2 * PIECE],
        reach: thorough ? 12 : 5,
      };
  const verifier = new pkg.Verifier({ secret });
  const padded = (filler, length) => {
    const head = JSON.stringify({ type: event.type, payload }).slice(0, -1);
    return `${head},"filler":"${filler.repeat(Math.ceil(length / filler.length)).slice(0, length)}"}`;
  };

  yield [
    "every length around the borders of pieces, as text and as bytes",
    () => {
      const { fillers, borders, reach } = around;
      for (const filler of fillers) {
        for (const border of borders) {
          // Bodies of every length around the border, once counted in bytes and once in characters.
          for (const size of [(text) => new TextEncoder().encode(text).length, (text) => text.length]) {
            const [base, each] = [size(padded(filler, 0)), size(filler)];
            for (let length = border - reach; length <= border + reach; length += 1) {
              const text = padded(filler, Math.floor(((length - base) / each) * filler.length)).replace(
                /\p{Surrogate}/u,
                "x",
              );
              const bytes = new TextEncoder().encode(text);
              const authorization = verifier.sign(bytes);
              equal(verifier.sign(text), authorization);
              equal(verifier.verify(text, authorization).payload, payload, `${filler} ${length}`);
              equal(verifier.verify(bytes, authorization).payload, payload, `${filler} ${length}, bytes`);
              verifier.verifySignature(bytes, authorization);
              equal(
                thrown(() => verifier.verify(bytes.subarray(1), authorization)).code,
                "signature-mismatch",
              );
            }
          }
        }
      }
    },
  ];

  yield [
    "whitespace on the border of two pieces is removed, wherever it is cut",
    () => {
      for (const space of WHITESPACE) {
        for (let shift = -4; shift <= 4; shift += 1) {
          const plain = "x".repeat(PIECE + shift);
          const authorization = verifier.sign(`${plain}yz`);
          for (const raw of [`${plain}${space}yz`, new TextEncoder().encode(`${plain}${space}yz`)]) {
            verifier.verifySignature(raw, authorization);
          }
        }
      }
    },
  ];

  yield [
    "a mebibyte verifies, one byte more is too large, and both leave the buffer small",
    () => {
      const most = 2 ** 20;
      const small = JSON.stringify(event);
      for (const make of [(n) => padded("x", n), (n) => new TextEncoder().encode(padded("x", n))]) {
        const room = most - new TextEncoder().encode(padded("x", 0)).length;
        const [fits, tooLarge] = [make(room), make(room + 1)];
        equal(verifier.verify(fits, verifier.sign(fits)).payload, payload);
        equal(thrown(() => verifier.verify(tooLarge, verifier.sign(tooLarge))).code, "body-too-large");
        equal(
          thrown(() => verifier.verifySignature(tooLarge, verifier.sign(tooLarge))).code,
          "body-too-large",
        );
        equal(verifier.verify(small, verifier.sign(small)), event);
      }
    },
  ];

  yield [
    "a body that is not loaded before it is known to be authentic: its event, and what is refused",
    () => {
      const large = new pkg.Verifier({ secret, maxBodyBytes: 2 ** 23 });
      for (const filler of ["x", "é"]) {
        const text = padded(filler, 2 ** 20);
        for (const raw of [text, new TextEncoder().encode(text)]) {
          const authorization = large.sign(raw);
          equal(large.verify(raw, authorization).payload, payload);
          equal(thrown(() => large.verify(raw.slice(1), authorization)).code, "signature-mismatch");
        }
      }
    },
  ];

  yield [
    "the limit counts bytes, not characters",
    () => {
      const limited = (maxBodyBytes) => new pkg.Verifier({ secret, maxBodyBytes });
      for (const text of [
        "é".repeat(20),
        "💳".repeat(PIECE),
        "\ud800".repeat(PIECE),
        `${"a".repeat(PIECE)}€`,
      ]) {
        const length = new TextEncoder().encode(text).length;
        limited(length).verifySignature(text, verifier.sign(text));
        equal(thrown(() => limited(length - 1).verify(text, verifier.sign(text))).code, "body-too-large");
      }
    },
  ];

  yield [
    "long headers are read to the end",
    () => {
      const text = JSON.stringify(event);
      const authorization = verifier.sign(text).replace(" ", " ".repeat(100_000));
      equal(verifier.verify(text, authorization), event);
      equal(verifier.verify(new TextEncoder().encode(text), authorization), event);
      equal(thrown(() => verifier.verify(text, `${authorization},`)).code, "malformed-signature");
      equal(thrown(() => verifier.verify(text, "é".repeat(100_000))).code, "malformed-signature");
    },
  ];

  yield [
    "where the stack ran out inside, the next call works, with the same verifiers",
    () => {
      const text = JSON.stringify(event);
      const authorization = verifier.sign(text);
      let ranOut = 0;
      const mistakes = new Set();
      const deeper = (call) => {
        try {
          deeper(call);
        } catch {
          // Here the stack is almost used up; on the way back there is a little more at each step.
          try {
            call();
          } catch (error) {
            // A RangeError, or an InternalError in Firefox.
            if (["RangeError", "InternalError"].includes(error?.name)) ranOut += 1;
            else if (error?.code !== undefined) mistakes.add(error.code);
            throw error;
          }
        }
      };
      for (let attempt = 0; attempt < 20; attempt += 1) {
        deeper(() => verifier.verify(text, authorization));
        equal(verifier.verify(text, authorization), event);
        if (attempt > 5) continue;
        deeper(() => verifier.sign(text));
        equal(verifier.sign(text), authorization);
        deeper(() => verifier.verifySignature(text, authorization));
        verifier.verifySignature(text, authorization);
        equal(thrown(() => verifier.verify(`${text}x`, authorization)).code, "signature-mismatch");
      }
      if (ranOut === 0) throw new Error("the stack never ran out, so nothing was tested");
      equal([...mistakes], [], "it is nobody's mistake");
    },
  ];
}
