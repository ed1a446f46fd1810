/** SHA-256 (FIPS 180-4), so that a stream's name becomes a state without any dependency. */

/** The first 32 bits of the fractional part of the `power`-th root of `prime`, without floating point. */
function fractionOfRoot(prime: number, power: 2n | 3n): number {
  const target = BigInt(prime) << (32n * power);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);

const initial = primes.slice(0, 8).map((p) => fractionOfRoot(p, 2n));
const constants = primes.map((p) => fractionOfRoot(p, 3n));

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The digest of an ASCII text as eight 32-bit words, most significant first. */
export function sha256(text: string): Uint32Array {
  const { length } = text;
  const blocks = Math.ceil((length + 9) / 64);
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  for (let i = 0; i < length; i++) padded.setUint8(i, ascii(text, i));
  padded.setUint8(length, 0x80);
  padded.setUint32(blocks * 64 - 8, Math.floor(length / 2 ** 29));
  padded.setUint32(blocks * 64 - 4, length << 3);

  const digest = Uint32Array.from(initial);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < blocks; block++) {
    for (let t = 0; t < 16; t++) schedule[t] = padded.getUint32(block * 64 + t * 4);
    compress(digest, schedule);
  }
  return digest;
}

function ascii(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code > 127) throw new RangeError(`the name of a stream is ASCII; "${text[i]}" is not`);
  return code;
}

/** Word by word: to take the eight apart, and to put them together, by one statement each takes most of the time. */
function compress(digest: Uint32Array, w: Uint32Array): void {
  for (let t = 16; t < 64; t++) {
    const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  let a = digest[0];
  let b = digest[1];
  let c = digest[2];
  let d = digest[3];
  let e = digest[4];
  let f = digest[5];
  let g = digest[6];
  let h = digest[7];
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + constants[t] + w[t]) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  digest[0] += a;
  digest[1] += b;
  digest[2] += c;
  digest[3] += d;
  digest[4] += e;
  digest[5] += f;
  digest[6] += g;
  digest[7] += h;
}
