/** The most patterns of one tally: counts have eight bits, and patterns come in groups of eight. */
export const tallyMost: u32 = 248;

/**
 * Adds to 128 fields the bits of the listed patterns from `list` to `fallen`, and subtracts those from there
 * to `end`; `offset` is where in a pattern the bits lie. Both lists hold a multiple of 8.
 *
 * Eight patterns at a time go through a tree of full adders into eight bit planes of counts (Harley and Seal,
 * in Warren's Hacker's Delight, ch. 5). Bits to be subtracted are complemented, −c = (1 − c) − 1, and the
 * ones taken off again.
 */
export function tally(field: usize, offset: u32, list: usize, fallen: usize, end: usize): void {
  let p0 = i64x2.splat(0);
  let p1 = i64x2.splat(0);
  let p2 = i64x2.splat(0);
  let p3 = i64x2.splat(0);
  let p4 = i64x2.splat(0);
  let p5 = i64x2.splat(0);
  let p6 = i64x2.splat(0);
  let p7 = i64x2.splat(0);
  for (let at = list; at < end; at += 32) {
    const minus = i64x2.splat(at < fallen ? 0 : -1);
    let a = v128.xor(v128.load(load<u32>(at) + offset), minus);
    let b = v128.xor(v128.load(load<u32>(at, 4) + offset), minus);
    let x = v128.xor(p0, a);
    const twoA = carryOf(p0, a, x, b);
    p0 = v128.xor(x, b);
    a = v128.xor(v128.load(load<u32>(at, 8) + offset), minus);
    b = v128.xor(v128.load(load<u32>(at, 12) + offset), minus);
    x = v128.xor(p0, a);
    const twoB = carryOf(p0, a, x, b);
    p0 = v128.xor(x, b);
    x = v128.xor(p1, twoA);
    const fourA = carryOf(p1, twoA, x, twoB);
    p1 = v128.xor(x, twoB);
    a = v128.xor(v128.load(load<u32>(at, 16) + offset), minus);
    b = v128.xor(v128.load(load<u32>(at, 20) + offset), minus);
    x = v128.xor(p0, a);
    const twoC = carryOf(p0, a, x, b);
    p0 = v128.xor(x, b);
    a = v128.xor(v128.load(load<u32>(at, 24) + offset), minus);
    b = v128.xor(v128.load(load<u32>(at, 28) + offset), minus);
    x = v128.xor(p0, a);
    const twoD = carryOf(p0, a, x, b);
    p0 = v128.xor(x, b);
    x = v128.xor(p1, twoC);
    const fourB = carryOf(p1, twoC, x, twoD);
    p1 = v128.xor(x, twoD);
    x = v128.xor(p2, fourA);
    let carry = carryOf(p2, fourA, x, fourB);
    p2 = v128.xor(x, fourB);
    x = v128.and(p3, carry);
    p3 = v128.xor(p3, carry);
    carry = v128.and(p4, x);
    p4 = v128.xor(p4, x);
    x = v128.and(p5, carry);
    p5 = v128.xor(p5, carry);
    carry = v128.and(p6, x);
    p6 = v128.xor(p6, x);
    p7 = v128.xor(p7, carry);
  }
  const excess = i16x8.splat(<i16>((end - fallen) >> 2));
  // Bytes of planes 0–7 that belong together, side by side.
  addCounts(
    field,
    i8x16.shuffle(p0, p1, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    i8x16.shuffle(p2, p3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    i8x16.shuffle(p4, p5, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    i8x16.shuffle(p6, p7, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    excess,
  );
  addCounts(
    field + 128,
    i8x16.shuffle(p0, p1, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    i8x16.shuffle(p2, p3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    i8x16.shuffle(p4, p5, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    i8x16.shuffle(p6, p7, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    excess,
  );
}

/** The carry of a full adder of a, b and c, where x = a xor b. */
export function carryOf(a: v128, b: v128, x: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(x, c));
}

/** Adds to 64 fields the counts whose planes come in pairs: 01, 23, 45, 67. */
function addCounts(field: usize, a: v128, b: v128, c: v128, d: v128, excess: v128): void {
  let ab = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  let cd = i16x8.shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
  addBytes(field, i32x4.shuffle(ab, cd, 0, 4, 1, 5), excess);
  addBytes(field + 32, i32x4.shuffle(ab, cd, 2, 6, 3, 7), excess);
  ab = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  cd = i16x8.shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
  addBytes(field + 64, i32x4.shuffle(ab, cd, 0, 4, 1, 5), excess);
  addBytes(field + 96, i32x4.shuffle(ab, cd, 2, 6, 3, 7), excess);
}

/**
 * Adds to 16 fields the counts of two 8×8 blocks of bits, a plane in each byte. Transposing a block (Hacker's
 * Delight, 7–3: swap 1×1, 2×2, 4×4 blocks) leaves a count in each byte.
 */
function addBytes(field: usize, x: v128, excess: v128): void {
  let t = v128.and(v128.xor(x, i64x2.shr_u(x, 7)), i32x4.splat(0x00aa00aa));
  x = v128.xor(x, v128.xor(t, i64x2.shl(t, 7)));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 14)), i32x4.splat(0x0000cccc));
  x = v128.xor(x, v128.xor(t, i64x2.shl(t, 14)));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 28)), i64x2.splat(0x00000000f0f0f0f0));
  x = v128.xor(x, v128.xor(t, i64x2.shl(t, 28)));
  v128.store(field, i16x8.add(v128.load(field), i16x8.sub(i16x8.extend_low_i8x16_u(x), excess)));
  v128.store(field, i16x8.add(v128.load(field, 16), i16x8.sub(i16x8.extend_high_i8x16_u(x), excess)), 16);
}
