// Text and UTF-8. The coders are made on first use: an environment without them can still import the package.

let encoder: TextEncoder | undefined;
let decoder: TextDecoder | undefined;

/** Encodes text; a lone surrogate becomes U+FFFD. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  encoder ??= requireCoder(() => new TextEncoder());
  return encoder.encode(text);
}

/** Encodes text into a view, as far as it fits; says how much of each was used. */
export function encodeInto(text: string, view: Uint8Array<ArrayBuffer>): TextEncoderEncodeIntoResult {
  encoder ??= requireCoder(() => new TextEncoder());
  return encoder.encodeInto(text, view);
}

/** Decodes valid UTF-8. */
export function decode(bytes: Uint8Array<ArrayBuffer>): string {
  // Without ignoreBOM an id that begins with U+FEFF would lose that character.
  decoder ??= requireCoder(() => new TextDecoder("utf-8", { ignoreBOM: true }));
  return decoder.decode(bytes);
}

/** The length of a body in bytes, as UTF-8. A lone surrogate counts as the U+FFFD that it is encoded as. */
export function byteLength(raw: string | Uint8Array): number {
  if (typeof raw !== "string") return raw.length;
  let bytes = raw.length;
  for (let at = 0; at < raw.length; at += 1) {
    const unit = raw.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff ? 2 : 1;
    // A surrogate pair takes four bytes, and each half was counted as three.
    if (isLowSurrogate(unit) && isHighSurrogate(raw.charCodeAt(at - 1))) bytes -= 2;
  }
  return bytes;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function requireCoder<Coder>(make: () => Coder): Coder {
  try {
    return make();
  } catch (cause) {
    throw new Error(
      "checkout-signature needs TextEncoder and TextDecoder, which this environment does not have. Jest with jsdom: test " +
        "code of the server in Jest's node environment (/** @jest-environment node */ at the top of the file).",
      { cause },
    );
  }
}
