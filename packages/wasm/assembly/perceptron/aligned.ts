import { balances, bits, columns, contexts, M, rows, S, vectors } from './layout';
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

/** D is 0, 1 or 2: the sum of two rows. For few channels; with more, `rejectsEarly` takes less. */
function countBits2(reader: usize, column: usize, side: u32): i32 {
  const end = column + (vectors << 4);
  let aligned: u64 = 0;
  let balance: i32 = 0;
  for (let first: u32 = 0; first < S * M; first += M) {
    const row = first + load<u8>(reader++);
    balance += load<i32>(balances + side + (row << 3));
    let at = rows + row * (vectors << 5);
    for (let c = column; c < end; c += 16) {
      const c0 = load<u64>(c);
      const c1 = load<u64>(c, 8);
      aligned +=
        popcnt<u64>(load<u64>(at) & c0) +
        popcnt<u64>(load<u64>(at, 8) & c1) +
        (popcnt<u64>(load<u64>(at, 16) & c0) + popcnt<u64>(load<u64>(at, 24) & c1));
      at += 32;
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
