import { expMinus, log } from '../numeric';

/**
 * Turns logits a[β,k,b], at (β·classes + k)·stride + b, into the derivatives by them of `scale` times the sum over covers
 * β and patterns b of the cross-entropy −ln softmax_y(a), in place, and gives that sum of cross-entropies, not scaled.
 * labels[b] is the class y, a word each. A batch with the mean over patterns has scale 1/count.
 *
 * With the largest logit a₁ and Z = Σ_k e^{a_k − a₁}, k from 0 up, the loss is (a₁ − a_y) + ln Z and the derivative
 * scale·(e^{a_k − a₁}/Z − [k = y]). Losses are added in doubles, b from 0 up within β from 0 up. Vectors of 4 columns are
 * computed whole, so that `stride` is a multiple of 4; derivatives after the last pattern are 0.
 */
export function crossEntropy(
  covers: u32,
  classes: u32,
  count: u32,
  a: usize,
  stride: u32,
  labels: usize,
  scale: f32,
): f64 {
  const cover = (classes * stride) << 2;
  let sum: f64 = 0;
  for (let beta: u32 = 0; beta < covers; beta++) {
    for (let b: u32 = 0; b < count; b += 4) {
      const loss = fourColumns(classes, a + (b << 2), stride << 2, labels + (b << 2), scale, count - b);
      sum += <f64>f32x4.extract_lane(loss, 0);
      sum += <f64>f32x4.extract_lane(loss, 1);
      sum += <f64>f32x4.extract_lane(loss, 2);
      sum += <f64>f32x4.extract_lane(loss, 3);
    }
    a += cover;
  }
  return sum;
}

/** Of which the first `left` are patterns; the loss of the others is 0. */
function fourColumns(classes: u32, a: usize, stride: u32, labels: usize, scale: f32, left: u32): v128 {
  const end = a + classes * stride;
  const exists = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(left));
  const y = v128.load(labels);
  let largest = v128.load(a);
  for (let at = a + stride; at < end; at += stride) largest = f32x4.max(largest, v128.load(at));
  let z = f32x4.splat(0);
  let chosen = f32x4.splat(0);
  let k = i32x4.splat(0);
  for (let at = a; at < end; at += stride) {
    const below = f32x4.sub(largest, v128.load(at));
    chosen = v128.bitselect(below, chosen, i32x4.eq(k, y));
    const e = expMinus(below);
    v128.store(at, e);
    z = f32x4.add(z, e);
    k = i32x4.add(k, i32x4.splat(1));
  }
  const loss = v128.and(f32x4.add(chosen, log(z)), exists);
  const inverse = f32x4.div(f32x4.splat(1), z);
  const one = f32x4.splat(1);
  k = i32x4.splat(0);
  for (let at = a; at < end; at += stride) {
    const p = f32x4.mul(v128.load(at), inverse);
    const d = f32x4.sub(p, v128.and(one, i32x4.eq(k, y)));
    v128.store(at, v128.and(f32x4.mul(d, f32x4.splat(scale)), exists));
    k = i32x4.add(k, i32x4.splat(1));
  }
  return loss;
}
