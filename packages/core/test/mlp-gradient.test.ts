import { type MlpProblem, stream } from '@mcover/core';
import { type Activation, below, crossEntropy, mlpGradient } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import {
  activations,
  crossEntropyOf,
  everyPattern,
  mixings,
  routedLogits,
  smallProblem,
} from './mlp-support.ts';

const clip = (a: number) => Math.max(-1, Math.min(1, a));

/**
 * The function whose derivative at the problem's weights backpropagation gives, and in which piece of it each
 * hidden field lies. Straight-through is by definition the derivative of sign(a₀) + clip(a) − clip(a₀), with
 * a₀ the fields at the problem's weights.
 */
function smoothLoss(problem: MlpProblem, batch: Int32Array) {
  const base: number[] = [];
  const pieces: Record<Activation, (a: number) => number> = {
    relu: (a) => (a > 0 ? 1 : 0),
    tanh: () => 0,
    sign: (a) => clip(Math.trunc(a)),
  };
  const evaluate = (w: Float64Array, phi: (a: number, place: number) => number) => {
    let total = 0;
    let piece = '';
    let place = 0;
    for (const mu of batch) {
      const logits = routedLogits(problem, w, mu, (a) => {
        piece += pieces[problem.activation](a);
        return phi(a, place++);
      });
      for (const cover of logits) total += crossEntropyOf(cover, problem.patterns.labels[mu]);
    }
    return { loss: total / batch.length / (problem.loss === 'sum' ? 1 : problem.M), piece };
  };
  evaluate(problem.weights, (a) => {
    base.push(a);
    return a >= 0 ? 1 : -1;
  });
  const activate = {
    relu: (a: number) => Math.max(0, a),
    tanh: Math.tanh,
    sign: (a: number, place: number) => (base[place] >= 0 ? 1 : -1) + clip(a) - clip(base[place]),
  };
  return (w: Float64Array) => evaluate(w, activate[problem.activation]);
}

describe('the gradient is that of central differences, for 200 random parameters of every layer', () => {
  const widths = [7, 6, 5, 4];
  const M = 3;
  const size = 7 * 6 + 6 + 6 * 5 + 5 + 5 * 4 + 4;
  const layers = [
    { from: 0, to: 48 },
    { from: 48, to: 83 },
    { from: 83, to: size },
  ];
  const batch = Int32Array.of(5, 0, 3);
  const h = 1e-3;

  for (const activation of activations) {
    for (const loss of ['sum', 'mean'] as const) {
      it.each(mixings)(`${activation}, ${loss} over covers, mixing $name`, ({ routing }) => {
        const problem = smallProblem({ widths, M, activation, loss, ...routing }, { trial: 1 });
        const gradient = new Float64Array(M * size);
        const value = mlpGradient(problem)(problem.weights, batch, gradient);
        const lossAt = smoothLoss(problem, batch);
        const here = lossAt(problem.weights);
        expect(value).toBeCloseTo(here.loss, 12);
        const scale = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);

        const random = stream({ root: 11, trial: 0 }, 'test coordinates');
        for (const { from, to } of layers) {
          let checked = 0;
          for (let draw = 0; checked < 200 && draw < 2000; draw++) {
            const at = below(random, M) * size + from + below(random, to - from);
            const moved = [h, -h, 2 * h, -2 * h].map((step) => {
              const w = problem.weights.slice();
              w[at] += step;
              return lossAt(w);
            });
            // At a kink there is no derivative to compare with.
            if (moved.some(({ piece }) => piece !== here.piece)) continue;
            checked++;
            // Fourth order, so that the oracle is good to far more than is asked.
            const [up, down, up2, down2] = moved.map((point) => point.loss);
            const numeric = (8 * (up - down) - (up2 - down2)) / (12 * h);
            const tolerance = 1e-6 * Math.max(Math.abs(numeric), scale / 100);
            expect(Math.abs(gradient[at] - numeric)).toBeLessThan(tolerance);
          }
          expect(checked).toBe(200);
        }
      });
    }
  }

  it('for a network without hidden layers, and for a deep one', () => {
    for (const widths of [
      [5, 3],
      [4, 5, 3, 4, 5, 3],
    ]) {
      const routing = { kernel: { kind: 'uniform' as const }, G: 2, S: 2 };
      const problem = smallProblem({ widths, M: 3, activation: 'tanh', ...routing });
      const gradient = new Float64Array(problem.weights.length);
      mlpGradient(problem)(problem.weights, batch, gradient);
      const lossAt = smoothLoss(problem, batch);
      for (let at = 0; at < gradient.length; at++) {
        const [up, down, up2, down2] = [h, -h, 2 * h, -2 * h].map((step) => {
          const w = problem.weights.slice();
          w[at] += step;
          return lossAt(w).loss;
        });
        expect(gradient[at]).toBeCloseTo((8 * (up - down) - (up2 - down2)) / (12 * h), 9);
      }
    }
  });
});

describe('loss of a batch', () => {
  it('does not remember longer batches before it', () => {
    const problem = smallProblem({ widths: [6, 5, 3], M: 2, kernel: { kind: 'uniform' }, S: 3, G: 2 });
    const of = mlpGradient(problem);
    const fresh = new Float64Array(problem.weights.length);
    const again = new Float64Array(problem.weights.length).fill(7);
    const loss = mlpGradient(problem)(problem.weights, Int32Array.of(4, 1), fresh);
    of(problem.weights, everyPattern(8), again);
    expect(of(problem.weights, Int32Array.of(4, 1), again)).toBe(loss);
    expect(again).toEqual(fresh);
  });
});

describe('cross-entropy', () => {
  it('is −ln softmax, and its derivative softmax − label', () => {
    const deltas = new Float64Array(5);
    const logits = Float64Array.of(9, 1, 2, 0.5, 9);
    expect(crossEntropy(logits, 1, 3, 2, 0.5, deltas)).toBeCloseTo(crossEntropyOf([1, 2, 0.5], 2), 14);
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(0.5);
    expect(deltas[0]).toBe(0);
    expect(deltas[1]).toBeCloseTo((0.5 * Math.exp(1)) / sum, 15);
    expect(deltas[2]).toBeCloseTo((0.5 * Math.exp(2)) / sum, 15);
    expect(deltas[3]).toBeCloseTo(0.5 * (Math.exp(0.5) / sum - 1), 15);
    expect(deltas[4]).toBe(0);
  });

  it('of equal logits is ln C; of extreme ones it is their difference, without overflow', () => {
    const deltas = new Float64Array(2);
    expect(crossEntropy(Float64Array.of(3, 3), 0, 2, 1, 1, deltas)).toBeCloseTo(Math.LN2, 15);
    expect(crossEntropy(Float64Array.of(1e5, -1e5), 0, 2, 1, 1, deltas)).toBe(2e5);
    expect([...deltas]).toEqual([1, -1]);
    expect(crossEntropy(Float64Array.of(1e5, -1e5), 0, 2, 0, 1, deltas)).toBe(0);
  });
});
