import { kernelMatrix, type PermutationSampler, stream } from '@mcover/core';
import { PermanentLaw, TranspositionChain } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { chiSquareExcess, enumeratedLaw, tally } from './support.ts';

const random = (name: string) => stream({ root: 7, trial: 0 }, name);

/** The shares of the windings Σ_a ((ρ(a) − a) mod M) / M among `draws` samples, by winding. */
function windings(sampler: PermutationSampler, M: number, draws: number, name: string): number[] {
  const source = random(name);
  const rho = new Uint8Array(M);
  const shares = new Array<number>(M).fill(0);
  for (let i = 0; i < draws; i++) {
    sampler.sample(source, rho);
    const turned = rho.reduce((sum, b, a) => sum + ((b - a + M) % M), 0);
    shares[turned / M] += 1 / draws;
  }
  return shares;
}

describe('the chain mixes the windings of a directed ring', () => {
  it.each([
    { M: 8, mu: 1.5, sigma: 0.6 },
    { M: 16, mu: 1.5, sigma: 1 },
    { M: 16, mu: 0.5, sigma: 0.5 },
    { M: 16, mu: 2, sigma: 1.5 },
    { M: 16, mu: 2, sigma: 3 },
    { M: 16, mu: 2.5, sigma: 2 },
    { M: 12, mu: 4, sigma: 4 },
  ])('M = $M, μ = $mu, σ = $sigma: shares as exact', ({ M, mu, sigma }) => {
    const Q = kernelMatrix({ kind: 'directed-ring', mu, sigma }, M);
    const exact = windings(new PermanentLaw(Q, M), M, 20_000, 'exact');
    const chain = windings(new TranspositionChain(Q, M), M, 1000, 'chain');
    chain.forEach((share, winding) => {
      expect(Math.abs(share - exact[winding])).toBeLessThan(0.06);
    });
  });

  it('beyond the table, M = 32, μ = 1.5, σ = 0.3: half one step on, half two', () => {
    // All one step and all two steps weigh the same; any other step costs at least exp(−(1.5² − 0.5²)/2σ²) = e^(−11).
    const Q = kernelMatrix({ kind: 'directed-ring', mu: 1.5, sigma: 0.3 }, 32);
    const shares = windings(new TranspositionChain(Q, 32), 32, 1000, 'beyond');
    expect(Math.abs(shares[1] - 0.5)).toBeLessThan(0.06);
    expect(shares[1] + shares[2]).toBeCloseTo(1, 12);
  });
});

describe('the scale of Q is free', () => {
  it.each([1e-200, 1e200])('a flat 17×17 matrix times %s: every image as often', (scale) => {
    const M = 17;
    const chain = new TranspositionChain(new Float64Array(M * M).fill(scale), M);
    const source = random('flat');
    const rho = new Uint8Array(M);
    const counts = new Float64Array(M * M);
    for (let i = 0; i < 2000; i++) {
      chain.sample(source, rho);
      rho.forEach((b, a) => {
        counts[a * M + b]++;
      });
    }
    const mean = 2000 / M;
    const statistic = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    const freedom = (M - 1) ** 2;
    // A random permutation matrix's entries have M/(M − 1) times the variance of free counts.
    expect(Math.abs(((statistic * (M - 1)) / M - freedom) / Math.sqrt(2 * freedom))).toBeLessThan(4);
  });

  it('rows may differ by 1e±200, also with zeros and small entries: the enumerated law', () => {
    const Q = Float64Array.of(1, 3, 0, 2, 5, 1, 2, 1, 0, 4, 1, 1, 1, 2, 3, 1);
    const scales = [1e-200, 1e200, 1e-300, 1];
    const chain = new TranspositionChain(
      Q.map((entry, i) => entry * scales[Math.floor(i / 4)]),
      4,
    );
    const source = random('rows');
    const counts = tally(4, 50_000, (out) => chain.sample(source, out));
    const law = enumeratedLaw(Q, 4);
    for (const rho of counts.keys()) expect(law.get(rho)).toBeGreaterThan(0);
    const possible = new Map([...law].filter(([, share]) => share > 0));
    expect(chiSquareExcess(counts, possible)).toBeLessThan(6);
  });
});
