/** Cost ℓ(Δ) of a margin Δ = m/√N: `linear` is max(0, −Δ), `count` is [Δ < 0]. */
export type Cost = 'linear' | 'count';

/**
 * Costs are whole multiples of a unit, so that energies are integers: the margins m have the parity of N, and
 * a linear cost moves in steps of 2/√N for even N and of 1/√N for odd N.
 *
 * @example
 * costUnit('linear', 16); // 0.5
 * costUnit('linear', 25); // 0.2
 * costUnit('count', 25); // 1
 */
export function costUnit(cost: Cost, N: number): number {
  if (cost === 'count') return 1;
  return (N % 2 === 0 ? 2 : 1) / Math.sqrt(N);
}

/** Cost of the integer margin m, in units. */
export function costInUnits(cost: Cost, N: number, m: number): number {
  if (m >= 0) return 0;
  if (cost === 'count') return 1;
  return N % 2 === 0 ? -m / 2 : -m;
}
