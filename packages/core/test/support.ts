import { type Bank, type Factor, InputError, type Kernel, kernelMatrix } from '@mcover/core';

/** Every permutation of 0…M−1. */
export function permutations(M: number): number[][] {
  if (M === 0) return [[]];
  return permutations(M - 1).flatMap((rho) =>
    Array.from({ length: M }, (_, place) => rho.toSpliced(place, 0, M - 1)),
  );
}

/** P_Q by enumeration: the probability of each permutation, keyed by its images. */
export function enumeratedLaw(Q: Float64Array, M: number): Map<string, number> {
  const weights = permutations(M).map((rho) => ({
    key: rho.join(),
    weight: rho.reduce((product, image, a) => product * Q[a * M + image], 1),
  }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(weights.map(({ key, weight }) => [key, weight / total]));
}

/**
 * Pearson's χ² of counts against expected shares, as a number of standard deviations of the χ² law; categories
 * that expect fewer than 5 counts are pooled.
 */
export function chiSquareExcess(
  counts: ReadonlyMap<string, number>,
  law: ReadonlyMap<string, number>,
): number {
  const draws = [...counts.values()].reduce((a, b) => a + b, 0);
  let statistic = 0;
  let categories = 0;
  let rareCount = 0;
  let rareExpected = 0;
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
  return (statistic - freedom) / Math.sqrt(2 * freedom);
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

/** A few kernels of every kind over M covers. */
export function kernelsFor(M: number): { name: string; kernel: Kernel }[] {
  const rows = Array.from({ length: M }, (_, a) =>
    Array.from({ length: M }, (_, b) => ((3 * a + 5 * b) % 7) + (a === b ? 1 : 0)),
  );
  return [
    { name: 'directed ring', kernel: { kind: 'directed-ring', mu: 2, sigma: 1.5 } },
    { name: 'narrow directed ring', kernel: { kind: 'directed-ring', mu: 1, sigma: 0.4 } },
    { name: 'wrapped ring', kernel: { kind: 'wrapped-ring', mu: 0.5, sigma: 0.75 } },
    { name: 'uniform', kernel: { kind: 'uniform' } },
    { name: 'identity', kernel: { kind: 'identity' } },
    { name: 'matrix', kernel: { kind: 'matrix', matrix: rows } },
  ];
}

/** The matrix of a kernel as rows. */
export function rowsOf(kernel: Kernel, M: number): number[][] {
  const Q = kernelMatrix(kernel, M);
  return Array.from({ length: M }, (_, a) => [...Q.subarray(a * M, (a + 1) * M)]);
}

/**
 * The lifted loss of Eq. 7 over the sampled destinations alone, (1/S) Σ_s Σ_a Σ_μ of the factors' losses on what the
 * bank's routes read, straight from their definition.
 */
export function sampledLift(factors: readonly Factor[], bank: Bank, weights: ArrayLike<number>): number {
  const { N, M, S, routes } = bank;
  let total = 0;
  for (let s = 0; s < S; s++) {
    for (let a = 0; a < M; a++) {
      for (const { variables, loss } of factors)
        total += loss(variables.map((q) => weights[routes[(s * N + q) * M + a] * N + q]));
    }
  }
  return total / S;
}

/** The InputError that something throws. */
export function faultOf(act: () => unknown): InputError {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
