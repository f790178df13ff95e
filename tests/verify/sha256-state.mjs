// SHA-256's state in the middle of a message, which no library hands out: FIPS 180-4, section 6.2.2.

/** The first 32 bits of the fractional parts of the n-th roots of the first primes. */
function fractions(count, root) {
  const primes = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map((prime) => root(BigInt(prime)));
}

/** floor(x ^ (1 / power) * 2^32) mod 2^32, exactly. */
function fractionOfRoot(power) {
  return (x) => {
    const scaled = x << BigInt(32 * power);
    let [low, high] = [0n, 1n << 40n];
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(power) <= scaled) low = middle;
      else high = middle;
    }
    return Number(low & 0xffffffffn);
  };
}

const INITIAL = fractions(8, fractionOfRoot(2));
const ROUNDS = fractions(64, fractionOfRoot(3));

const rotate = (x, by) => (x >>> by) | (x << (32 - by));

/** The eight words after the blocks of `bytes`, whose length is a multiple of 64. */
export function stateAfter(bytes, initial = INITIAL) {
  let state = [...initial];
  for (let at = 0; at < bytes.length; at += 64)
    state = compress(state, Buffer.from(bytes.subarray(at, at + 64)));
  return state.map((word) => word >>> 0);
}

function compress(state, block) {
  const w = Array.from({ length: 16 }, (_, t) => block.readUInt32BE(4 * t));
  for (let t = 16; t < 64; t += 1) {
    const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w.push((w[t - 16] + s0 + w[t - 7] + s1) | 0);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t] + w[t]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]) | 0);
}
