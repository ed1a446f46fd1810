import {
  balances,
  bits,
  columns,
  contexts,
  exists,
  lowest,
  M,
  N,
  planeCount,
  planes,
  rows,
  S,
  spins,
  vectors,
} from './layout';
import { ones } from './ones';

/** Counts the margins of the initial weights. */
export function start(): void {
  clear();
  for (let site: u32 = 0; site < N * M; site++) addAgreement(site);
  for (let row: u32 = 0; row < S * M; row++) moveMargins(row, columns, true, false);
}

/** All counters at their lowest; at 4, where no cost sees them, those that fill up the last vector. */
function clear(): void {
  let at = planes;
  for (let row: u32 = 0; row < S * M; row++) {
    for (let j: u32 = 0; j < vectors; j++) {
      const used = v128.load(exists + (j << 4));
      for (let i: u32 = 0; i < planeCount; i++) {
        const bit = i64x2.splat(-(<i64>((lowest >> i) & 1)));
        const unused = i64x2.splat(i === 2 ? -1 : 0);
        v128.store(at, v128.bitselect(bit, unused, used));
        at += 16;
      }
    }
  }
}

/** Adds 1 to the counters of the patterns that agree with the weight at `site`. */
function addAgreement(site: u32): void {
  const column = columns + (site % N) * (vectors << 4);
  const against = i64x2.splat(load<i8>(spins + site) > 0 ? 0 : -1);
  for (let s: u32 = 0; s < S; s++) {
    const row = s * M + load<u8>(contexts + site * S + s);
    let at = planes + row * vectors * (planeCount << 4);
    for (let j: u32 = 0; j < vectors; j++) {
      const offset = j << 4;
      let carry = v128.and(v128.xor(v128.load(column + offset), against), v128.load(exists + offset));
      for (let i: u32 = 0; i < planeCount; i++) {
        const plane = v128.load(at);
        v128.store(at, v128.xor(plane, carry));
        carry = v128.and(carry, plane);
        at += 16;
      }
    }
  }
}

/**
 * Moves the margins of one context as the flip of a weight does that is +1 (`up`) or −1: m by 2, e by 1,
 * downwards where pattern and weight agreed; or leaves them (`moving` false). Then makes bit rows and
 * balances anew. The counters of 128 patterns go plane by plane: one that rises passes its carry on where a
 * bit was 1, one that falls where it was 0.
 *
 * e is 0 or 1 where all planes but the lowest are 0, and below 0 where the sign is set: [e ≤ −1], [e ≤ 0] and
 * [e ≤ 1] are all that the costs ask for.
 */
export function moveMargins(row: u32, column: usize, up: bool, moving: bool): void {
  const against = i64x2.splat(up ? 0 : -1);
  const mask = i64x2.splat(moving ? -1 : 0);
  const end = column + (vectors << 4);
  let at = planes + row * vectors * (planeCount << 4);
  let to = rows + row * vectors * (bits << 4);
  let used = exists;
  let most0s: u32 = 0;
  let most1s: u32 = 0;
  let negatives: u32 = 0;
  for (let c = column; c < end; c += 16) {
    const down = v128.xor(v128.load(c), against);
    let carry = v128.and(v128.load(used), mask);
    used += 16;
    let plane = v128.load(at);
    const low = v128.xor(plane, carry);
    v128.store(at, low);
    carry = v128.and(carry, v128.xor(plane, down));
    let high = i64x2.splat(0);
    let sign = low;
    const last = at + ((planeCount - 1) << 4);
    for (; at < last; at += 48) {
      plane = v128.load(at, 16);
      sign = v128.xor(plane, carry);
      v128.store(at, sign, 16);
      high = v128.or(high, sign);
      carry = v128.and(carry, v128.xor(plane, down));
      plane = v128.load(at, 32);
      sign = v128.xor(plane, carry);
      v128.store(at, sign, 32);
      high = v128.or(high, sign);
      carry = v128.and(carry, v128.xor(plane, down));
      plane = v128.load(at, 48);
      sign = v128.xor(plane, carry);
      v128.store(at, sign, 48);
      high = v128.or(high, sign);
      carry = v128.and(carry, v128.xor(plane, down));
    }
    at += 16;
    const most0 = v128.or(sign, v128.not(v128.or(high, low)));
    most0s += <u32>ones(most0);
    if (bits === 2) {
      negatives += <u32>ones(sign);
      v128.store(to, most0);
      v128.store(to, sign, 16);
      to += 32;
    } else {
      const most1 = v128.or(sign, v128.not(high));
      negatives += <u32>ones(sign);
      most1s += <u32>ones(most1);
      if (bits === 3) {
        v128.store(to, most1);
        v128.store(to, most0, 16);
        v128.store(to, sign, 32);
        to += 48;
      } else {
        v128.store(to, v128.not(high));
        to += 16;
      }
    }
  }
  setBalances(balances + (row << 3), most1s, most0s, negatives);
}

/** B₊ and B₋ of a context from the numbers of its counters that are at most 1, 0 and −1. */
function setBalances(at: usize, most1s: u32, most0s: u32, negatives: u32): void {
  if (bits === 1) {
    store<u32>(at, most0s - negatives);
    store<u32>(at, most1s - most0s, 4);
  } else if (bits === 2) {
    store<u32>(at, negatives);
    store<u32>(at, most0s, 4);
  } else {
    store<u32>(at, most0s + negatives);
    store<u32>(at, most1s + most0s, 4);
  }
}
