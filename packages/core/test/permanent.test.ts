import { type Kernel, kernelMatrix, permutationSampler, stream, uniform } from '@mcover/core';
import { empiricalMixers, marginalMixer, PermanentLaw, TranspositionChain } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { chiSquareExcess, enumeratedLaw, kernelsFor, permutations, tally } from './support.ts';

const draws = 100_000;
const random = (name: string) => stream({ root: 7, trial: 0 }, name);

/** 0/1 circulant with ones at the given residues. */
function circulant(M: number, residues: number[]): Float64Array {
  return Float64Array.from({ length: M * M }, (_, i) =>
    residues.includes(((i % M) - Math.floor(i / M) + M) % M) ? 1 : 0,
  );
}

describe('permanents', () => {
  it('of all ones: M!', () => {
    [1, 2, 6, 24, 120, 720, 5040].forEach((factorial, i) => {
      const M = i + 1;
      expect(new PermanentLaw(new Float64Array(M * M).fill(1), M).permanent).toBe(factorial);
    });
    expect(new PermanentLaw(new Float64Array(256).fill(1), 16).permanent).toBe(20922789888000);
  });

  it('of all ones but the diagonal: the derangements', () => {
    [1, 2, 9, 44, 265, 1854, 14833, 133496].forEach((derangements, i) => {
      const M = i + 2;
      const Q = circulant(
        M,
        Array.from({ length: M - 1 }, (_, d) => d + 1),
      );
      expect(new PermanentLaw(Q, M).permanent).toBe(derangements);
    });
  });

  it('of I + P + P²: the Lucas numbers plus 2 (Minc)', () => {
    [6, 9, 13, 20, 31, 49, 78].forEach((permanent, i) => {
      expect(new PermanentLaw(circulant(i + 3, [0, 1, 2]), i + 3).permanent).toBe(permanent);
    });
  });

  it('of a matrix u vᵀ: M! Πu Πv', () => {
    const u = [0.5, 2, 3, 1e-3];
    const v = [7, 0.25, 1, 4];
    const Q = Float64Array.from(u.flatMap((x) => v.map((y) => x * y)));
    expect(new PermanentLaw(Q, 4).permanent / (24 * 0.003 * 7)).toBeCloseTo(1, 12);
  });

  it('refuses perm(Q) = 0, also where no row or column is zero', () => {
    const Q = Float64Array.of(1, 0, 0, 1, 0, 0, 1, 1, 1);
    expect(() => new PermanentLaw(Q, 3)).toThrow(/perm\(Q\) = 0/);
    expect(() => new TranspositionChain(Q, 3)).toThrow(/perm\(Q\) = 0/);
    expect(() => new PermanentLaw(new Float64Array(4), 2)).toThrow(/perm\(Q\) = 0/);
  });
});

describe('samples of P_Q follow the enumerated law', () => {
  for (const M of [2, 3, 4, 5]) {
    it.each(kernelsFor(M))(`M = ${M}, $name`, ({ kernel }) => {
      const sampler = permutationSampler(kernel, M);
      const source = random(`sampler ${M}`);
      const counts = tally(M, draws, (out) => sampler.sample(source, out));
      const law = enumeratedLaw(kernelMatrix(kernel, M), M);
      for (const rho of counts.keys()) expect(law.get(rho)).toBeGreaterThan(0);
      if (kernel.kind !== 'identity') expect(chiSquareExcess(counts, law)).toBeLessThan(4.5);
    });
  }

  it('the transposition chain too, with its burn-in and spacing', () => {
    for (const { kernel } of kernelsFor(4).filter((k) => k.kernel.kind !== 'identity')) {
      const Q = kernelMatrix(kernel, 4);
      const chain = new TranspositionChain(Q, 4);
      const source = random('chain');
      const counts = tally(4, draws, (out) => chain.sample(source, out));
      expect(chiSquareExcess(counts, enumeratedLaw(Q, 4))).toBeLessThan(6);
    }
  });

  it('the chain serves M = 20, beyond the table: its marginals are those of a circulant law', () => {
    const kernel: Kernel = { kind: 'wrapped-ring', mu: 0, sigma: 1 };
    const marginals = empiricalMixers(kernel, 20, 4000, 1, random('beyond'));
    const exact = marginalMixer(kernel, 12).subarray(0, 12);
    // Far from its ends a ring of 20 looks like one of 12: averaged over rows the diagonals agree.
    for (const distance of [0, 1, 2]) {
      let mean = 0;
      for (let a = 0; a < 20; a++) mean += marginals[a * 20 + ((a + distance) % 20)] / 20;
      expect(mean).toBeCloseTo(exact[distance], 2);
    }
  });
});

