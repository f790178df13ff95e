// HMAC-SHA256 under the empty key, which this package refuses everywhere: anyone can make such a signature. Here it serves to
// recognize a sender whose secret is not set. FIPS 180-4 and RFC 2104, for development only and slow.

import { joinBytes } from "../../shared/bytes.ts";
import { encodeHex } from "../text.ts";

const BLOCK_BYTES = 64;

/** The empty key, filled up with zero bytes, XOR the two pads. */
const INNER_KEY = new Uint8Array(BLOCK_BYTES).fill(0x36);
const OUTER_KEY = new Uint8Array(BLOCK_BYTES).fill(0x5c);

/** The 64 hexadecimal digits of the MAC of a message. */
export function signWithEmptyKey(message: Uint8Array): string {
  return encodeHex(hash(joinBytes([OUTER_KEY, hash(joinBytes([INNER_KEY, message]))])));
}

/** SHA-256. */
function hash(message: Uint8Array): Uint8Array {
  const state = Uint32Array.from(INITIAL_STATE);
  const padded = padMessage(message);
  const view = new DataView(padded.buffer);
  const words = new Uint32Array(64);
  for (let start = 0; start < padded.length; start += BLOCK_BYTES) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getUint32(start + at * 4);
    compress(state, words);
  }
  const digest = new DataView(new ArrayBuffer(state.length * 4));
  state.forEach((word, at) => {
    digest.setUint32(at * 4, word);
  });
  return new Uint8Array(digest.buffer);
}

/** The message, the bit 1, zeros, and the message's length in bits. */
function padMessage(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, message.length * 8);
  return padded;
}

function compress(state: Uint32Array, words: Uint32Array): void {
  const wordAt = (at: number) => words[at] ?? 0;
  for (let at = 16; at < 64; at += 1) {
    const [early, late] = [wordAt(at - 15), wordAt(at - 2)];
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[at] = wordAt(at - 16) + sigma0 + wordAt(at - 7) + sigma1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[at] ?? 0) + wordAt(at)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] = (state[at] ?? 0) + word;
  });
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

const PRIMES = listPrimes(64);

/** The first 32 bits of the fractional parts of the primes' cube roots, and of the first eight square roots. */
const ROUND_CONSTANTS = PRIMES.map((prime) => fractionBits(Math.cbrt(prime)));
const INITIAL_STATE = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

function fractionBits(value: number): number {
  return Math.floor((value % 1) * 2 ** 32) >>> 0;
}

function listPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes;
}
