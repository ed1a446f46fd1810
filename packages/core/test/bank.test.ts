import { identityBank, sampleBank, stream } from '@mcover/core';
import { empiricalMixers } from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelsFor } from './support.ts';

const sizes = fc
  .record({ N: fc.integer({ min: 1, max: 12 }), M: fc.integer({ min: 1, max: 7 }), trial: fc.nat(1000) })
  .chain((size) =>
    fc.record({ ...mapConstant(size), S: fc.integer({ min: 1, max: size.N }), kind: fc.nat(5) }),
  );

function mapConstant<T extends object>(values: T) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };
}

describe('banks', () => {
  it('every ρ is a permutation, ρ_pp is the identity, the inverse undoes ρ, destinations are distinct', () => {
    fc.assert(
      fc.property(sizes, ({ N, M, S, trial, kind }) => {
        const { kernel } = kernelsFor(M)[kind];
        const bank = sampleBank({ N, M, S, kernel }, stream({ root: 1, trial }, 'bank'));
        expect(new Set(bank.destinations).size).toBe(S);
        for (let s = 0; s < S; s++) {
          for (let q = 0; q < N; q++) {
            const offset = (s * N + q) * M;
            const rho = [...bank.routes.subarray(offset, offset + M)];
            expect(rho.toSorted((a, b) => a - b)).toEqual(rho.map((_, a) => a));
            if (q === bank.destinations[s]) expect(rho).toEqual(rho.map((_, a) => a));
            rho.forEach((b, a) => {
              expect(bank.inverses[offset + b]).toBe(a);
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('S = N keeps every destination, in order', () => {
    const bank = sampleBank(
      { N: 9, M: 2, S: 9, kernel: { kind: 'uniform' } },
      stream({ root: 1, trial: 0 }, 'x'),
    );
    expect([...bank.destinations]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('refuses more destinations than weights', () => {
    const random = stream({ root: 1, trial: 0 }, 'x');
    expect(() => sampleBank({ N: 4, M: 2, S: 5, kernel: { kind: 'uniform' } }, random)).toThrow(
      /^S: 5 distinct/,
    );
  });

  it('the identity bank has one channel of identities', () => {
    const bank = identityBank(3, 2);
    expect(bank.S).toBe(1);
    expect([...bank.routes]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...bank.inverses]).toEqual([0, 1, 0, 1, 0, 1]);
  });
});

describe('mixers', () => {
  it('empirical mixers count ρ(β) = α at [β, α] and are doubly stochastic', () => {
    const shift = {
      kind: 'matrix' as const,
      matrix: [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    };
    expect([...empiricalMixers(shift, 3, 5, 1, stream({ root: 1, trial: 0 }, 'x'))]).toEqual(
      shift.matrix.flat(),
    );
    const mixer = empiricalMixers({ kind: 'uniform' }, 4, 10, 1, stream({ root: 1, trial: 0 }, 'y'));
    for (let i = 0; i < 4; i++) {
      expect(mixer.subarray(4 * i, 4 * i + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(mixer[i] + mixer[4 + i] + mixer[8 + i] + mixer[12 + i]).toBeCloseTo(1, 12);
    }
  });
});
