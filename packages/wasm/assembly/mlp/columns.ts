/** Rows of `count` singles, by whole vectors of 4 and then one by one. */

export function fill(to: usize, value: f32, count: u32): void {
  const end = to + (count << 2);
  const values = f32x4.splat(value);
  for (; to + 16 <= end; to += 16) v128.store(to, values);
  for (; to < end; to += 4) store<f32>(to, value);
}

export function rectify(at: usize, count: u32): void {
  const end = at + (count << 2);
  const zero = f32x4.splat(0);
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.max(v128.load(at), zero));
  for (; at < end; at += 4) store<f32>(at, max<f32>(load<f32>(at), 0));
}

/*
 * Sums of rows, Σ_y weights[y]·from[y][b], y from 0 up, from 0 or, where `onto`, from what stands at `to`; strides in bytes. 16
 * columns at a time, so that the chains of additions are as many as the processor can hold, then 4, then 1: an element's sum is
 * the same in all of them.
 */

/** Columns of one sum, 16 at a time. */
function sumWide(
  to: usize,
  onto: bool,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  terms: u32,
  count: u32,
): void {
  const end = weights + terms * weightStride;
  const zero = f32x4.splat(0);
  for (let left = count; left >= 16; left -= 16) {
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    if (onto) {
      s0 = v128.load(to);
      s1 = v128.load(to, 16);
      s2 = v128.load(to, 32);
      s3 = v128.load(to, 48);
    }
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      const w = v128.load32_splat(weight);
      s0 = f32x4.add(s0, f32x4.mul(w, v128.load(row)));
      s1 = f32x4.add(s1, f32x4.mul(w, v128.load(row, 16)));
      s2 = f32x4.add(s2, f32x4.mul(w, v128.load(row, 32)));
      s3 = f32x4.add(s3, f32x4.mul(w, v128.load(row, 48)));
      row += stride;
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    to += 64;
    from += 64;
  }
}

/**
 * `sumWide` for two sums of the same rows at once, of which the second stands `toStride` behind the first and has its weights
 * `sumStride` behind: each row is read once for both, and twice as many chains of additions hide each other's latency.
 */
function sumWideTwice(
  to: usize,
  toStride: u32,
  onto: bool,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  sumStride: u32,
  terms: u32,
  count: u32,
): void {
  const end = weights + terms * weightStride;
  const zero = f32x4.splat(0);
  for (let left = count; left >= 16; left -= 16) {
    const other = to + toStride;
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    let t0 = zero;
    let t1 = zero;
    let t2 = zero;
    let t3 = zero;
    if (onto) {
      s0 = v128.load(to);
      s1 = v128.load(to, 16);
      s2 = v128.load(to, 32);
      s3 = v128.load(to, 48);
      t0 = v128.load(other);
      t1 = v128.load(other, 16);
      t2 = v128.load(other, 32);
      t3 = v128.load(other, 48);
    }
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      const v = v128.load32_splat(weight);
      const w = v128.load32_splat(weight + sumStride);
      const x0 = v128.load(row);
      s0 = f32x4.add(s0, f32x4.mul(v, x0));
      t0 = f32x4.add(t0, f32x4.mul(w, x0));
      const x1 = v128.load(row, 16);
      s1 = f32x4.add(s1, f32x4.mul(v, x1));
      t1 = f32x4.add(t1, f32x4.mul(w, x1));
      const x2 = v128.load(row, 32);
      s2 = f32x4.add(s2, f32x4.mul(v, x2));
      t2 = f32x4.add(t2, f32x4.mul(w, x2));
      const x3 = v128.load(row, 48);
      s3 = f32x4.add(s3, f32x4.mul(v, x3));
      t3 = f32x4.add(t3, f32x4.mul(w, x3));
      row += stride;
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(other, t0);
    v128.store(other, t1, 16);
    v128.store(other, t2, 32);
    v128.store(other, t3, 48);
    to += 64;
    from += 64;
  }
}

/** The columns of one sum that the wide ones leave, 4 at a time, then 1. */
function sumNarrow(
  to: usize,
  onto: bool,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  terms: u32,
  count: u32,
): void {
  const end = weights + terms * weightStride;
  let left = count;
  for (; left >= 4; left -= 4) {
    let sum = onto ? v128.load(to) : f32x4.splat(0);
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(row)));
      row += stride;
    }
    v128.store(to, sum);
    to += 16;
    from += 16;
  }
  for (; left > 0; left--) {
    let sum: f32 = onto ? load<f32>(to) : 0;
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      sum += load<f32>(weight) * load<f32>(row);
      row += stride;
    }
    store<f32>(to, sum);
    to += 4;
    from += 4;
  }
}

/** All columns of `sums` sums of the same rows, which stand `toStride` apart and have their weights `sumStride` apart. */
export function sumRowsBy(
  to: usize,
  toStride: u32,
  onto: bool,
  sums: u32,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  sumStride: u32,
  terms: u32,
  count: u32,
): void {
  // Where sums begin at 0, the last columns are a whole vector, of which some are computed a second time and come out the same.
  const again = onto || count < 16 ? 0 : -count & 3;
  const narrow = (count & 15) + again;
  const first = (count - narrow) << 2;
  const narrowTo = to + first;
  const narrowWeights = weights;
  let left = sums;
  for (; left >= 2; left -= 2) {
    sumWideTwice(to, toStride, onto, from, stride, weights, weightStride, sumStride, terms, count);
    to += toStride << 1;
    weights += sumStride << 1;
  }
  if (left > 0) sumWide(to, onto, from, stride, weights, weightStride, terms, count);
  if (narrow === 0) return;
  for (let sum: u32 = 0; sum < sums; sum++) {
    const at = narrowTo + sum * toStride;
    sumNarrow(at, onto, from + first, stride, narrowWeights + sum * sumStride, weightStride, terms, narrow);
  }
}
