import { average, directedLift, type MlpProblem, permutationSampler, stream } from '@mcover/core';
import {
  blockMessages,
  directedLogits,
  directedLoss,
  type Mixers,
  mlpGradient,
  mlpLayers,
  networkLogits,
  type WeightRoute,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import {
  activations,
  biasPlaces,
  crossEntropyOf,
  inputsOf,
  shareBiases,
  smallProblem,
} from './mlp-support.ts';

const coversOf = ({ M, weights }: MlpProblem) =>
  Array.from({ length: M }, (_, a) =>
    weights.subarray((a * weights.length) / M, ((a + 1) * weights.length) / M),
  );

/** Routes ρ_{q→p} of all pairs of parameters, uniform over permutations. */
function randomRoutes(size: number, M: number): WeightRoute {
  const sampler = permutationSampler({ kind: 'uniform' }, M);
  const random = stream({ root: 12, trial: 0 }, 'test routes', { size, M });
  const rho = new Uint8Array(size * size * M);
  for (let pair = 0; pair < size * size; pair++) sampler.sample(random, rho, pair * M);
  return (p, q, cover) => rho[(p * size + q) * M + cover];
}

/** Mixers of one weight a block that are the permutations of one destination, the identity at p itself. */
function mixersOf({ widths, M }: MlpProblem, p: number, route: WeightRoute): Mixers[] {
  return mlpLayers(widths).map(({ inputs, outputs, weights }) => {
    const Q = new Float64Array(outputs * inputs * M * M);
    for (let q = 0; q < outputs * inputs; q++) {
      for (let cover = 0; cover < M; cover++) {
        const from = weights + q === p ? cover : route(p, weights + q, cover);
        Q[(q * M + cover) * M + from] = 1;
      }
    }
    return { G: inputs, Q };
  });
}

const lossOf = (problem: MlpProblem, mu = 0) =>
  mlpGradient(problem)(problem.weights, Int32Array.of(mu), new Float64Array(problem.weights.length));
const patternOf = ({ patterns }: MlpProblem, mu = 0) => ({
  x: inputsOf(patterns, mu),
  label: patterns.labels[mu],
});

describe('block messages and the exact directed lift (Eq. 12)', () => {
  it.each(activations)(
    'one weight a block: each destination has the mixers of its routes (%s)',
    (activation) => {
      const problem = smallProblem({ widths: [4, 3, 3, 2], M: 3, activation });
      const size = problem.weights.length / 3;
      const route = randomRoutes(size, 3);
      const covers = coversOf(problem);
      const pattern = patternOf(problem);
      const losses: number[] = [];
      for (const { inputs, outputs, weights } of mlpLayers(problem.widths)) {
        for (let p = weights; p < weights + inputs * outputs; p++) {
          const logits = directedLogits(problem, covers, pattern.x, p, route);
          const expected = logits.reduce((sum, cover) => sum + crossEntropyOf(cover, pattern.label), 0);
          losses.push(lossOf({ ...problem, mixers: mixersOf(problem, p, route) }));
          expect(losses.at(-1)).toBeCloseTo(expected, 12);
        }
      }
      // Destinations differ: the lift is not one routed network.
      expect(Math.max(...losses) - Math.min(...losses)).toBeGreaterThan(0.01);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      expect(directedLoss(problem, covers, pattern, route)).toBeCloseTo(mean, 12);
    },
  );

  it('without hidden units it is the lift of any factor graph (Eq. 7)', () => {
    const problem = smallProblem({ widths: [3, 2], M: 4 });
    for (const { from, to } of biasPlaces(problem.widths)) {
      for (const cover of coversOf(problem)) cover.fill(0, from, to);
    }
    const route = randomRoutes(8, 4);
    const { x, label } = patternOf(problem);
    const factor = {
      variables: [0, 1, 2, 3, 4, 5],
      loss: (W: readonly number[]) => {
        const logits = [0, 3].map((row) => W[row] * x[0] + W[row + 1] * x[1] + W[row + 2] * x[2]);
        return crossEntropyOf(logits, label);
      },
    };
    const lifted = directedLift([factor], coversOf(problem), (_, p, q, cover) => route(p, q, cover));
    expect(directedLoss(problem, coversOf(problem), { x, label }, route)).toBeCloseTo(lifted, 13);
  });

  it.each(activations)('identity routes are M plain networks (%s)', (activation) => {
    const problem = smallProblem({ widths: [4, 3, 3, 2], M: 3, activation });
    const pattern = patternOf(problem);
    const plain = coversOf(problem).reduce(
      (sum, w) => sum + crossEntropyOf(networkLogits(problem, w)(pattern.x), pattern.label),
      0,
    );
    expect(directedLoss(problem, coversOf(problem), pattern, (_p, _q, cover) => cover)).toBeCloseTo(
      plain,
      13,
    );
    expect(lossOf(problem)).toBeCloseTo(plain, 13);
  });

  it('the mean of the lifted fields over S destinations is that of the empirical mixers', () => {
    const problem = smallProblem({ widths: [5, 3], M: 4 });
    const route = randomRoutes(18, 4);
    const { x } = patternOf(problem);
    // The place of a bias as destination pins no weight.
    const destinations = [15, 2, 11, 7, 16];
    const [layer] = mlpLayers(problem.widths);
    const banks = destinations.map((p) => mixersOf(problem, p, route)[0].Q);
    const Q = banks[0].map((_, at) => banks.reduce((sum, bank) => sum + bank[at], 0) / banks.length);
    const fields = new Float64Array(12);
    const h = Float64Array.from([0, 1, 2, 3].flatMap(() => [...x]));
    blockMessages({ layer, M: 4, size: 18, mixers: { G: 5, Q } }).forward(problem.weights, h, 1, fields);
    const lifted = destinations.map((p) => directedLogits(problem, coversOf(problem), x, p, route));
    for (let at = 0; at < 12; at++) {
      const mean = lifted.reduce((sum, logits) => sum + logits[Math.floor(at / 3)][at % 3], 0) / 5;
      expect(fields[at]).toBeCloseTo(mean, 13);
    }
  });

  it('shifts by every distance, averaged, are exact uniform mixing: the fields of the averaged network', () => {
    const problem = smallProblem({
      widths: [5, 3],
      M: 3,
      kernel: { kind: 'uniform' },
      G: 2,
      mixing: 'exact',
    });
    shareBiases(problem);
    const { x, label } = patternOf(problem);
    const logits = networkLogits(problem, average(problem.weights, 3))(x);
    // Destinations 15…17 are biases, so that no weight is pinned.
    const lifted = [0, 1, 2].map((shift) =>
      directedLogits(problem, coversOf(problem), x, 15 + shift, (_p, _q, cover) => (cover + shift) % 3),
    );
    for (let cover = 0; cover < 3; cover++) {
      for (let r = 0; r < 3; r++) {
        const mean = (lifted[0][cover][r] + lifted[1][cover][r] + lifted[2][cover][r]) / 3;
        expect(mean).toBeCloseTo(logits[r], 13);
      }
    }
    expect(lossOf(problem)).toBeCloseTo(3 * crossEntropyOf(logits, label), 13);
  });
});
