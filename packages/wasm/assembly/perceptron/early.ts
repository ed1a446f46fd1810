import { balances, channels, columns, contexts, M, rows, S, spins, vectors } from './layout';
import { ones } from './ones';
import { thresholdOf } from './thresholds';

/** Channels whose D, at most 2 each, five bit planes can count. An even number. */
const channelsPerCount: u32 = 14;

/**
 * Whether `word` rejects the flip of the weight at `site`, where D is 0, 1 or 2: the sum of two rows, the second within the
 * first. k = Σ D over the patterns that agree with the weight, less B₊. It only grows as vectors of patterns are counted,
 * and thresholds fall with k, so that most are rejected before all are. Patterns that are often wrong come first (sort.ts).
 *
 * Rows of all channels are counted into bit planes, two channels at a time through full adders, before the column is looked
 * at: a popcount is dearer than an adder.
 */
export function rejectsEarly(word: u32, site: u32, q: u32, reach: i32, zero: usize): bool {
  const rowBytes = vectors << 5;
  const against = i64x2.splat(load<i8>(spins + site) > 0 ? 0 : -1);
  let column = columns + q * (vectors << 4);
  let reader = contexts + site * S;
  let k: i32 = 0;
  let end = channels;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    k -= load<i32>(balances + (row << 3));
    store<u32>(end, rows + row * rowBytes);
    end += 4;
  }
  // A row of zeros makes the channels even.
  store<u32>(end, rows + S * M * rowBytes);
  for (let offset: u32 = 0; offset < rowBytes; offset += 32) {
    const agreeing = v128.xor(v128.load(column), against);
    column += 16;
    for (let at = channels; at < end; ) {
      const stop = min(at + (channelsPerCount << 2), end);
      let first = load<u32>(at) + offset;
      let u = v128.load(first);
      let v = v128.load(first, 16);
      let p0 = v128.xor(u, v);
      let p1 = v;
      first = load<u32>(at, 4) + offset;
      u = v128.load(first);
      v = v128.load(first, 16);
      const two = v128.or(v, v128.and(p0, u));
      p0 = v128.xor(p0, v128.xor(u, v));
      let p2 = v128.and(p1, two);
      p1 = v128.xor(p1, two);
      let p3 = i64x2.splat(0);
      let p4 = i64x2.splat(0);
      for (at += 8; at < stop; at += 8) {
        first = load<u32>(at) + offset;
        u = v128.load(first);
        v = v128.load(first, 16);
        const twoA = v128.or(v, v128.and(p0, u));
        p0 = v128.xor(p0, v128.xor(u, v));
        first = load<u32>(at, 4) + offset;
        u = v128.load(first);
        v = v128.load(first, 16);
        const twoB = v128.or(v, v128.and(p0, u));
        p0 = v128.xor(p0, v128.xor(u, v));
        const x = v128.xor(p1, twoA);
        const four = v128.or(v128.and(p1, twoA), v128.and(x, twoB));
        p1 = v128.xor(x, twoB);
        const eight = v128.and(p2, four);
        p2 = v128.xor(p2, four);
        p4 = v128.or(p4, v128.and(p3, eight));
        p3 = v128.xor(p3, eight);
      }
      k += <i32>weigh(p0, p1, p2, p3, p4, agreeing);
    }
    if (word >= thresholdOf(k, reach, zero)) return true;
  }
  return false;
}

/** Σ of the counts in five bit planes over the agreeing patterns. */
function weigh(p0: v128, p1: v128, p2: v128, p3: v128, p4: v128, agreeing: v128): u64 {
  return (
    ones(v128.and(p0, agreeing)) +
    (ones(v128.and(p1, agreeing)) << 1) +
    (ones(v128.and(p2, agreeing)) << 2) +
    (ones(v128.and(p3, agreeing)) << 3) +
    (ones(v128.and(p4, agreeing)) << 4)
  );
}
