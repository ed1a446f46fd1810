import { expMinus, log1p } from '../numeric';
import { batch, exists, fields, K, labels, S, stripBytes, unitVectors } from './layout';

/**
 * Turns the fields F of a batch into the derivatives of the loss by them, in place, and gives Σ_s Σ_a Σ_μ of the
 * loss (1/2γ) log(1 + e^{−2γx}), x = y K^{−1/2} Σ_k tanh(βF_k). Votes are summed from k = 0 up; losses in four
 * lanes of contexts, whose sums are added in doubles, pattern by pattern.
 *
 * With e = e^{−2β|F|}, tanh β|F| is (1 − e)/(1 + e), and its derivative β·4e/(1 + e)², which keeps its relative
 * precision where 1 − tanh² would lose it and a large β would show that. Largest error of tanh: 1.2·10⁻⁷; of its
 * derivative: 4.7 ulp.
 */
export function lossAndSlopes(count: u32, beta: f64, gamma: f64): f64 {
  const root = sqrt(<f64>K);
  const rows = (count + 15) & ~15;
  const stride = rows * stripBytes;
  const twoBeta = f32x4.splat(<f32>(2 * beta));
  const twoGamma = f32x4.splat(<f32>(2 * gamma));
  const halfTemper = f32x4.splat(<f32>(1 / (2 * gamma)));
  const scale = <f32>((4 * beta) / (root * <f64>S * <f64>count));
  const one = f32x4.splat(1);
  const signs = i32x4.splat(i32.MIN_VALUE);
  let sum: f64 = 0;
  for (let b: u32 = 0; b < count; b++) {
    const y = load<f32>(labels + (load<u32>(batch + (b << 2)) << 2));
    const byVote = f32x4.splat(<f32>(<f64>y / root));
    const byField = f32x4.splat(y * scale);
    const row = fields + b * stripBytes;
    let losses = f32x4.splat(0);
    for (let v: u32 = 0; v < unitVectors; v++) {
      let vote = f32x4.splat(0);
      for (let k: u32 = 0; k < K; k++) {
        const at = address(row, stride, k * unitVectors + v);
        const field = v128.load(at);
        const e = expMinus(f32x4.mul(twoBeta, f32x4.abs(field)));
        const inverse = f32x4.div(one, f32x4.add(one, e));
        const size = f32x4.mul(f32x4.sub(one, e), inverse);
        vote = f32x4.add(vote, v128.or(size, v128.and(field, signs)));
        v128.store(at, f32x4.mul(f32x4.mul(e, inverse), inverse));
      }
      const margin = f32x4.mul(vote, byVote);
      const e = expMinus(f32x4.mul(twoGamma, f32x4.abs(margin)));
      const wrong = f32x4.lt(margin, f32x4.splat(0));
      const loss = f32x4.add(v128.and(wrong, f32x4.neg(margin)), f32x4.mul(log1p(e), halfTemper));
      losses = f32x4.add(losses, v128.and(loss, v128.load(exists + (v << 4))));
      const slope = f32x4.neg(f32x4.div(v128.bitselect(one, e, wrong), f32x4.add(one, e)));
      const factor = f32x4.mul(slope, byField);
      for (let k: u32 = 0; k < K; k++) {
        const at = address(row, stride, k * unitVectors + v);
        v128.store(at, f32x4.mul(v128.load(at), factor));
      }
    }
    sum += lanes(losses);
  }
  return sum;
}

/** Where vector `vector` of all units' contexts stands for the pattern of `row`. */
function address(row: usize, stride: u32, vector: u32): usize {
  return row + (vector >> 3) * stride + ((vector & 7) << 4);
}

function lanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  );
}
