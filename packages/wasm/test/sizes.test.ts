import fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectSameTrajectory, kernels, problem } from './problems.ts';

describe('any size', () => {
  it('gives the reference trajectory', () => {
    const sizes = fc.record({
      N: fc.integer({ min: 1, max: 150 }),
      P: fc.integer({ min: 1, max: 300 }),
      M: fc.integer({ min: 1, max: 6 }),
      channels: fc.integer({ min: 0, max: 6 }),
      kernel: fc.nat({ max: 4 }),
      cost: fc.constantFrom('linear' as const, 'count' as const),
      gamma: fc.constantFrom(0, 0.5, 1),
    });
    fc.assert(
      fc.property(sizes, ({ N, P, M, channels, kernel, cost, gamma }) => {
        const S = Math.min(channels, N);
        const coupling = S === 0 ? { M, gamma } : { M, S, kernel: kernels(M)[kernel] };
        expectSameTrajectory({ ...problem(N, P, coupling), cost });
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it.each([
    [1, 1],
    [2, 1],
    [1, 128],
    [2, 129],
    [127, 64],
    [128, 127],
    [129, 256],
  ])('at the edges: N = %i, P = %i', (N, P) => {
    for (const cost of ['linear', 'count'] as const) {
      expectSameTrajectory({ ...problem(N, P, {}), cost });
      expectSameTrajectory({ ...problem(N, P, { M: 3, S: 1, kernel: { kind: 'uniform' } }), cost });
    }
  });
});
