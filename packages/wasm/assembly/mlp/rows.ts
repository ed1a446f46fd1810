/** What is done row by row: rows of `count` singles, `stride` singles apart, of all covers one after the other. */

/** a[r,b] += bias[r], and 0 for negatives where `rectified`. */
export function addBias(rows: u32, count: u32, a: usize, stride: u32, bias: usize, rectified: bool): void {
  const zero = f32x4.splat(0);
  for (let r: u32 = 0; r < rows; r++) {
    const by = v128.load32_splat(bias + (r << 2));
    let at = a + ((r * stride) << 2);
    let left = count;
    for (; left >= 4; left -= 4) {
      const sum = f32x4.add(v128.load(at), by);
      v128.store(at, rectified ? f32x4.max(sum, zero) : sum);
      at += 16;
    }
    for (; left > 0; left--) {
      const sum = load<f32>(at) + f32x4.extract_lane(by, 0);
      store<f32>(at, rectified ? max<f32>(sum, 0) : sum);
      at += 4;
    }
  }
}

/** d[r,b] = 0 where h[r,b], the rectified value, is not above 0: what a rectifier hands back. */
export function rectifyBack(rows: u32, count: u32, d: usize, h: usize, stride: u32): void {
  const zero = f32x4.splat(0);
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * stride) << 2;
    const end = row + (count << 2);
    let at = row;
    for (; at + 16 <= end; at += 16) {
      v128.store(d + at, v128.and(v128.load(d + at), f32x4.gt(v128.load(h + at), zero)));
    }
    for (; at < end; at += 4) if (!(load<f32>(h + at) > 0)) store<f32>(d + at, 0);
  }
}

/**
 * sums[r] = Σ_b d[r,b], the gradient by the bias. Order: lane b mod 4 from +0 over whole vectors of 4, lanes
 * (0 + 1) + (2 + 3), then what is left after the last vector, one by one.
 */
export function sumRows(rows: u32, count: u32, d: usize, stride: u32, sums: usize): void {
  for (let r: u32 = 0; r < rows; r++) {
    let at = d + ((r * stride) << 2);
    let lanes = f32x4.splat(0);
    let left = count;
    for (; left >= 4; left -= 4) {
      lanes = f32x4.add(lanes, v128.load(at));
      at += 16;
    }
    let sum =
      f32x4.extract_lane(lanes, 0) +
      f32x4.extract_lane(lanes, 1) +
      (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
    for (; left > 0; left--) {
      sum += load<f32>(at);
      at += 4;
    }
    store<f32>(sums + (r << 2), sum);
  }
}
