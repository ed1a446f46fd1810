import {
  balances,
  bits,
  columns,
  contexts,
  exists,
  highCount,
  highs,
  lowest,
  lows,
  M,
  moves,
  N,
  rows,
  S,
  spins,
  vectors,
} from './layout';
import { ones, onesAt } from './ones';

/**
 * A counter is e = 16h + l. Its low part l has five bits, is −8 to 7 where it has passed on to h what was beyond, and moves
 * by 1 with every flip: for `movesBetween` flips it stays within ±14, e is below 0 where h is, or where h is 0 and l below,
 * and it is 0 or 1 only where h is 0. So a flip reads five planes and the masks [h = 0] and [h < 0].
 */
const movesBetween: u32 = 6;

/** Planes of the low parts of 128 counters, where behind them the masks lie, and bytes of all. */
export const lowPlanes: u32 = 5;
export const zeroAt: usize = 80;
export const negativeAt: usize = 96;
export const lowBytes: u32 = 112;

/** Counts the margins of the initial weights. */
export function start(): void {
  clear();
  for (let site: u32 = 0; site < N * M; site++) addAgreement(site);
  for (let row: u32 = 0; row < S * M; row++) {
    settle(row);
    moveMargins(row, columns, true, false);
  }
}

/** All counters at their lowest; at 4, where no cost sees them, those that fill up the last vector. */
function clear(): void {
  let low = lows;
  let high = highs;
  for (let row: u32 = 0; row < S * M; row++) {
    for (let j: u32 = 0; j < vectors; j++) {
      const used = v128.load(exists + (j << 4));
      for (let i: u32 = 0; i < 4; i++) {
        const unused = i64x2.splat(i === 2 ? -1 : 0);
        v128.store(low + (i << 4), v128.bitselect(bitOfLowest(i), unused, used));
      }
      for (let i: u32 = 0; i < highCount; i++) {
        v128.store(high, v128.and(bitOfLowest(i + 4), used));
        high += 16;
      }
      low += lowBytes;
    }
  }
}

/** In each place. */
function bitOfLowest(i: u32): v128 {
  return i64x2.splat(-(<i64>((lowest >> i) & 1)));
}

/** Adds 1 to the counters of the patterns that agree with the weight at `site`; low parts are 0 to 15 here. */
function addAgreement(site: u32): void {
  const column = columns + (site % N) * (vectors << 4);
  const against = i64x2.splat(load<i8>(spins + site) > 0 ? 0 : -1);
  for (let s: u32 = 0; s < S; s++) {
    const row = s * M + load<u8>(contexts + site * S + s);
    let low = lows + row * vectors * lowBytes;
    let high = highs + row * vectors * (highCount << 4);
    for (let j: u32 = 0; j < vectors; j++) {
      const offset = j << 4;
      let carry = v128.and(v128.xor(v128.load(column + offset), against), v128.load(exists + offset));
      for (let i: u32 = 0; i < 4; i++) carry = addTo(low + (i << 4), carry);
      for (let i: u32 = 0; i < highCount; i++) {
        carry = addTo(high, carry);
        high += 16;
      }
      low += lowBytes;
    }
  }
}

/** Adds a bit to each of a plane, and gives the carries. */
function addTo(at: usize, carry: v128): v128 {
  const plane = v128.load(at);
  v128.store(at, v128.xor(plane, carry));
  return v128.and(plane, carry);
}

/**
 * Passes on to the high parts of a context what is beyond −8 to 7 in the low ones. These have the values 8 and −16 at the two
 * highest bits: l stays the same less 16 where the first alone is 1, and more 16 where the second alone is.
 */
function settle(row: u32): void {
  let low = lows + row * vectors * lowBytes;
  let high = highs + row * vectors * (highCount << 4);
  for (let j: u32 = 0; j < vectors; j++) {
    const down = v128.load(low, 64);
    const next = v128.load(low, 48);
    v128.store(low, next, 64);
    let carry = v128.xor(next, down);
    let any = i64x2.splat(0);
    let sign = any;
    for (let i: u32 = 0; i < highCount; i++) {
      const plane = v128.load(high);
      sign = v128.xor(plane, carry);
      v128.store(high, sign);
      any = v128.or(any, sign);
      carry = v128.and(carry, v128.xor(plane, down));
      high += 16;
    }
    v128.store(low, v128.not(any), zeroAt);
    v128.store(low, sign, negativeAt);
    low += lowBytes;
  }
  store<u32>(moves + (row << 2), 0);
}

/**
 * Moves the margins of one context as the flip of a weight does that is +1 (`up`) or −1: m by 2, e by 1,
 * downwards where pattern and weight agreed; or leaves them (`moving` false). Then makes bit rows and
 * balances anew. The counters of 128 patterns go plane by plane: one that rises passes its carry on where a
 * bit was 1, one that falls where it was 0.
 *
 * [e ≤ −1], [e ≤ 0] and [e ≤ 1] are all that the costs ask for.
 */
export function moveMargins(row: u32, column: usize, up: bool, moving: bool): void {
  const count = moves + (row << 2);
  if (load<u32>(count) === movesBetween) settle(row);
  store<u32>(count, load<u32>(count) + <u32>moving);
  const against = i64x2.splat(up ? 0 : -1);
  const mask = i64x2.splat(moving ? -1 : 0);
  const end = column + (vectors << 4);
  let at = lows + row * vectors * lowBytes;
  let to = rows + row * vectors * (bits << 4);
  let used = exists;
  let most0s: u64 = 0;
  let most1s: u64 = 0;
  let negatives: u64 = 0;
  for (let c = column; c < end; c += 16) {
    const down = v128.xor(v128.load(c), against);
    let carry = v128.and(v128.load(used), mask);
    used += 16;
    let plane = v128.load(at);
    const low = v128.xor(plane, carry);
    v128.store(at, low);
    carry = v128.and(carry, v128.xor(plane, down));
    plane = v128.load(at, 16);
    let sign = v128.xor(plane, carry);
    v128.store(at, sign, 16);
    let high = sign;
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
    sign = v128.xor(v128.load(at, 64), carry);
    v128.store(at, sign, 64);
    const zero = v128.load(at, zeroAt);
    const negative = v128.or(v128.load(at, negativeAt), v128.and(zero, sign));
    const few = v128.andnot(zero, v128.or(high, sign));
    const most0 = v128.or(negative, v128.andnot(few, low));
    at += lowBytes;
    if (bits === 2) {
      v128.store(to, most0);
      v128.store(to, negative, 16);
      most0s += onesAt(to);
      negatives += onesAt(to + 16);
      to += 32;
    } else {
      const most1 = v128.or(negative, few);
      most1s += ones(most1);
      most0s += ones(most0);
      negatives += ones(negative);
      if (bits === 3) {
        v128.store(to, most1);
        v128.store(to, most0, 16);
        v128.store(to, negative, 32);
        to += 48;
      } else {
        v128.store(to, few);
        to += 16;
      }
    }
  }
  setBalances(balances + (row << 3), <u32>most1s, <u32>most0s, <u32>negatives);
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
