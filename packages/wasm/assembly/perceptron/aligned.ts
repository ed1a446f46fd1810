import { balances, bits, channels, columns, contexts, M, rows, S, vectors } from './layout';
import { ones } from './ones';

/**
 * Σ_s A − B of a proposal by popcounts, where A = Σ_μ D_μ·[G_{μq} = +1] of the contexts that read the weight
 * at `site`: their bit rows say what D is, the column of q has [G_{μq} = +1]. `side` is 0 for B₊, 4 for B₋.
 * By i64.popcnt: summing the bytes of i8x16.popcnt takes a quarter longer.
 */
export function countExcess(site: u32, q: u32, side: u32): i32 {
  const column = columns + q * (vectors << 4);
  const reader = contexts + site * S;
  if (bits === 1) return countBits1(reader, column, side);
  if (bits === 2) return countBits2(reader, column, side);
  return countBits3(reader, column, side);
}

/** D is 0 or 1: one row. */
function countBits1(reader: usize, column: usize, side: u32): i32 {
  const end = column + (vectors << 4);
  let aligned: u64 = 0;
  let balance: i32 = 0;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    balance += load<i32>(balances + side + (row << 3));
    let at = rows + row * (vectors << 4);
    for (let c = column; c < end; c += 16) {
      aligned += popcnt<u64>(load<u64>(at) & load<u64>(c)) + popcnt<u64>(load<u64>(at, 8) & load<u64>(c, 8));
      at += 16;
    }
  }
  return <i32>aligned - balance;
}

/** Channels whose D, at most 2 each, five bit planes can count. An even number. */
const channelsPerCount: u32 = 14;

/**
 * D is 0, 1 or 2: the sum of two rows, the second within the first. Rows of all channels are counted into bit planes, two
 * channels at a time through full adders, before the column is looked at: a popcount is dearer than an adder.
 */
function countBits2(reader: usize, column: usize, side: u32): i32 {
  const rowBytes = vectors << 5;
  let balance: i32 = 0;
  let end = channels;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    balance += load<i32>(balances + side + (row << 3));
    store<u32>(end, rows + row * rowBytes);
    end += 4;
  }
  // A row of zeros makes the channels even.
  store<u32>(end, rows + S * M * rowBytes);
  let aligned: u64 = 0;
  for (let offset: u32 = 0; offset < rowBytes; offset += 32) {
    const c = v128.load(column);
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
      aligned +=
        ones(v128.and(p0, c)) +
        (ones(v128.and(p1, c)) << 1) +
        (ones(v128.and(p2, c)) << 2) +
        (ones(v128.and(p3, c)) << 3) +
        (ones(v128.and(p4, c)) << 4);
    }
  }
  return <i32>aligned - balance;
}

/** D is 0, 1, 3 or 4: the first row and the last, and twice the middle one. */
function countBits3(reader: usize, column: usize, side: u32): i32 {
  const end = column + (vectors << 4);
  let aligned: u64 = 0;
  let balance: i32 = 0;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    balance += load<i32>(balances + side + (row << 3));
    let at = rows + row * (vectors * 48);
    for (let c = column; c < end; c += 16) {
      const c0 = load<u64>(c);
      const c1 = load<u64>(c, 8);
      const middle = popcnt<u64>(load<u64>(at, 16) & c0) + popcnt<u64>(load<u64>(at, 24) & c1);
      aligned +=
        popcnt<u64>(load<u64>(at) & c0) +
        popcnt<u64>(load<u64>(at, 8) & c1) +
        (popcnt<u64>(load<u64>(at, 32) & c0) + popcnt<u64>(load<u64>(at, 40) & c1)) +
        (middle << 1);
      at += 48;
    }
  }
  return <i32>aligned - balance;
}

/** A of one context, whatever the cost. */
export function alignedInRow(row: u32, q: u32): u32 {
  const column = columns + q * (vectors << 4);
  let at = rows + row * vectors * (bits << 4);
  let sum: u64 = 0;
  for (let vector: u32 = 0; vector < vectors; vector++) {
    const c = v128.load(column + (vector << 4));
    for (let bit: u32 = 0; bit < bits; bit++) {
      sum += ones(v128.and(v128.load(at), c)) << (<u64>(bits === 3 && bit === 1));
      at += 16;
    }
  }
  return <u32>sum;
}
