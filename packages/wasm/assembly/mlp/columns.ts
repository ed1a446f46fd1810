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

/**
 * to[b] += Σ_y weights[y]·from[y][b], y from 0 up; strides in bytes. 16 columns at a time, so that the chains of
 * additions are as many as the processor can hold, then 4, then 1: an element's sum is the same in all of them.
 */
export function addRows(
  to: usize,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  terms: u32,
  count: u32,
): void {
  const end = weights + terms * weightStride;
  let left = count;
  for (; left >= 16; left -= 16) {
    let s0 = v128.load(to);
    let s1 = v128.load(to, 16);
    let s2 = v128.load(to, 32);
    let s3 = v128.load(to, 48);
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
  for (; left >= 4; left -= 4) {
    let sum = v128.load(to);
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
    let sum = load<f32>(to);
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
