import type { MlpProblem } from '@mcover/core';
import { averageCovers, identityMixers, mlpLayers, mlpTrainer as plainTrainer } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { u } from './mlp-memory.ts';
import { activations, batchOf, coverOf, losses, network, routings, type Sizes } from './mlp-problems.ts';
import { singles } from './mlp-singles.ts';

const knobs = { rate: 0.1, momentum: 0.9 };

/** Steps of every size of batch that a problem allows, the last one short. */
function batchesOf({ B, patterns: { P } }: MlpProblem): Int32Array[] {
  return [batchOf(P, B), batchOf(P, B, 3), batchOf(P, Math.max(1, B - 3), 1)];
}

function train(problem: MlpProblem, asked = knobs) {
  const trainer = wasmEngine.mlp(problem);
  const losses = batchesOf(problem).map((batch) => trainer.step(batch, asked));
  return { losses, weights: trainer.weights() };
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, q) => Math.max(most, Math.abs(value - b[q])), 0);

/**
 * Roundings on the longest way through a step: every layer's sum over its inputs, its blocks and covers, its bias and
 * activation; as many on the way back, and the sum over the batch.
 */
function roundings({ widths, mixers, M, B }: MlpProblem): number {
  const layer = mlpLayers(widths).reduce((n, { inputs }, l) => n + inputs + mixers[l].G * M + 4, 0);
  return 2 * layer + B + 8;
}

const shapes: Pick<Sizes, 'widths' | 'B'>[] = [
  { widths: [7, 5], B: 9 },
  { widths: [13, 9, 4], B: 10 },
  { widths: [20, 17, 11, 6], B: 23 },
];
const table = shapes.flatMap((shape) =>
  activations.flatMap((activation) =>
    losses.flatMap((loss) =>
      [1, 3, 5].flatMap((M) =>
        (M === 1 ? ['none'] : Object.keys(routings)).map((routing) => ({
          ...shape,
          activation,
          loss,
          M,
          routing,
        })),
      ),
    ),
  ),
);

