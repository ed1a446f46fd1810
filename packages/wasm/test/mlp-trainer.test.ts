import type { MlpProblem } from '@mcover/core';
import { activations, batchesOf, batchOf, engineLaws, losses, networkOf, routings } from '@mcover/laws';
import { wasmEngine } from '@mcover/wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singles } from './mlp-singles.ts';

engineLaws(wasmEngine, { models: ['mlp'] });

const knobs = { rate: 0.1, momentum: 0.9 };

function train(problem: MlpProblem) {
  const trainer = wasmEngine.mlp(problem);
  const losses = batchesOf(problem).map((batch) => trainer.step(batch, knobs));
  return { losses, weights: trainer.weights() };
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, q) => Math.max(most, Math.abs(value - b[q])), 0);

describe('three steps in singles', () => {
  it('are theirs, bit for bit', () => {
    const sizes = fc.record({
      widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
      M: fc.integer({ min: 1, max: 4 }),
      B: fc.integer({ min: 1, max: 11 }),
      activation: fc.constantFrom(...activations),
      loss: fc.constantFrom(...losses),
      routing: fc.constantFrom(...routings),
      trial: fc.nat(1000),
    });
    fc.assert(
      fc.property(sizes, (row) => {
        const problem = networkOf({ ...row, P: 12 });
        const own = singles(problem);
        const { losses, weights } = train(problem);
        expect(losses).toEqual(batchesOf(problem).map((batch) => own.step(batch, knobs)));
        expect([...weights]).toEqual([...own.w]);
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  it('are theirs where a layer is computed in parts', () => {
    // Rows of 4096 patterns, 12 for each output, let 20 outputs into a part.
    const problem = networkOf({ widths: [5, 8, 43, 22, 3], M: 3, B: 4096, routing: 'exact' });
    const own = singles(problem);
    const trainer = wasmEngine.mlp(problem);
    const batch = batchOf(4096, 6);
    expect(trainer.step(batch, knobs)).toBe(own.step(batch, knobs));
    expect(furthest(trainer.weights(), own.w)).toBe(0);
  });
});

describe('a training', () => {
  it.each(activations)(
    'of uncoupled covers is the same, however many blocks they have (%s)',
    (activation) => {
      const problem = networkOf({ widths: [13, 9, 7, 4], M: 3, B: 10, activation });
      const mixers = problem.mixers.map(({ Q }) => ({ G: 2, Q: Float64Array.of(...Q, ...Q) }));
      expect(train({ ...problem, mixers })).toEqual(train(problem));
    },
  );

  it('refuses a batch larger than it said', () => {
    const trainer = wasmEngine.mlp(networkOf({ widths: [3, 2], M: 1, B: 4, P: 9 }));
    expect(() => trainer.step(batchOf(9, 5), knobs)).toThrow(
      'a batch of 5 patterns; the problem says at most 4',
    );
  });
});