describe('what is not P_Q is told apart', () => {
  const M = 3;
  const Q = kernelMatrix({ kind: 'wrapped-ring', mu: 0, sigma: 0.5 }, M);
  const law = enumeratedLaw(Q, M);

  it('Gumbel noise and the best assignment', () => {
    const source = random('gumbel');
    const all = permutations(M);
    const counts = tally(M, draws, (out) => {
      const noisy = Array.from(Q, (entry) => Math.log(entry) - Math.log(-Math.log(uniform(source))));
      const score = (rho: number[]) => rho.reduce((sum, b, a) => sum + noisy[a * M + b], 0);
      out.set(all.reduce((best, rho) => (score(rho) > score(best) ? rho : best)));
    });
    expect(chiSquareExcess(counts, law)).toBeGreaterThan(100);
  });

  it('row by row without replacement', () => {
    const source = random('row by row');
    const counts = tally(M, draws, (out) => {
      const free = new Set([0, 1, 2]);
      for (let a = 0; a < M; a++) {
        const columns = [...free];
        const total = columns.reduce((sum, b) => sum + Q[a * M + b], 0);
        const cut = uniform(source) * total;
        let passed = 0;
        const chosen =
          columns.find((b) => {
            passed += Q[a * M + b];
            return cut < passed;
          }) ?? columns[0];
        out[a] = chosen;
        free.delete(chosen);
      }
    });
    expect(chiSquareExcess(counts, law)).toBeGreaterThan(100);
  });
});

describe('marginals', () => {
  it('of the wrapped ring, μ = 0: diagonals .961 (M = 3, σ = .5) and .745 (M = 5, σ = .75)', () => {
    expect(marginalMixer({ kind: 'wrapped-ring', mu: 0, sigma: 0.5 }, 3)[0]).toBeCloseTo(0.961, 3);
    expect(marginalMixer({ kind: 'wrapped-ring', mu: 0, sigma: 0.75 }, 5)[0]).toBeCloseTo(0.745, 3);
  });

  it('are not Q: .961 against .787', () => {
    const Q = kernelMatrix({ kind: 'wrapped-ring', mu: 0, sigma: 0.5 }, 3);
    expect(Q[0] / (Q[0] + Q[1] + Q[2])).toBeCloseTo(0.787, 3);
  });

  it.each(kernelsFor(4))('equal enumeration, and mixers tend to them: $name', ({ kernel }) => {
    const marginals = marginalMixer(kernel, 4);
    const expected = new Float64Array(16);
    for (const [key, share] of enumeratedLaw(kernelMatrix(kernel, 4), 4)) {
      key.split(',').forEach((b, a) => {
        expected[a * 4 + Number(b)] += share;
      });
    }
    const empirical = empiricalMixers(kernel, 4, 40_000, 1, random('mixer'));
    marginals.forEach((entry, i) => {
      expect(entry).toBeCloseTo(expected[i], 12);
      expect(Math.abs(empirical[i] - entry)).toBeLessThan(0.015);
    });
  });

  it('are refused beyond the table', () => {
    expect(() => marginalMixer({ kind: 'uniform' }, 17)).toThrow(/M ≤ 16/);
  });
});
