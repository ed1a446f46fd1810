/** Every permutation of 0…M−1. */
export function permutations(M: number): number[][] {
  if (M === 0) return [[]];
  return permutations(M - 1).flatMap((rho) =>
    Array.from({ length: M }, (_, place) => [...rho.slice(0, place), M - 1, ...rho.slice(place)]),
  );
}

/** P_Q (Eq. 6) by enumeration: the probability of each permutation, keyed by its images. */
export function enumeratedLaw(Q: Float64Array, M: number): Map<string, number> {
  const weights = permutations(M).map((rho) => ({
    key: rho.join(),
    weight: rho.reduce((product, image, a) => product * Q[a * M + image], 1),
  }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(weights.map(({ key, weight }) => [key, weight / total]));
}

/** Counts of the permutations that a sampler draws. */
export function tally(M: number, draws: number, sample: (out: Uint8Array) => void): Map<string, number> {
  const counts = new Map<string, number>();
  const rho = new Uint8Array(M);
  for (let i = 0; i < draws; i++) {
    sample(rho);
    const key = rho.join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * Pearson's χ² of counts against expected shares, as a number of standard deviations of the χ² law above its mean;
 * categories that expect fewer than 5 counts are pooled. Infinite where something was drawn that cannot be.
 */
export function chiSquareExcess(
  counts: ReadonlyMap<string, number>,
  law: ReadonlyMap<string, number>,
): number {
  const draws = [...counts.values()].reduce((a, b) => a + b, 0);
  if ([...counts.keys()].some((key) => !((law.get(key) ?? 0) > 0))) return Number.POSITIVE_INFINITY;
  let [statistic, categories, rareCount, rareExpected] = [0, 0, 0, 0];
  const add = (count: number, expected: number) => {
    statistic += (count - expected) ** 2 / expected;
    categories++;
  };
  for (const [key, share] of law) {
    const expected = share * draws;
    if (expected >= 5) add(counts.get(key) ?? 0, expected);
    else {
      rareCount += counts.get(key) ?? 0;
      rareExpected += expected;
    }
  }
  if (rareExpected > 0) add(rareCount, Math.max(rareExpected, 0.5));
  const freedom = categories - 1;
  return freedom === 0 ? 0 : (statistic - freedom) / Math.sqrt(2 * freedom);
}
