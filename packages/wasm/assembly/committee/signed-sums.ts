import { stripBytes, tables } from './layout';

/** Words whose tables are made together: 8 KiB each, so that a first-level cache holds them beside the sums. */
const wordsAtOnce: u32 = 4;
/** Bytes of the 16 sums of four values, and of the four such tables of a word. */
const tableBytes: u32 = 16 * 128;
const wordBytes: u32 = 4 * tableBytes;

/**
 * The one product of the forward and of the backward pass, with a matrix of signs: for each of `count` outputs,
 * out = Σ_n ±values[n], + where bit n of the output's words is 1. Values and outputs are strips of 32 singles.
 *
 * Four values have 16 signed sums. They are tabled, and an output adds one entry for every four of its bits: an
 * addition instead of four products and four additions.
 *
 * Order: (±v₀ ± v₁) + (±v₂ ± v₃) within a four, then the fours from the first to the last, one after the other.
 */
export function signedSums(
  values: usize,
  words: u32,
  bits: usize,
  count: u32,
  out: usize,
  outStride: u32,
): void {
  for (let word: u32 = 0; word < words; word += wordsAtOnce) {
    const together = min(wordsAtOnce, words - word);
    for (let w: u32 = 0; w < together; w++)
      makeTables(values + (word + w) * (stripBytes << 4), tables + w * wordBytes);
    if (word === 0) clear(count, out, outStride);
    addEntries(together, bits + (word << 1), words << 1, count, out, outStride);
  }
}

function clear(count: u32, out: usize, outStride: u32): void {
  for (let o: u32 = 0; o < count; o++) memory.fill(out + o * outStride, 0, stripBytes);
}

/** The four tables of 16 values. Entry e is the sum with + where e has a bit; the entry of ~e is its negative. */
function makeTables(values: usize, table: usize): void {
  const end = table + wordBytes;
  while (table < end) {
    for (let v: usize = 0; v < stripBytes; v += 16) {
      const v0 = v128.load(values + v);
      const v1 = v128.load(values + v, 128);
      const v2 = v128.load(values + v, 256);
      const v3 = v128.load(values + v, 384);
      const sum0 = f32x4.add(v0, v1);
      const difference0 = f32x4.sub(v0, v1);
      const sum2 = f32x4.add(v2, v3);
      const difference2 = f32x4.sub(v2, v3);
      const at = table + v;
      storePair(at + 15 * 128, at, f32x4.add(sum0, sum2));
      storePair(at + 14 * 128, at + 128, f32x4.sub(sum2, difference0));
      storePair(at + 13 * 128, at + 2 * 128, f32x4.add(difference0, sum2));
      storePair(at + 12 * 128, at + 3 * 128, f32x4.sub(sum2, sum0));
      storePair(at + 7 * 128, at + 8 * 128, f32x4.add(sum0, difference2));
      storePair(at + 6 * 128, at + 9 * 128, f32x4.sub(difference2, difference0));
      storePair(at + 5 * 128, at + 10 * 128, f32x4.add(difference0, difference2));
      storePair(at + 4 * 128, at + 11 * 128, f32x4.sub(difference2, sum0));
    }
    values += 4 * stripBytes;
    table += tableBytes;
  }
}

function storePair(at: usize, opposite: usize, sum: v128): void {
  v128.store(at, sum);
  v128.store(opposite, f32x4.neg(sum));
}

/** Adds to every output the entries that its next bits choose, four to a word. */
function addEntries(words: u32, bits: usize, stride: u32, count: u32, out: usize, outStride: u32): void {
  const tablesEnd = tables + words * wordBytes;
  for (let o: u32 = 0; o < count; o++) {
    let s0 = v128.load(out);
    let s1 = v128.load(out, 16);
    let s2 = v128.load(out, 32);
    let s3 = v128.load(out, 48);
    let s4 = v128.load(out, 64);
    let s5 = v128.load(out, 80);
    let s6 = v128.load(out, 96);
    let s7 = v128.load(out, 112);
    let from = bits;
    for (let table = tables; table < tablesEnd; table += wordBytes) {
      const word = <usize>load<u16>(from);
      from += 2;
      let entry = table + ((word << 7) & 0x780);
      s0 = f32x4.add(s0, v128.load(entry));
      s1 = f32x4.add(s1, v128.load(entry, 16));
      s2 = f32x4.add(s2, v128.load(entry, 32));
      s3 = f32x4.add(s3, v128.load(entry, 48));
      s4 = f32x4.add(s4, v128.load(entry, 64));
      s5 = f32x4.add(s5, v128.load(entry, 80));
      s6 = f32x4.add(s6, v128.load(entry, 96));
      s7 = f32x4.add(s7, v128.load(entry, 112));
      entry = table + ((word << 3) & 0x780);
      s0 = f32x4.add(s0, v128.load(entry, 2048));
      s1 = f32x4.add(s1, v128.load(entry, 2064));
      s2 = f32x4.add(s2, v128.load(entry, 2080));
      s3 = f32x4.add(s3, v128.load(entry, 2096));
      s4 = f32x4.add(s4, v128.load(entry, 2112));
      s5 = f32x4.add(s5, v128.load(entry, 2128));
      s6 = f32x4.add(s6, v128.load(entry, 2144));
      s7 = f32x4.add(s7, v128.load(entry, 2160));
      entry = table + ((word >> 1) & 0x780);
      s0 = f32x4.add(s0, v128.load(entry, 4096));
      s1 = f32x4.add(s1, v128.load(entry, 4112));
      s2 = f32x4.add(s2, v128.load(entry, 4128));
      s3 = f32x4.add(s3, v128.load(entry, 4144));
      s4 = f32x4.add(s4, v128.load(entry, 4160));
      s5 = f32x4.add(s5, v128.load(entry, 4176));
      s6 = f32x4.add(s6, v128.load(entry, 4192));
      s7 = f32x4.add(s7, v128.load(entry, 4208));
      entry = table + ((word >> 5) & 0x780);
      s0 = f32x4.add(s0, v128.load(entry, 6144));
      s1 = f32x4.add(s1, v128.load(entry, 6160));
      s2 = f32x4.add(s2, v128.load(entry, 6176));
      s3 = f32x4.add(s3, v128.load(entry, 6192));
      s4 = f32x4.add(s4, v128.load(entry, 6208));
      s5 = f32x4.add(s5, v128.load(entry, 6224));
      s6 = f32x4.add(s6, v128.load(entry, 6240));
      s7 = f32x4.add(s7, v128.load(entry, 6256));
    }
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
    v128.store(out, s4, 64);
    v128.store(out, s5, 80);
    v128.store(out, s6, 96);
    v128.store(out, s7, 112);
    bits += stride;
    out += outStride;
  }
}
