/**
 * Collapse: the sum over M covers of their weights, W_q = Σ_a w_q^{(a)}, M times those of the collapsed model. Sums of
 * integers are exact, and neither the direction of W nor the signs of its fields see the factor.
 *
 * @param weights one cover after the other, w[a·N + q].
 *
 * @example
 * collapse([1, 1, 1, -1], 2); // [2, 0]
 */
export function collapse(weights: ArrayLike<number>, M: number): Float64Array {
  const N = weights.length / M;
  const sums = new Float64Array(N);
  for (let q = 0; q < N; q++) {
    let sum = 0;
    for (let at = q; at < weights.length; at += N) sum += weights[at];
    sums[q] = sum;
  }
  return sums;
}

/**
 * The weights of the collapsed model themselves, the means over M covers, for a model to which scale matters.
 *
 * @example
 * average([1, 1, 1, -1], 2); // [1, 0]
 */
export function average(weights: ArrayLike<number>, M: number): Float64Array {
  const W = collapse(weights, M);
  for (let q = 0; q < W.length; q++) W[q] /= M;
  return W;
}