describe('three steps', () => {
  /*
   * Fields and derivatives are of order one here, so that a rounding moves them by about u, and all of them together,
   * at their worst, by `roundings`·u. A weight moves by its rate times the sum of those of three steps, which Nesterov's
   * momentum makes 3(1 + m)², and is itself rounded at the start and after each step. A field that is as near to the
   * kink of its activation as that would break this; none is.
   */
  it('are those of the plain engine to the roundings of their sums', () => {
    let largest = 0;
    for (const row of table) {
      const problem = network({ ...row, P: row.B + 5 });
      const plain = plainTrainer(problem);
      const { losses, weights } = train(problem);
      const covers = row.loss === 'sum' ? row.M : 1;
      const allowed = u * roundings(problem);
      batchesOf(problem).forEach((batch, step) => {
        const expected = plain.step(batch, knobs);
        largest = Math.max(largest, Math.abs(losses[step] - expected) / (covers * allowed));
      });
      const moved = 3 * knobs.rate * (1 + knobs.momentum) ** 2;
      plain.weights().forEach((w, q) => {
        largest = Math.max(largest, Math.abs(weights[q] - w) / (allowed * moved + 4 * u * Math.abs(w)));
      });
    }
    expect(largest).toBeLessThan(1);
    expect(largest).toBeGreaterThan(0.01);
  });

  it('are those of singles, bit for bit', () => {
    const sizes = fc.record({
      widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
      M: fc.integer({ min: 1, max: 4 }),
      B: fc.integer({ min: 1, max: 11 }),
      activation: fc.constantFrom(...activations),
      loss: fc.constantFrom(...losses),
      routing: fc.constantFrom(...Object.keys(routings)),
      trial: fc.nat(1000),
    });
    fc.assert(
      fc.property(sizes, (row) => {
        const problem = network({ ...row, P: 12 });
        const own = singles(problem);
        const { losses, weights } = train(problem);
        expect(losses).toEqual(batchesOf(problem).map((batch) => own.step(batch, knobs)));
        expect([...weights]).toEqual([...own.w]);
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  it('are those of singles where a layer is computed in parts', () => {
    // Rows of 4096 patterns, 12 for each output, let 20 outputs into a part.
    const problem = network({ widths: [5, 8, 43, 22, 3], M: 3, B: 4096, routing: 'exact' });
    const own = singles(problem);
    const trainer = wasmEngine.mlp(problem);
    const batch = batchOf(4096, 6);
    expect(trainer.step(batch, knobs)).toBe(own.step(batch, knobs));
    expect(furthest(trainer.weights(), own.w)).toBe(0);
  });
});

describe('uncoupled covers', () => {
  it.each(activations)(
    'are networks of their own, bit for bit, however many blocks they have (%s)',
    (activation) => {
      const problem = network({ widths: [13, 9, 7, 4], M: 3, B: 10, activation });
      const alone = [0, 1, 2].map((a) => train(coverOf(problem, a)));
      const blocks = problem.mixers.map(({ Q }) => ({ G: 2, Q: Float64Array.of(...Q, ...Q) }));
      for (const mixers of [problem.mixers, blocks]) {
        const { weights } = train({ ...problem, mixers });
        expect([...weights]).toEqual(alone.flatMap(({ weights }) => [...weights]));
      }
    },
  );

  it('of the mean loss move as those of the sum at 1/M of its rate', () => {
    const problem = network({ widths: [8, 6, 3], M: 4, B: 6, loss: 'mean' });
    const sum = train({ ...problem, loss: 'sum' }, { ...knobs, rate: knobs.rate / 4 });
    const mean = train(problem);
    expect(mean.weights).toEqual(sum.weights);
    expect(mean.losses).toEqual(sum.losses.map((loss) => loss / 4));
  });
});

describe('exact uniform mixing', () => {
  it.each(activations)('trains the averaged network, and keeps the covers apart (%s)', (activation) => {
    const widths = [13, 9, 7, 4];
    const [first] = mlpLayers(widths);
    for (const loss of losses) {
      const problem = network({ widths, M: 4, B: 10, activation, loss, routing: 'uniform' });
      const size = problem.weights.length / 4;
      // Biases, and the weights that send them their gradients, are the same in all covers.
      for (let a = 1; a < 4; a++) problem.weights.copyWithin(a * size + first.biases, first.biases, size);
      const average = averageCovers(problem.weights, 4);
      const base = { ...problem, M: 1, mixers: identityMixers(widths, 1), weights: average };
      const { losses: own, weights } = train(problem);
      const expected = train(base, { ...knobs, rate: loss === 'sum' ? knobs.rate : knobs.rate / 4 });
      const tolerance = u * roundings(problem);
      expect(furthest(averageCovers(weights, 4), expected.weights)).toBeLessThan(tolerance);
      own.forEach((value, step) => {
        const covers = loss === 'sum' ? 4 : 1;
        expect(Math.abs(value - covers * expected.losses[step])).toBeLessThan(covers * tolerance);
      });
      const apart = (w: Float64Array) => w.map((value, q) => value - w[q % size]);
      expect(furthest(apart(weights), apart(problem.weights))).toBeLessThan(tolerance);
      expect(furthest(weights.subarray(0, size), weights.subarray(size, 2 * size))).toBeGreaterThan(0.1);
      expect(furthest(weights, problem.weights)).toBeGreaterThan(0.01);
    }
  });
});

describe('a training', () => {
  it('gives the same bits again, whatever else trains in turn', () => {
    const problem = network({ widths: [13, 9, 4], M: 3, B: 10, routing: 'empirical' });
    const [alone, inTurn] = [wasmEngine.mlp(problem), wasmEngine.mlp(problem)];
    const other = wasmEngine.mlp(network({ widths: [5, 3, 2], M: 2, B: 7, activation: 'sign' }));
    for (let step = 0; step < 5; step++) {
      const batch = batchOf(10, 10 - step, step);
      expect(inTurn.step(batch, knobs)).toBe(alone.step(batch, knobs));
      other.step(batchOf(7, 7), knobs);
    }
    expect(inTurn.weights()).toEqual(alone.weights());
  });

  it('leaves the problem as it was, and gives weights of the caller’s own', () => {
    const sizes = { widths: [6, 5, 3], M: 2, B: 4, routing: 'exact' };
    const problem = network(sizes);
    const trainer = wasmEngine.mlp(problem);
    trainer.step(batchOf(4, 4), knobs);
    const { inputs: _, ...patterns } = problem.patterns;
    const { inputs: __, ...expected } = network(sizes).patterns;
    expect({ ...problem, patterns }).toEqual({ ...network(sizes), patterns: expected });
    const weights = trainer.weights();
    trainer.weights().fill(7);
    expect(trainer.weights()).toEqual(weights);
  });

  it('refuses a batch larger than it said', () => {
    const trainer = wasmEngine.mlp(network({ widths: [3, 2], M: 1, B: 4, P: 9 }));
    expect(() => trainer.step(batchOf(9, 5), knobs)).toThrow(
      'a batch of 5 patterns; the problem says at most 4',
    );
  });
});

describe('attraction', () => {
  it.each([1, 2, 5])('of %i copies is that of the plain engine to rounding', (M) => {
    const problem = network({ widths: [13, 9, 4], M, B: 4 });
    for (const strength of [0.003, 0.5, 1]) {
      const [plain, fast] = [plainTrainer(problem), wasmEngine.mlp(problem)];
      plain.attract(strength);
      fast.attract(strength);
      const most = problem.weights.reduce((size, w) => Math.max(size, Math.abs(w)), 0);
      // The rounding of the weight, M of the mean, and three of the pull, which is at most twice the largest weight.
      expect(furthest(plain.weights(), fast.weights())).toBeLessThan(u * most * (M + 7));
      if (M === 1) expect(fast.weights()).toEqual(Float64Array.from(problem.weights, Math.fround));
    }
  });
});
