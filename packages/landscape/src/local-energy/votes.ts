import { InputError, type Labelled } from '@mcover/core';
import { gaussianTail } from '@mcover/core/internals';
import { checkWeights } from '../torus.ts';

/**
 * The expected error of a committee of K units, J[k·N + i], under multiplicative Gaussian noise, w + σ z⊙w: exactly, as
 * fields are Gaussian then, F_k + σ s_k g with s_k² = Σ_i (J_{ki} x_i)², which is ‖w_k‖² for inputs ±1, and units are
 * independent. p_k = Φ(F_k/(σ s_k)) is the probability of a vote +1, and the law of the votes a table of K + 1 entries.
 * Ties are on the +1 side. A perceptron is a committee of one: Φ(−Δ/σ), Δ the margin over ‖w‖.
 *
 * The local energy is this less the error at σ = 0.
 *
 * @example
 * const patterns = { N: 2, P: 1, x: Int8Array.of(1, 1), y: Int8Array.of(1) };
 * noisyError(patterns, [1, 1], 1, 0); // 0
 * noisyError(patterns, [1, -1], 1, 5); // 0.5
 * noisyError(patterns, [1, 1], 1, Math.SQRT2).toFixed(12); // '0.158655253931'
 *
 * @throws InputError for weights that are none of this committee, and a σ below 0.
 */
export function noisyError(patterns: Labelled, J: ArrayLike<number>, K: number, sigma: number): number {
  const { N, P, x, y } = patterns;
  checkWeights(J, N * K);
  if (!(sigma >= 0)) throw new InputError('sigma', `${sigma} is no size of noise; it must be 0 or more`);
  const law = new Float64Array(K + 1);
  let wrong = 0;
  for (let mu = 0; mu < P; mu++) {
    // law[n]: the probability of n votes +1 among the units so far.
    law.fill(0);
    law[0] = 1;
    for (let k = 0; k < K; k++) {
      const up = upVote(J, k * N, x, mu * N, N, sigma);
      for (let n = k + 1; n >= 1; n--) law[n] = law[n] * (1 - up) + law[n - 1] * up;
      law[0] *= 1 - up;
    }
    let below = 0;
    for (let n = 0; 2 * n < K; n++) below += law[n];
    wrong += y[mu] > 0 ? below : 1 - below;
  }
  return wrong / P;
}

/** Φ(F/(σs)) of one unit; without noise, its vote. */
function upVote(
  J: ArrayLike<number>,
  row: number,
  x: Labelled['x'],
  pattern: number,
  N: number,
  sigma: number,
): number {
  let field = 0;
  let square = 0;
  for (let i = 0; i < N; i++) {
    const part = J[row + i] * x[pattern + i];
    field += part;
    square += part * part;
  }
  const spread = sigma * Math.sqrt(square);
  return spread === 0 ? Number(field >= 0) : gaussianTail(-field / spread);
}
