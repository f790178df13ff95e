// Makes a screenshot small enough to commit: at most 256 colours, the most frequent ones, as an indexed PNG.

import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const [RGB, INDEXED] = [2, 3];

/**
 * @param {Uint8Array} png as Chromium takes it: 8 bits for each of red, green and blue
 * @returns {Buffer}
 */
export function indexed(png) {
  const { width, height, pixels } = decode(Buffer.from(png));
  const palette = frequent(pixels);
  const places = new Map(palette.map((color, at) => [color, at]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < pixels.length; at += 1) {
    const color = pixels[at];
    if (!places.has(color)) places.set(color, nearest(palette, color));
    // Each row begins with its filter, which is none.
    rows[at + Math.floor(at / width) + 1] = places.get(color);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, INDEXED], 8);
  const colors = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colors),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND"),
  ]);
}

function decode(png) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png[24] !== 8 || png[25] !== RGB) throw new Error("the screenshot is no PNG with 24 bits a pixel");
  const packed = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const bytes = unfilter(inflateSync(Buffer.concat(packed)), width * 3, height);
  return {
    width,
    height,
    pixels: Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * 3, 3)),
  };
}

/** Each byte was stored as its difference from a guess, made of the bytes to the left, above, and to the left above. */
const GUESSES = [() => 0, (left) => left, (_, above) => above, (left, above) => (left + above) >> 1, paeth];

function unfilter(filtered, width, height) {
  const bytes = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    const guess = GUESSES[filtered[y * (width + 1)]];
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const left = x < 3 ? 0 : bytes[at - 3];
      const above = y === 0 ? 0 : bytes[at - width];
      const corner = x < 3 || y === 0 ? 0 : bytes[at - width - 3];
      bytes[at] = filtered[at + y + 1] + guess(left, above, corner);
    }
  }
  return bytes;
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function frequent(pixels) {
  const counts = new Map();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([color]) => color);
}

const channels = (color) => [color >> 16, (color >> 8) & 255, color & 255];

function nearest(palette, color) {
  const wanted = channels(color);
  const distances = palette.map((candidate) =>
    channels(candidate).reduce((sum, value, at) => sum + (value - wanted[at]) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type, data = Buffer.alloc(0)) {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
