import type { Labelled, Rows } from '../data/labelled.ts';

/**
 * Hidden field of one unit for one pattern, F_{μk} = Σ_i x_{μi} J_{ki} (Eq. 9), summed from i = 0 up. Routed
 * weights J_{ki}^{(ρ(a))} in the place of J give the routed field of Eq. 10.
 *
 * @param J rows of K units, J[k·N + i]; real, or integer with exact sums.
 */
export function hiddenField(J: ArrayLike<number>, k: number, { N, x }: Rows, mu: number): number {
  const row = k * N;
  const pattern = mu * N;
  let field = 0;
  for (let i = 0; i < N; i++) field += J[row + i] * x[pattern + i];
  return field;
}

/** The transpose of `hiddenField`: adds amount·x_{μi} to the weights J_{ki} of one unit. */
export function addInputs(J: Float64Array, k: number, { N, x }: Labelled, mu: number, amount: number): void {
  const row = k * N;
  const pattern = mu * N;
  for (let i = 0; i < N; i++) J[row + i] += amount * x[pattern + i];
}

/** Votes of the K hidden units for one pattern, Σ_k sign(F_{μk}), with sign(0) = +1. */
export function votes(J: ArrayLike<number>, K: number, patterns: Rows, mu: number): number {
  let sum = 0;
  for (let k = 0; k < K; k++) sum += hiddenField(J, k, patterns, mu) >= 0 ? 1 : -1;
  return sum;
}
