// Every vector, through every way to verify it.

import { equal } from "./assert.mjs";

const bytesOf = ({ text, hex }) =>
  text === undefined
    ? Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16))
    : new TextEncoder().encode(text);

/**
 * @param {import("../conformance.mjs").Subject} subject
 * @returns {Generator<import("../conformance.mjs").Case>}
 */
export function* vectors({ pkg, vectors }) {
  for (const [source, file] of Object.entries(vectors)) {
    yield [
      `vectors of ${source}: ${file.vectors.length}`,
      () => file.vectors.forEach((vector) => check(pkg, vector)),
    ];
  }
  yield [
    "there are vectors of every source",
    () => {
      const sources = [
        "api-documented",
        "errors",
        "event-law",
        "header",
        "json-test-suite",
        "own-signed",
        "rfc4231",
        "whitespace",
        "wycheproof-hmac-sha256",
      ];
      equal(Object.keys(vectors).toSorted(), sources);
    },
  ];
}

function check(pkg, { name, secrets, options, authorization, body, signature, event }) {
  const settings = { secret: secrets.map(bytesOf), ...options };
  if (signature === "empty-secret") return checkRefusal(pkg, settings, signature, name);
  const verifier = new pkg.Verifier(settings);
  const bytes = bytesOf(body);
  const shifted = new Uint8Array(bytes.length + 9);
  shifted.set(bytes, 5);
  const bodies = { bytes, view: shifted.subarray(5, 5 + bytes.length), buffer: bytes.slice().buffer };
  // Request.text() drops the mark; a string that begins with it is one whose reader did not.
  if (body.text !== undefined) bodies.string = body.text;
  for (const [form, raw] of Object.entries(bodies)) {
    const verdict = (call) => verdictOf(pkg, call);
    equal(
      verdict(() => verifier.verifySignature(raw, authorization) ?? "authentic"),
      signature,
      `${name}, signature, ${form}`,
    );
    equal(
      verdict(() => verifier.verify(raw, authorization)),
      event,
      `${name}, event, ${form}`,
    );
    equal(
      verdict(() => pkg.verify(raw, authorization, settings)),
      event,
      `${name}, verify(), ${form}`,
    );
  }
  // What is authentic is also what we would sign.
  if (signature === "authentic") {
    const own = verifier.sign(bytes);
    equal(
      verdictOf(pkg, () => verifier.verify(bytes, own)),
      event,
      `${name}, signed again`,
    );
    equal(own, pkg.sign(bytes, settings), `${name}, sign()`);
  }
}

function checkRefusal(pkg, settings, code, name) {
  try {
    new pkg.Verifier(settings);
  } catch (error) {
    equal([error instanceof TypeError, error.code], [true, code], name);
    return;
  }
  throw new Error(`${name}: the secret was accepted`);
}

function verdictOf(pkg, call) {
  try {
    const event = call();
    return event?.payload === undefined && event?.type === "unknown"
      ? { type: event.type, name: event.name }
      : event;
  } catch (error) {
    if (!(error instanceof pkg.VerificationError)) throw error;
    return error.code;
  }
}
