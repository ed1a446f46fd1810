import type { Classified, MlpProblem } from '@mcover/core';
import { averageCovers, classError, points } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { activations, batchOf, classes, network, routings } from './mlp-problems.ts';

const knobs = { rate: 0.1, momentum: 0.9 };

/** What the plain network of these covers, averaged and rounded to singles, misclassifies in doubles. */
function plainError(problem: MlpProblem, weights: Float64Array, patterns: Classified): number {
  return classError(problem, averageCovers(weights, problem.M).map(Math.fround), patterns);
}

describe('the error', () => {
  // No pattern's two largest logits are as near to each other as rounding moves them.
  it.each(activations)('is that of the averaged covers in the plain network (%s)', (activation) => {
    for (const routing of Object.keys(routings)) {
      for (const widths of [
        [7, 5],
        [20, 17, 11, 6],
      ]) {
        const problem = network({ widths, M: 3, B: 10, activation, routing });
        const trainer = wasmEngine.mlp(problem);
        const patterns = classes(widths[0], 237, widths[widths.length - 1], 1);
        trainer.step(batchOf(10, 10), knobs);
        const error = trainer.error(patterns);
        expect(error).toBe(plainError(problem, trainer.weights(), patterns));
        expect(error).toBeGreaterThan(0.4);
      }
    }
  });

  it('falls to 0 on patterns that were learnt, whatever the batch', () => {
    for (const B of [1, 7, 24]) {
      const problem = network({ widths: [20, 16, 6], M: 3, B, P: 24, routing: 'uniform' });
      const trainer = wasmEngine.mlp(problem);
      for (let step = 0; step < 300 * Math.ceil(24 / B); step++) {
        trainer.step(batchOf(24, B, step * B), { rate: 0.02, momentum: 0.9 });
      }
      expect(trainer.error(problem.patterns)).toBe(0);
    }
  });

  it('takes the first of equal logits', () => {
    const problem = network({ widths: [3, 4], M: 2, B: 2 });
    problem.weights.fill(0);
    const labels = Uint8Array.of(0, 1, 2, 3, 0);
    const patterns = points({ N: 3, P: 5, x: new Float32Array(15).fill(1), labels });
    expect(wasmEngine.mlp(problem).error(patterns)).toBe(3 / 5);
    // Classes 1 and 2 of both covers, then class 2 of their mean alone.
    for (const c of [1, 2]) problem.weights[12 + c] = 1;
    expect(wasmEngine.mlp(problem).error(patterns)).toBe(4 / 5);
    problem.weights[16 + 12 + 2] = 1e-6;
    expect(wasmEngine.mlp(problem).error(patterns)).toBe(4 / 5);
    problem.weights[16 + 12 + 3] = 2;
    expect(wasmEngine.mlp(problem).error(points({ ...patterns, labels: labels.map(() => 3) }))).toBe(0);
  });

  it.each(Object.keys(routings))('does not disturb the training (%s)', (routing) => {
    const problem = network({ widths: [13, 9, 7, 4], M: 3, B: 10, activation: 'sign', routing });
    const [read, unread] = [wasmEngine.mlp(problem), wasmEngine.mlp(problem)];
    const patterns = classes(13, 33, 4, 2);
    for (let step = 0; step < 4; step++) {
      const batch = batchOf(10, 10 - step, step);
      read.error(patterns);
      expect(read.step(batch, knobs)).toBe(unread.step(batch, knobs));
    }
    expect(read.weights()).toEqual(unread.weights());
    expect(read.error(patterns)).toBe(read.error(patterns));
  });
});
